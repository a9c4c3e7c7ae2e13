"""Trial: flow tests played on every channel's skin, as customers would live them and once more with faults.

Before:  a draft, or files, as a catalog.      After:  a verdict with the place of each thing that came otherwise.
Order:   each test alone, with a customer of its own.
Never:   stops at the first failure of a file; leaves anything behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Connection

from connectors.content import plain_text
from dialogs.flow_test import Expected, FlowTest, FlowTests, Move, Told, Turn
from gateway.actions.task import Answer, Done, Failed
from gateway.journey.rehearsing.rehearsal import Rehearsal, Shown
from gateway.journey.world import World
from gateway.terms import terms_store

Scratch = Callable[[], AbstractContextManager[Connection]]  # a database in memory
SEED = 7


@dataclass(frozen=True)
class Verdict:
    """How one test went on one channel; without `problem` it held."""

    test: str
    channel: str
    faults: bool
    line: int = 0
    problem: str | None = None


def run(tests: FlowTests, world: World, scratch: Scratch) -> list[Verdict]:
    """Every test, on each of its channels, without faults and with them."""
    return [
        play(test, world, scratch, channel, faults=faults)
        for test in tests.tests
        for channel in test.on
        for faults in (False, True)
    ]


def play(test: FlowTest, world: World, scratch: Scratch, channel: str, *, faults: bool) -> Verdict:
    with scratch() as connection:
        random = Random(SEED) if faults else None
        actions = {name: _answer(given) for name, given in test.actions.items()}
        rehearsal = Rehearsal(connection, world, channel, language=test.language, faults=random, actions=actions)
        for line, problem in _play(test.turns, rehearsal, connection):
            return Verdict(test.name, channel, faults, line, problem)
    return Verdict(test.name, channel, faults)


def _answer(given: Mapping[str, Any]) -> Answer:
    error = given.get("error")
    return Failed(str(error)) if error else Done(given.get("result"))


def _play(turns: Sequence[Turn], rehearsal: Rehearsal, connection: Connection) -> Iterator[tuple[int, str]]:
    """The first thing that comes otherwise: its line, and what was seen."""
    said: list[Shown] = []
    strict = False  # once a test looks at what was said to a move, it must name all of it
    for turn in turns:
        if isinstance(turn, Move):
            if strict and said:
                yield turn.line, f"the bot also said {_quoted(said[0])}"
            try:
                said, strict = _move(turn, rehearsal), False
            except LookupError as error:
                yield turn.line, f"cannot {turn.kind} {error}: {_offered(rehearsal)}"
        elif isinstance(turn, Told):
            strict = True
            problem = _heard(turn, said.pop(0)) if said else "the bot said nothing more"
            if problem:
                yield turn.line, problem
        else:
            yield from ((turn.line, problem) for problem in _expected(turn, rehearsal, connection))
    if strict and said:
        yield turns[-1].line, f"the bot also said {_quoted(said[0])}"


def _move(move: Move, rehearsal: Rehearsal) -> list[Shown]:
    match move.kind:
        case "user":
            return rehearsal.say(move.words, move.via)
        case "choose":
            return rehearsal.choose(move.words, move.via)
        case "start":
            return rehearsal.start(move.words)
        case _:
            return rehearsal.wait()


def _offered(rehearsal: Rehearsal) -> str:
    said = rehearsal.said()
    labels = [option.label for option in getattr(said[-1].content, "options", ())] if said else []
    return f"the last message offers {', '.join(labels)}" if labels else "the last message offers nothing"


def _heard(told: Told, shown: Shown) -> str | None:
    words = plain_text(shown.content)
    for wanted in told.has:
        if wanted.casefold() not in words.casefold():
            return f'wants "{wanted}", and the bot said {_quoted(shown)}'
    for unwanted in told.lacks:
        if unwanted.casefold() in words.casefold():
            return f'wants no "{unwanted}", and the bot said {_quoted(shown)}'
    labels = tuple(option.label for option in getattr(shown.content, "options", ()))
    if told.options is not None and told.options != labels:
        return f"wants the options {', '.join(told.options)}, and the bot offered {', '.join(labels) or 'none'}"
    return None


def _quoted(shown: Shown) -> str:
    return f'"{plain_text(shown.content)}" ({shown.said_by})'


def _expected(expected: Expected, rehearsal: Rehearsal, connection: Connection) -> Iterator[str]:
    for name, wanted in expected.values.items():
        seen = _SEEN[name](rehearsal, connection)
        if isinstance(wanted, dict):
            seen = _part(seen or {}, wanted)
        if seen != wanted:
            yield f"expects {name} {wanted}, and it is {seen}"


def _part(seen: Any, wanted: dict[str, Any]) -> Any:
    """What was seen, where a test looks."""
    if not isinstance(seen, dict):
        return seen
    return {
        key: _part(seen.get(key) or {}, inner) if isinstance(inner, dict) else seen.get(key)
        for key, inner in wanted.items()
    }


_SEEN: dict[str, Callable[[Rehearsal, Connection], Any]] = {
    "flow": lambda rehearsal, _: rehearsal.state.frames[-1].flow if rehearsal.state.frames else None,
    "owner": lambda rehearsal, _: rehearsal.conversation.owner_kind,
    "vars": lambda rehearsal, _: rehearsal.state.frames[-1].vars if rehearsal.state.frames else {},
    "terms": lambda rehearsal, connection: terms_store.load(connection, rehearsal.customer_id).rules,
    "said": lambda rehearsal, _: len(rehearsal.said()),
}
