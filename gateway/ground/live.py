"""Live: who watches is told which conversations changed, and may come back to where they left off.

Only what can be rebuilt: the last changes are kept in memory; who missed more is told to fetch everything again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from itertools import islice

KEPT = 10_000


@dataclass(frozen=True)
class Change:
    """What of a conversation is new: message, delivery, owner, case."""

    number: int
    conversation_id: str
    what: tuple[str, ...]


class Live:
    """Changes in the order they were committed, numbered within this process."""

    def __init__(self) -> None:
        self.boot = secrets.token_hex(4)
        self._changes: deque[tuple[str, tuple[str, ...]]] = deque(maxlen=KEPT)
        self._number = 0
        self._bell: set[asyncio.Event] = set()
        self._closed = False

    def publish(self, conversations: Iterable[str], *what: str) -> None:
        """Call it on the loop, after the commit."""
        fresh = [(conversation, what) for conversation in conversations]
        self._changes.extend(fresh)
        self._number += len(fresh)
        for bell in self._bell:
            bell.set()

    def lose(self) -> None:
        """There may have been changes that nobody told us: who watches fetches everything again."""
        self.boot = secrets.token_hex(4)
        for bell in self._bell:
            bell.set()

    def close(self) -> None:
        """Nobody is told anything any more: watchers end."""
        self._closed = True
        for bell in self._bell:
            bell.set()

    def position(self, number: int | None = None) -> str:
        """How a watcher names where it is."""
        return f"{self.boot}:{self._number if number is None else number}"

    def since(self, position: str) -> list[Change] | None:
        """What came after a position; None: it is too old, or another process's."""
        boot, _, number = position.partition(":")
        if boot != self.boot or not number.isdecimal():
            return None
        wanted = self._number - int(number)
        if wanted <= 0:
            return []
        if wanted > len(self._changes):
            return None
        latest = list(islice(reversed(self._changes), wanted))
        return [Change(at, *one) for at, one in enumerate(reversed(latest), int(number) + 1)]

    async def watch(self, position: str, heartbeat: float) -> AsyncIterator[list[Change] | None]:
        """Changes after `position`, as they come; an empty list every `heartbeat` seconds; None: fetch everything."""
        bell = asyncio.Event()
        self._bell.add(bell)
        try:
            while not self._closed:
                bell.clear()
                news = self.since(position)
                if news is None or news:
                    position = self.position()
                    yield news
                    continue
                try:
                    async with asyncio.timeout(heartbeat):
                        await bell.wait()
                except TimeoutError:
                    yield []
        finally:
            self._bell.discard(bell)
