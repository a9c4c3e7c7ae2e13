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
TOPICS = (("offers", "Offres", "Offers", ["promos"]), ("news", "Nouveautés", "News", []))
CUSTOMER = {  # who says a number that nobody has
    "customer.number": {"number": "", "works": True}, "customer.code": {"asked": "sent"},
    "customer.prove": {"right": False, "over": False, "linked": False},
}  # fmt: skip
MORE = {"each": 4, "daily": 3, "weekly": 2, "monthly": 1, "never": 0}


class World:
    """One customer. `say` and `tap` give back all that the bot says in return."""

    def __init__(self, *, channel: str = "telegram", language: str | None = None, catalog=CATALOG) -> None:
        self.catalog, self.channel, self.language = catalog, channel, language
        self.paces = {"offers": "each", "news": "weekly"}
        self.stopped = self.paused = False
        self.rules: dict[tuple[str, str], Any] = {}
        self.unknown: set[str] = set()  # fields that `terms.set` does not know yet
        self.done: list[tuple[str, dict[str, Any]]] = []
        self.state, self.now = state.FRESH, "2026-11-24T10:00:00Z"
        self.effects: list[Effect] = []

    def facts(self) -> dict[str, Any]:
        topics = [self.topic(*named) for named in TOPICS]
        summary = {"fr": "Vous suivez 2 sujets.", "en": "You follow 2 topics."}
        return {
            "now": self.now,
            "zone": "Europe/Paris",
            "language": self.language,
            "language_fixed": False,
            "languages": ["fr", "en"],
            "brand": {"name": "Maison Lune"},
            "customer": {"name": None},
            "channel": {"name": self.channel, "buttons": 3},
            "channels": ["telegram", "sms", "whatsapp"],
            "topics": {"all": topics, "followed": [topic for topic in topics if topic["followed"]]},
            "terms": {"stopped": self.stopped, "paused": self.paused, "summary": summary, "rules": self.held()},
        }

    def held(self) -> list[dict[str, Any]]:
        return [{"scope": scope, "field": field, "value": value} for (scope, field), value in self.rules.items()]

    def topic(self, topic: str, fr: str, en: str, words: list[str]) -> dict[str, Any]:
        pace = self.paces[topic]
        return {
            "id": topic,
            "name": {"fr": fr, "en": en},
            "followed": pace != "never",
            "pace": pace,
            "pace_name": {"fr": "rythme", "en": "pace"},
            "words": words,
        }

    def say(self, words: str) -> list[str]:
        return self.hear(Text(body=words))

    def tap(self, label: str) -> list[str]:
        """Tap the option so labelled under the newest message that has one."""
        found = [
            option for content in reversed(self.contents) if isinstance(content, Choices) for option in content.options
        ]
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
        if do.action in CUSTOMER:
            return ActionDone(id=do.id, result=CUSTOMER[do.action])
        if do.action == "terms.change":
            return ActionDone(id=do.id, result=self._change(do.args))
        try:
            change, needs_yes = self._apply(do.action, do.args)
        except KeyError as error:
            return ActionDone(id=do.id, error=str(error.args[0]))
        effect = {"fr": f"Effet de {do.action}.", "en": f"Effect of {do.action}."}
        return ActionDone(id=do.id, result={"change": change, "effect": effect, "needs_yes": needs_yes})

    def _change(self, args: dict[str, Any]) -> dict[str, Any]:
        """Each wish as what it asks for: done, held for a yes, or refused."""
        done, left, refused = [], [], []
        for wish in args["wishes"]:
            if wish["field"] in self.unknown or (wish["field"], wish["value"], wish["how"]) == ("pause", None, "set"):
                code = "bad_value" if wish["field"] in self.unknown else "how_long"
                refused.append({"wish": wish, "code": code})
            elif self._more(wish) and not args.get("confirmed"):
                left.append(wish)
            else:
                self._settle(wish)
                done.append(wish)
        return {
            "change": f"change-{len(self.done)}" if done else None, "needs_yes": bool(left), "left": left,
            "effect": {"fr": "Effet de terms.change.", "en": "Effect of terms.change."} if done else None,
            "asks": {"fr": "Effet voulu.", "en": "Effect wished."} if left else None, "refused": refused,
        }  # fmt: skip

    def _more(self, wish: dict[str, Any]) -> bool:
        if wish["field"] == "frequency" and wish["value"]:
            return any(self._pace(wish["value"]) == "daily" and MORE[self.paces[one]] < 3 for one in self.scope(wish))
        return wish["how"] in ("more", "clear") or wish["value"] == "push"

    def _settle(self, wish: dict[str, Any]) -> None:
        self.rules[wish["scope"], wish["field"]] = wish["value"]
        if wish["field"] == "frequency" and wish["value"]:
            self.paces.update(dict.fromkeys(self.scope(wish), self._pace(wish["value"])))

    def _pace(self, value: dict[str, Any]) -> str:
        return {"day": "daily", "week": "weekly", "month": "monthly"}[value["per"]]

    def _apply(self, action: str, args: dict[str, Any]) -> tuple[str | None, bool]:
        if action == "terms.set" and args["field"] != "frequency":
            if args["field"] in self.unknown:
                raise KeyError("bad_value")
            self.rules[args["scope"], args["field"]] = args["value"]
            return f"change-{len(self.done)}", False
        if action in {"terms.set", "terms.follow", "terms.start", "terms.resume"} and not args.get("confirmed"):
            value = args.get("value", "each")
            if action != "terms.set" or any(MORE.get(str(value), 2) > MORE[self.paces[at]] for at in self.scope(args)):
                return None, True
        match action:
            case "terms.set" | "terms.off":
                pace = args.get("value", "never")
                self.paces.update(dict.fromkeys(self.scope(args), pace if isinstance(pace, str) else "weekly"))
            case "terms.follow":
                self.paces[args["topic"]] = "weekly"
            case "terms.stop" | "terms.start" if args["scope"] == "all":
                self.stopped = action == "terms.stop"
            case "terms.pause" | "terms.resume":
                self.paused = action == "terms.pause"
            case "terms.undo" if len(self.done) < 2:
                raise KeyError("unknown_change")
        return None if action == "terms.why" else f"change-{len(self.done)}", False

    def scope(self, args: dict[str, Any]) -> list[str]:
        return list(self.paces) if args["scope"] == "all" else [args["scope"].removeprefix("topic:")]
