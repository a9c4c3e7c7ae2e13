"""The bus: processes of one installation tell each other that there is something to do, or to show.

What is told is only a hint: whoever misses it finds the same in the database, a little later. So it is kept in no queue
that grows, and nobody waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

MOST_TOLD = 500  # conversations in one piece of news; where there are more, all are to be looked at again


class News(msgspec.Struct, omit_defaults=True):
    """What one process tells the others. `missed`: look at everything again, there may have been more."""

    sender: str = ""
    turns: bool = False  # conversations wait
    accounts: list[str] = []  # these have something to send
    changes: list[tuple[str, tuple[str, ...]]] = []  # conversations, and what of them is new
    missed: bool = False


Hear = Callable[[News], None]


class Bus(Protocol):
    """How a process tells the others."""

    @property
    def is_up(self) -> bool:
        """Are the others told at once? If not they find out by looking."""

    def tell(
        self,
        *,
        turns: bool = False,
        accounts: Iterable[str] = (),
        changes: Iterable[str] = (),
        what: tuple[str, ...] = (),
    ) -> None:
        """On the loop, after the commit; returns at once."""

    async def run(self, hear: Hear) -> None:
        """Tell and listen, until cancelled."""


class NoBus:
    """Nobody is told: there is one process (`alone`), or all look by themselves."""

    def __init__(self, *, alone: bool) -> None:
        self.is_up = alone

    def tell(
        self,
        *,
        turns: bool = False,
        accounts: Iterable[str] = (),
        changes: Iterable[str] = (),
        what: tuple[str, ...] = (),
    ) -> None:
        """Nobody there."""

    async def run(self, _hear: Hear) -> None:
        await asyncio.Event().wait()


@dataclass
class Waiting:
    """News not told yet: what is told twice is told once."""

    turns: bool = False
    accounts: set[str] = field(default_factory=set)
    changes: dict[str, set[str]] = field(default_factory=dict)

    def taken(self, sender: str) -> News:
        many = len(self.changes) > MOST_TOLD
        changes = [] if many else [(one, tuple(sorted(what))) for one, what in self.changes.items()]
        news = News(sender, self.turns, sorted(self.accounts), changes, missed=many)
        self.turns, self.accounts, self.changes = False, set(), {}
        return news

    def __bool__(self) -> bool:
        return self.turns or bool(self.accounts or self.changes)
