"""Tests that live beside a flow: who says what, and what must come back. Read here, played by the gateway.

flow: preferences.frequency            # the flow that they are about
tests:
  - name: a number on SMS is an answer
    on: [sms]                          # else every channel
    language: en                       # the app's own, where the customer has shown none
    actions: {shop.order: {result: {total: 3}}, shop.pay: {error: down}}
    turns:
      - user: how often                # words; with `via: telegram`, from another channel
      - bot: Which topic?              # the next thing said holds these words
      - choose: Once a week            # an option, in the way this channel lets customers choose
      - bot: {has: weekly, lacks: daily, options: [Undo]}
      - silence: true                  # nobody answers: the next timer runs out
      - start: preferences             # a button of an old message
      - expect: {flow: null, owner: bot, vars: {pace: weekly}, terms: {all: {frequency: weekly}}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.entry import Entry
from dialogs.errors import FlowProblem
from dialogs.yaml_text import parsed

MOVES = ("user", "choose", "start", "silence")
CHANNELS = ("whatsapp", "messenger", "sms", "telegram")


@dataclass(frozen=True, kw_only=True)
class Move:
    """What the customer does. `silence` says nothing until the next timer has run out."""

    line: int
    kind: str
    words: str = ""
    via: str | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the bot must say next."""

    line: int
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    options: tuple[str, ...] | None = None  # their labels, in order


@dataclass(frozen=True, kw_only=True)
class Expected:
    """How things must stand: the flow on top, who answers, variables, and rules of the terms by scope and field."""

    line: int
    values: Mapping[str, Any]


Turn = Move | Told | Expected


@dataclass(frozen=True, kw_only=True)
class FlowTest:
    name: str
    line: int
    on: tuple[str, ...] = CHANNELS
    language: str | None = None
    actions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class FlowTests:
    flow: str
    source: str
    tests: tuple[FlowTest, ...]


def load_tests(text: str, source: str) -> FlowTests:
    """Raises FlowProblem on the first thing that cannot be read."""
    raw = parsed(text, source)
    if not isinstance(raw, dict) or "tests" not in raw:
        raise FlowProblem(source, 1, 'no tests here; begin with "flow: <name>" and a list of "tests"')
    entry = Entry(raw, source=source, place="", line=1)
    flow = entry.name("flow")
    tests = tuple(_test(inner) for inner in entry.items("tests", ""))
    entry.finish()
    return FlowTests(flow, source, tests)


def _test(entry: Entry) -> FlowTest:
    name = entry.string("name")
    entry.place = f'test "{name}"'
    test = FlowTest(
        name=name,
        line=entry.line,
        on=entry.names("on", CHANNELS, CHANNELS),
        language=entry.string("language", None),
        actions=entry.plain("actions", {}),
        turns=tuple(_turns(entry)),
    )
    entry.finish()
    return test


def _turns(entry: Entry) -> Iterator[Turn]:
    for inner in entry.items("turns", f"{entry.place}, turns"):
        if "bot" in inner:
            yield _told(inner)
        elif "expect" in inner:
            yield Expected(line=inner.line, values=_expected(inner))
        else:
            yield _move(inner)
        inner.finish((*MOVES, "bot", "expect"))


def _move(entry: Entry) -> Move:
    kinds = [kind for kind in MOVES if kind in entry]
    if len(kinds) != 1:
        raise entry.problem(f"is no turn; write one of {', '.join((*MOVES, 'bot', 'expect'))}")
    kind = kinds[0]
    words = "" if entry.take(kind) is True else str(entry.take(kind))
    via = entry.string("via", None)
    if via is not None and via not in CHANNELS:
        raise entry.problem(f'"via" is "{via}"; it may be {", ".join(CHANNELS)}', "via")
    return Move(line=entry.line, kind=kind, words=words, via=via)


def _told(entry: Entry) -> Told:
    if isinstance(entry.take("bot"), str):
        return Told(line=entry.line, has=(entry.string("bot"),))
    inner = entry.inner("bot", f"{entry.place}, bot")
    if inner is None:
        raise entry.problem('"bot" is empty; write words, or {has: …, lacks: …, options: […]}', "bot")
    options = inner.texts("options", None)
    told = Told(line=entry.line, has=inner.texts("has", ()), lacks=inner.texts("lacks", ()), options=options)
    inner.finish()
    return told


def _expected(entry: Entry) -> Mapping[str, Any]:
    values: Mapping[str, Any] = entry.plain("expect", {})
    for name in values:
        if name not in ("flow", "owner", "vars", "terms", "said"):
            raise entry.problem(f'expects "{name}"; it may expect flow, owner, vars, terms, said', "expect")
    return values
