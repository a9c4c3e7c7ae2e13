"""Arbitrary flows that are valid, and arbitrary things that happen in them: for tests and for benchmarks/engine.py."""

from __future__ import annotations

import json
from random import Random

from connectors.content import ChoiceReply, Choices, Contact, ContactCard, Deleted, Location, Media, Reaction, Text
from dialogs import engine, state
from dialogs.catalog import Catalog
from dialogs.effects import CancelTimer, Do, Say, SetTimer
from dialogs.events import ActionDone, HumanStretchEnded, Said, Started, TimerFired
from dialogs.flow import VAR_TYPES
from dialogs.flow_files import load

NAMES = ("alpha", "beta", "gamma", "delta")
SYSTEM = (
    "{flow: welcome, steps: [{id: a, say: Hello, offers: [alpha]}]}",
    "{flow: stop, underway: drop, steps: [{id: a, do: terms.stop, on_error: b}, {id: b, say: Stopped}]}",
    "{flow: help, underway: keep, steps: [{id: a, say: Help}]}",
    "{flow: unclear, interrupt: replace, steps: [{id: a, if: misses > 3, go: human}, {id: b, say: What?}]}",
    "{flow: human, underway: drop, steps: [{id: a, handoff: customer_asked}, {id: b, say: Person}]}",
    "{flow: correct, underway: keep, start: {words: [back]}, steps: [{id: a, say: Nothing}]}",
    """
flow: interrupt
vars: {here: any, there: any}
steps:
  - {id: z, if: "!has(vars.there)", go: n}
  - {id: a, choose: "Leave {vars.here}?", options: [{id: "yes", label: "Yes", go: "y"}, {id: "no", label: "No"}]}
  - {id: n, end: false}
  - {id: "y", end: "true"}
""",
)
FACTS = {
    "languages": ["en", "fr"], "language": "en", "brand": {"name": "X", "country": "FR"}, "channel": {"name": "sms"},
    "now": "2026-11-26T10:00:00Z", "zone": "Europe/Paris",
    "topics": {"all": [{"id": "news", "name": {"en": "News"}}, {"id": "offers", "name": {"en": "Offers"}}]},
}  # fmt: skip
WORDS = (
    "help", "stop", "a human", "back", "alpha", "beta", "yes", "no", "1", "2", "9", "red", "I meant 40", "no, blue",
    "40", "tomorrow", "14h30", "ana@mail.fr", "0612345678", "news", "zork", "", "👍", "\x00", "{n}", "é" * 500,
    "actually", "en fait le 3/12", "blue", "gamma please",
)  # fmt: skip
CONTENTS = (
    Media(kind="image", media_id="m"),
    Location(latitude=1.0, longitude=2.0),
    ContactCard(contacts=(Contact(name="Ana", phones=("+33612345678",)),)),
    Deleted(target="1"),
    Reaction(emoji="👍", target="1"),
)


def catalog(random: Random) -> Catalog:
    """Some flows that call, interrupt and loop into each other, among the system's."""
    return Catalog([load(text, "arbitrary") for text in (*SYSTEM, *(_flow(random, name) for name in NAMES))])


def _flow(random: Random, name: str) -> str:
    ids = [f"s{at}" for at in range(random.randint(1, 7))]
    written = {
        "flow": name,
        "start": {"words": [name]},
        "interrupt": random.choice(["allow", "allow", "ask", "replace", "never"]),
        "underway": random.choice(["ask_again", "ask_again", "keep", "drop"]),
        "vars": {var: random.choice(VAR_TYPES) for var in ("x", "y")},
        "steps": [_step(random, at, ids) for at in ids],
    }
    if random.random() < 0.3:
        written["expires"] = {"after": "1d", "go": _target(random, ids)}
    return json.dumps(written)


def _target(random: Random, ids: list[str]) -> str:
    return random.choice([*ids, *ids, "end", "human"])


def _step(random: Random, at: str, ids: list[str]) -> dict[str, object]:
    kind = random.choice(("say", "ask", "ask", "choose", "choose", "if", "set", "do", "call", "wait", "handoff", "end"))
    step: dict[str, object] = {"id": at} | _KINDS[kind](random, ids)
    if kind != "end" and (kind == "if" or random.random() < 0.25):
        step["go"] = _target(random, ids)
    if random.random() < 0.15:
        step["skip_if"] = random.choice(["has(vars.x)", "misses > 1", "said == 'yes'", "has(vars.y) && vars.y == 1"])
    return step


def _question(random: Random, ids: list[str]) -> dict[str, object]:
    more: dict[str, object] = {"unclear": {"times": random.randint(1, 3), "then": _target(random, ids)}}
    if random.random() < 0.5:
        more["silence"] = {"after": "10m", "go": _target(random, ids)}
    return more


def _ask(random: Random, ids: list[str]) -> dict[str, object]:
    more = {"valid": {"if": "answer != 40", "say": "Not 40."}} if random.random() < 0.3 else {}
    return {"ask": f"Which {random.randint(0, 3)}?", "save": random.choice("xy"), **_question(random, ids), **more}


def _choose(random: Random, ids: list[str]) -> dict[str, object]:
    options: list[dict[str, object]] = [{"id": "red", "label": "Red"}, {"id": "blue", "label": "Blue", "value": "40"}]
    if random.random() < 0.4:
        options[0]["go"] = _target(random, ids)
    if random.random() < 0.3:
        options[1]["when"] = "!has(vars.x)"
    if random.random() < 0.3:
        options.append({"from": "topics.all"})
    return {"choose": "Colour?", "options": options, "save": "y", **_question(random, ids)}


_KINDS = {
    "say": lambda random, ids: {"say": "Word {said}", "offers": random.sample(NAMES, random.randint(0, 2))},
    "ask": _ask,
    "choose": _choose,
    "if": lambda random, ids: {"if": random.choice(["has(vars.x)", "misses > 0"]), "else": _target(random, ids)},
    "set": lambda random, ids: {"set": {random.choice("xy"): random.choice(["1", "'two'", "said", "[1, 2]"])}},
    "do": lambda random, ids: {"do": "shop.order", "with": {"n": "1"}, "save": "x", "on_error": _target(random, ids)},
    "call": lambda random, ids: {"call": random.choice(NAMES), "with": {"x": "1"}, "save": "y"},
    "wait": lambda random, ids: {"wait": random.choice(["10m", {"until": "'2026-12-01'"}])},
    "handoff": lambda random, ids: {"handoff": "rule"},
    "end": lambda random, ids: {"end": random.choice(["1", "true", "'x'"])},
}


class Customer:
    """Somebody to whom anything may happen; what is under way is followed, so that timers and results can come back."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog, self.state = catalog, state.FRESH
        self.shown: list[str] = []
        self.timers: list[str] = []
        self.actions: list[str] = []

    def event(self, random: Random):
        """What happens next."""
        match random.choice("wwwwwtttttiirrcmfh"):
            case "t" if self.shown:
                option = random.choice(self.shown[-6:])
                return Said(content=ChoiceReply(option_id=option, label="It", via="tap"))
            case "i" if self.timers:
                return TimerFired(id=random.choice(self.timers))
            case "r" if self.actions:
                error = random.choice([None, None, "down"])
                return ActionDone(id=random.choice(self.actions), result={"change": "c1"}, error=error)
            case "m":
                return Said(content=random.choice(CONTENTS))
            case "f":
                return Started(flow=random.choice(NAMES), args=random.choice([{}, {"x": 1}]))
            case "h" if random.random() < 0.2:
                return HumanStretchEnded(summary="done")
            case _:
                return Said(content=Text(body=random.choice(WORDS)))

    def live(self, event):
        """Take it, and follow what comes of it."""
        outcome = engine.step(self.catalog, self.state, event, FACTS)
        self.state = outcome.state
        for effect in outcome.effects:
            match effect:
                case Say(content=Choices(options=options)):
                    self.shown = [*self.shown[-20:], *(option.id for option in options)]
                case SetTimer(id=timer):
                    self.timers = [*self.timers[-5:], timer]
                case CancelTimer(id=timer):
                    self.timers = [one for one in self.timers if one != timer]
                case Do(id=action):
                    self.actions = [*self.actions[-5:], action]
        return outcome
