"""How well utterances are understood: counted by set, language and kind. Pure: what understands them is handed in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from dialogs.understand.circumstances import Circumstances
from dialogs.understand.meaning import Meaning
from dialogs.understand.wishes import Impossible, Unclear, Wish
from dialogs.utterances import NOTHING, POLITE, Case, Part, fact

STOP, TALK, OTHER = "= stop", "= no command", "= other"
TOTALS = (STOP, OTHER, TALK)
PARTS: Sequence[Part] = ("tuned on", "held out", "first sight")

Understand = Callable[[str, Circumstances], Meaning | None]


class Score(NamedTuple):
    """`asked`: it was not sure, nothing was understood, or it was unclear where something was meant; for a stop also
    that all was paused and one asked. `stopped`: taken for STOP where it was none."""

    right: int = 0
    asked: int = 0
    wrong: int = 0
    stopped: int = 0

    @property
    def all(self) -> int:
        return self.right + self.asked + self.wrong


class Row(NamedTuple):
    """`kind` may be one of TOTALS."""

    part: Part
    language: str
    kind: str
    score: Score


def score(case: Case, understand: Understand, around: Circumstances) -> Score:
    heard = understand(case.said, dataclasses.replace(around, channel=case.channel))
    facts = facts_of(heard)
    if facts in case.meant:
        return Score(right=1) if heard is None or heard.sure or facts == {"unclear"} else Score(asked=1)
    paused = heard is not None and heard.intent == "annoyed" and case.kind == "stop"
    if heard is None or not heard.sure or facts == {"unclear"} or paused:
        return Score(asked=1)
    return Score(wrong=1, stopped=int(heard.intent == "stop"))


def facts_of(heard: Meaning | None) -> frozenset[Any]:
    """What was heard, to be compared: wishes where there are some, else the intent."""
    if heard is None:
        return frozenset((NOTHING,))
    if isinstance(heard.reading.problem, Unclear):
        return frozenset(("unclear",))
    if isinstance(heard.reading.problem, Impossible):
        return frozenset(("impossible",))
    if heard.reading.wishes:
        return frozenset(fact(wish) for wish in heard.reading.wishes)
    if heard.intent == "pause":
        return frozenset((fact(Wish("all", "pause")),))
    return frozenset((POLITE.get(heard.intent, heard.intent),))


def table(cases: Iterable[Case], understand: Understand, around: Circumstances) -> list[Row]:
    """A row for each kind and for the totals, in the order of the cases."""
    found: dict[tuple[Part, str, str], Score] = {}
    for case in cases:
        one = score(case, understand, around)
        for kind in (case.kind, total_of(case)):
            key = (case.part, case.language, kind)
            found[key] = _sum((found.get(key, Score()), one))
    ranked = sorted(found, key=lambda key: (PARTS.index(key[0]), key[1], key[2] not in TOTALS))
    return [Row(*key, found[key]) for key in ranked]


def whole(rows: Sequence[Row], total: str, part: Part) -> Score:
    """Of both languages."""
    return _sum(row.score for row in rows if row.kind == total and row.part == part)


def total_of(case: Case) -> str:
    return STOP if case.kind == "stop" else TALK if case.kind in (NOTHING, *POLITE) else OTHER


def _sum(scores: Iterable[Score]) -> Score:
    listed = list(scores)
    return Score(*(sum(part) for part in zip(*listed, strict=True))) if listed else Score()
