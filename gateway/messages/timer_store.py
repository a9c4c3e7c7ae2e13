"""Timers of conversations: rows, fired as events of their conversation when they are due."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Table, Text, delete

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, insertion

timer = Table(
    "timer",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("id", Text, nullable=False),  # the dialog's own name for it
    Column("customer_id", Text, nullable=False),
    Column("address_id", Text),
    Column("due_at", BigInteger, nullable=False, index=True),
    PrimaryKeyConstraint("conversation_id", "id"),
)


class Timer(msgspec.Struct, array_like=True):
    conversation_id: str
    id: str
    customer_id: str
    address_id: str | None
    due_at: int


_ADD = insertion(timer, Timer, "ON CONFLICT (conversation_id, id) DO UPDATE SET due_at = excluded.due_at")
_DUE = {
    dialect: Query(
        Timer,
        ["t.conversation_id", "t.id", "t.customer_id", "t.address_id", "t.due_at"],
        f"FROM timer t WHERE t.due_at <= :now ORDER BY t.due_at LIMIT :most{locked}",
    )
    # SQLite has one writer; elsewhere two who look at the same moment must not both ring
    for dialect, locked in (("sqlite", ""), ("postgresql", " FOR UPDATE SKIP LOCKED"))
}


def add(connection: Connection, timers: Sequence[Timer]) -> None:
    """Set these timers; one set again starts anew."""
    _ADD.run(connection, rows=list(timers))


def cancel(connection: Connection, conversation_id: str, timer_id: str) -> None:
    connection.execute(delete(timer).where(timer.c.conversation_id == conversation_id, timer.c.id == timer_id))


def take_due(connection: Connection, now: int, most: int) -> list[Timer]:
    """What is due, taken away."""
    due = _DUE[connection.dialect.name].rows(connection, now=now, most=most)
    for one in due:
        cancel(connection, one.conversation_id, one.id)
    return due


def erase(connection: Connection, conversation_id: str) -> None:
    connection.execute(delete(timer).where(timer.c.conversation_id == conversation_id))
