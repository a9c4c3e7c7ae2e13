"""Early receipts: statuses that came before the answer they belong to. They wait in the inbox, as `unmatched`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete

from gateway.ground.setwise import Query
from gateway.messages.inbox_store import inbox

MOST = 10_000


class Unmatched(msgspec.Struct, array_like=True):
    id: int
    ref: str
    payload: str


_COLUMNS = ["i.id", "i.ref", "i.payload"]
_OF = Query(
    Unmatched, _COLUMNS,
    "FROM [[wanted ref:text]] AS w JOIN inbox i ON i.ref = w.ref AND i.state = 'unmatched' ORDER BY i.id",
)  # fmt: skip
_SINCE = Query(
    Unmatched, _COLUMNS, f"FROM inbox i WHERE i.state = 'unmatched' AND i.received_at >= :instant LIMIT {MOST}"
)  # fmt: skip


def of(connection: Connection, refs: Sequence[str]) -> list[Unmatched]:
    """Statuses that came too early, for these provider ids."""
    return _OF.rows(connection, wanted=[(one,) for one in refs])


def since(connection: Connection, instant: int) -> list[Unmatched]:
    """Those that came since then, as far as they can be looked at once. It reads all that wait: not for every day."""
    return _SINCE.rows(connection, instant=instant)


def forget(connection: Connection, events: Sequence[int]) -> None:
    connection.execute(delete(inbox).where(inbox.c.id.in_(events)))
