"""Actions that wait to be done outside: written by the turn that wants them, gone when their result is an event."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, Table, Text, delete, update

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, insertion

action = Table(
    "action",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("address_id", Text),
    Column("effect_id", Text, nullable=False),  # the dialog's own name for it
    Column("task", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", BigInteger, nullable=False, index=True),
    Column("is_begun", Integer, nullable=False, server_default="0"),  # and nobody has told yet how that try went
)


class Waiting(msgspec.Struct, array_like=True):
    id: str
    conversation_id: str
    customer_id: str
    address_id: str | None
    effect_id: str
    task: str
    attempts: int
    next_at: int
    is_begun: int = 0  # 1 where it is due: whoever began it died with it, and it may be done, or not


_ADD = insertion(action, Waiting)
_DUE = Query(
    Waiting,
    [f"a.{name}" for name in Waiting.__struct_fields__],
    "FROM action a WHERE a.next_at <= :now ORDER BY a.next_at LIMIT :most",
)


def add(connection: Connection, rows: Sequence[Waiting]) -> None:
    _ADD.run(connection, rows=list(rows))


def due(connection: Connection, now: int, most: int) -> list[Waiting]:
    return _DUE.rows(connection, now=now, most=most)


def claim(connection: Connection, row: Waiting, until: int) -> bool:
    """Begin it, until then; False where another was quicker. Whoever dies with it leaves it due again."""
    chosen = (action.c.id == row.id) & (action.c.next_at == row.next_at)
    values = {"attempts": row.attempts + 1, "next_at": until, "is_begun": 1}
    return connection.execute(update(action).where(chosen).values(**values)).rowcount > 0


def postpone(connection: Connection, action_id: str, until: int) -> None:
    """Its holder knows how this try went, and another comes then."""
    connection.execute(update(action).where(action.c.id == action_id).values(next_at=until, is_begun=0))


def erase(connection: Connection, conversation_id: str) -> None:
    connection.execute(delete(action).where(action.c.conversation_id == conversation_id))


def end(connection: Connection, action_id: str) -> bool:
    """Take it away; False where it was taken away before."""
    return connection.execute(delete(action).where(action.c.id == action_id)).rowcount > 0
