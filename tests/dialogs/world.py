"""A small world for stories: facts that change when the flows act on them, as the gateway's do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from connectors.content import ChoiceReply, Choices, Content, Text
from dialogs import engine, flow_files, state
from dialogs.effects import Do, Effect, Say
from dialogs.events import ActionDone, Said, Started

FLOWS = Path(__file__).parents[2] / "config" / "flows"
CATALOG = flow_files.load_catalog(FLOWS, ("fr", "en"))
MORE = {"each": 4, "daily": 3, "weekly": 2, "monthly": 1, "never": 0}


class World:
    """One customer. `say` and `tap` give back all that the bot says in return."""

    def __init__(self, *, channel: str = "telegram", language: str | None = None, catalog=CATALOG) -> None:
        self.catalog, self.channel, self.language = catalog, channel, language
        self.topics = {"offers": ("Offres", "Offers", "each"), "news": ("Nouveautés", "News", "weekly")}
        self.paces = {topic: pace for topic, (_, _, pace) in self.topics.items()}
        self.stopped = self.paused = False
        self.done: list[tuple[str, dict[str, Any]]] = []
        self.state = state.FRESH
        self.effects: list[Effect] = []

    def facts(self) -> dict[str, Any]:
        topics = [
            {
                "id": topic, "name": {"fr": fr, "en": en}, "followed": self.paces[topic] != "never",
                "pace": self.paces[topic], "pace_name": {"fr": "rythme", "en": "pace"}, "words": ["promos"] if topic == "offers" else [],
            }
            for topic, (fr, en, _) in self.topics.items()
        ]  # fmt: skip
        return {
            "now": "2026-11-24T10:00:00Z", "zone": "Europe/Paris", "language": self.language, "language_fixed": False,
            "languages": ["fr", "en"], "brand": {"name": "Maison Lune"}, "customer": {"name": None},
            "channel": {"name": self.channel, "buttons": 3},
            "topics": {"all": topics, "followed": [topic for topic in topics if topic["followed"]]},
            "terms": {"stopped": self.stopped, "paused": self.paused, "summary": {"fr": "Vous suivez 2 sujets.", "en": "You follow 2 topics."}},
        }  # fmt: skip

    def say(self, words: str) -> list[str]:
        return self.hear(Text(body=words))

    def tap(self, label: str) -> list[str]:
        """Tap the option so labelled under the newest message that has one."""
        found = [option for content in reversed(self.contents) if isinstance(content, Choices) for option in content.options]
        option = next(option for option in found if option.label == label)
        return self.hear(ChoiceReply(option_id=option.id, label=option.label, via="tap"))

    def hear(self, content: Content) -> list[str]:
        return self.turn(Said(content=content))

    def start(self, flow: str, **args: Any) -> list[str]:
        return self.turn(Started(flow=flow, args=args))

    def turn(self, event: Any) -> list[str]:
        """One turn, as the gateway runs it: actions of ours are answered at once. The state goes through its JSON."""
        begun, waiting = len(self.effects), [event]
        while waiting:
            outcome = engine.step(self.catalog, self.state, waiting.pop(0), self.facts())
            self.state = state.decode(state.encode(outcome.state))
            self.effects += outcome.effects
            waiting += [self.act(effect) for effect in outcome.effects if isinstance(effect, Do)]
        return [effect.content.body for effect in self.effects[begun:] if isinstance(effect, Say)]

    @property
    def contents(self) -> list[Content]:
        return [effect.content for effect in self.effects if isinstance(effect, Say)]

    def labels(self) -> list[str]:
        content = self.contents[-1]
        return [option.label for option in content.options] if isinstance(content, Choices) else []

    def act(self, do: Do) -> ActionDone:
        self.done.append((do.action, do.args))
        try:
            change, needs_yes = self._apply(do.action, do.args)
        except KeyError as error:
            return ActionDone(id=do.id, error=str(error.args[0]))
        effect = {"fr": f"Effet de {do.action}.", "en": f"Effect of {do.action}."}
        return ActionDone(id=do.id, result={"change": change, "effect": effect, "needs_yes": needs_yes})

    def _apply(self, action: str, args: dict[str, Any]) -> tuple[str | None, bool]:
        confirmed = args.get("confirmed", False)
        change = f"change-{len(self.done)}"
        match action:
            case "terms.set":
                scopes = list(self.paces) if args["scope"] == "all" else [args["scope"].removeprefix("topic:")]
                value = args["value"] if isinstance(args["value"], str) else "weekly"
                if any(MORE[value] > MORE[self.paces[scope]] for scope in scopes) and not confirmed:
                    return None, True
                self.paces.update(dict.fromkeys(scopes, value))
            case "terms.follow":
                if not confirmed:
                    return None, True
                self.paces[args["topic"]] = "weekly"
            case "terms.off":
                scope = args["scope"]
                self.paces.update(dict.fromkeys(self.paces if scope == "all" else [scope.removeprefix("topic:")], "never"))
            case "terms.stop":
                self.stopped = True
            case "terms.start" | "terms.resume":
                if not confirmed:
                    return None, True
                self.stopped = self.paused = False
            case "terms.pause":
                self.paused = True
            case "terms.undo":
                if len(self.done) < 2:
                    raise KeyError("unknown_change")
            case "terms.why":
                return None, False
            case _:
                raise KeyError("unknown_action")
        return change, False
