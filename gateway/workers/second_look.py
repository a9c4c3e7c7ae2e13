"""A second look for receipts: one that was stored while the answer to its send was written down has seen no message
yet, and the answer no receipt. Only where several write; on SQLite it cannot happen.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from gateway.journey import status
from gateway.journey.sender import Call

BEFORE = 3_600_000  # milliseconds: at its start a sender looks at the receipts of the last hour, for those who died


class SecondLook:
    """What was settled is looked at at the second sweep after: by then nobody's transaction is that old."""

    def __init__(self) -> None:
        self._has_looked = self._looks = False
        self._settled: list[tuple[str, str]] = []  # (account, provider id), since the last sweep, and before it
        self._settled_before: list[tuple[str, str]] = []

    def note(self, ended: Sequence[Call]) -> None:
        self._settled += [(due.account, row.provider_id) for due, _, row in ended if row.provider_id]

    def take(self, connection: Connection, now: int) -> None:
        """In the transaction of a sweep."""
        self._looks = True
        if not self._has_looked:
            status.catch_up_since(connection, now - BEFORE, now)
        elif self._settled_before:
            status.catch_up(connection, self._settled_before, now)

    def done(self) -> None:
        """It is on disk."""
        if self._looks:
            self._has_looked, self._looks = True, False
            self._settled_before, self._settled = self._settled, []

    def failed(self) -> None:
        """Nothing of it is; what was to be looked at is so at the next sweep."""
        self._looks = False
