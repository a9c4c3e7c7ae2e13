"""A second look for receipts: one that was stored while the answer to its send was written down has seen no message
yet, and the answer no receipt. Only where several write; on SQLite it cannot happen.

By a clock that nobody sets: one that jumps would make of "later" the same moment.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from sqlalchemy import Connection

from gateway.journey import status
from gateway.journey.sender import Call

# Seconds: soon, since it is mostly enough; and when the database lets no transaction be that old (ground/postgres.py)
AFTER = (5.0, 30.0)
BEFORE = 86_400_000  # milliseconds: at its start a sender looks at the receipts of a day, for those who died


class SecondLook:
    """What was settled is looked at twice more; at the start, so is whatever waits."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._settled = [deque[tuple[float, tuple[str, str]]]() for _ in AFTER]  # when, and (account, provider id)
        self._starts = [steady(), *(steady() + after for after in AFTER)]
        self._taken: list[int] | None = None
        self._looks_back = False

    def note(self, ended: Sequence[Call]) -> None:
        at = self._steady()
        noted = [(at, (due.account, row.provider_id)) for due, _, row in ended if row.provider_id]
        for line in self._settled:
            line.extend(noted)

    def take(self, connection: Connection, now: int) -> None:
        """In the transaction of a sweep."""
        at = self._steady()
        due = [_until(line, at - after) for after, line in zip(AFTER, self._settled, strict=True)]
        self._taken = [len(line) for line in due]
        self._looks_back = bool(self._starts) and self._starts[0] <= at
        if self._looks_back:
            status.catch_up_since(connection, now - BEFORE, now)
        if any(due):
            status.catch_up(connection, sorted({known for line in due for known in line}), now)

    def done(self) -> None:
        """It is on disk."""
        for line, number in zip(self._settled, self._taken or (), strict=False):
            for _ in range(number):
                line.popleft()
        if self._looks_back:
            self._starts.pop(0)
        self.failed()

    def failed(self) -> None:
        """Nothing of it is; what was to be looked at is so at the next sweep."""
        self._taken, self._looks_back = None, False


def _until(line: Iterable[tuple[float, tuple[str, str]]], latest: float) -> list[tuple[str, str]]:
    return [known for _, known in takewhile(lambda noted: noted[0] <= latest, line)]
