"""What kinds of steps share: the keys of all, and what a question does when the answer is unclear or stays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import HUMAN, Lapse
from dialogs.wording import Wording


class Common(TypedDict):
    id: str
    line: int
    go: str | None
    skip_if: Expression | None


COMMON_KEYS = ("id", "go", "skip_if")


def read_common(entry: Entry) -> Common:
    return Common(
        id=entry.name("id"), line=entry.line, go=entry.name("go", None), skip_if=entry.expression("skip_if", None)
    )


@dataclass(frozen=True, slots=True)
class Unclear:
    """Asked again so many times, then on. `say` comes before the question."""

    times: int = 2
    then: str = HUMAN
    say: Wording | None = None


def read_unclear(entry: Entry) -> Unclear:
    inner = entry.inner("unclear", f'{entry.place}, "unclear"')
    if inner is None:
        return Unclear()
    unclear = Unclear(times=inner.number("times", 2), then=inner.name("then", HUMAN), say=inner.wording("say", None))
    inner.finish()
    return unclear


def read_lapse(entry: Entry, key: str) -> Lapse | None:
    """`silence` of a question, `expires` of a flow."""
    inner = entry.inner(key, f'{entry.place}, "{key}"')
    if inner is None:
        return None
    lapse = Lapse(seconds=inner.seconds("after"), go=inner.name("go"))
    inner.finish()
    return lapse
