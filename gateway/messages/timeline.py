"""A timeline: all that was said with one customer, in their own conversation and in those that were linked to it. Pure.

Each conversation keeps its own order; between two of them the time decides at which a message came to us.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MARK = r"^\d{1,15}(~[0-9a-f-]{36}\.\d{1,15}){0,50}$"
_OTHER = re.compile(r"~([0-9a-f-]{36})\.(\d+)")

Stretches = Mapping[str, Sequence[Any]]  # of each conversation, in its order


@dataclass(frozen=True)
class Reach:
    """Which messages are one customer's: all of their own conversation, and what was said in the others at addresses
    that are theirs by now."""

    conversation_id: str
    others: tuple[str, ...] = ()
    address_ids: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (self.conversation_id, *self.others)


@dataclass(frozen=True)
class Mark:
    """How far somebody has read, in the conversation and in others; one that is not named: as far as in the first."""

    seq: int
    others: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.seq) + "".join(f"~{name}.{seq}" for name, seq in sorted(self.others.items()))

    def of(self, conversation_id: str, own: str) -> int | None:
        return self.seq if conversation_id == own else self.others.get(conversation_id)


def mark(text: str) -> Mark:
    """Of a text that fits MARK."""
    own = text.partition("~")[0]
    return Mark(int(own), {name: int(seq) for name, seq in _OTHER.findall(text)})


def newest(stretches: Stretches, own: str, most: int) -> list[Any]:
    """The last of all of them, oldest first. Where two came at one instant, that of the own conversation is later."""
    return _drawn({name: list(rows) for name, rows in stretches.items()}, own, most, max, -1)[::-1]


def oldest(stretches: Stretches, own: str, most: int) -> list[Any]:
    """The first of all of them, in the same order."""
    return _drawn({name: list(rows) for name, rows in stretches.items()}, own, most, min, 0)


def _drawn(left: dict[str, list[Any]], own: str, most: int, choose: Callable[..., str], end: int) -> list[Any]:
    found: list[Any] = []
    while len(found) < most and (waiting := [name for name in left if left[name]]):
        name = choose(waiting, key=lambda one: (left[one][end].received_at, one == own, one))
        found.append(left[name].pop(end))
    return found


def mark_before(page: Sequence[Any], stretches: Stretches, own: str, given: Mark | None) -> Mark:
    """Where what is older than this page goes on."""
    places = given.others | {own: given.seq} if given is not None else {}
    for name, rows in stretches.items():
        taken = [row.seq for row in page if row.conversation_id == name]
        if rows:
            places[name] = min(taken, default=rows[-1].seq + 1)
    return _mark(places, own)


def mark_after(page: Sequence[Any], stretches: Stretches, own: str, given: Mark) -> Mark:
    """Where what is newer than this page goes on."""
    places = given.others | {own: given.seq}
    for name, rows in stretches.items():
        taken = [row.seq for row in page if row.conversation_id == name]
        if rows:
            places[name] = max(taken, default=rows[0].seq - 1)
    return _mark(places, own)


def _mark(places: Mapping[str, int], own: str) -> Mark:
    return Mark(places.get(own, 0), {name: seq for name, seq in places.items() if name != own})
