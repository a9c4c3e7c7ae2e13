"""Timers of conversations: rows, fired as events of their conversation when they are due.

A timer that follows a message counts from when that message left, which is known only later: so when it would be due,
it looks whether and when it did, and starts again from there. Sending a message costs nothing for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Table, Text, delete, func, select, update

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
    Column("message_id", Text),  # counts from when this message left
    Column("delay", BigInteger),  # milliseconds
    PrimaryKeyConstraint("conversation_id", "id"),
)


class Timer(msgspec.Struct, array_like=True):
    conversation_id: str
    id: str
    customer_id: str
    address_id: str | None
    due_at: int
    message_id: str | None = None
    delay: int | None = None


class Due(Timer, array_like=True):
    """`leaving`: how many parts of its message have not left yet. `left_at`: when the last of the others did."""

    leaving: int = 0
    left_at: int | None = None

    def starts_again(self, now: int) -> int | None:
        """When it is really due, if that is later."""
        if self.delay is None:
            return None
        if self.leaving:
            return now + min(self.delay, LOOK_AGAIN)
        due = (self.left_at or 0) + self.delay
        return due if due > now else None


LOOK_AGAIN = 60_000  # milliseconds after which to see whether the message has left meanwhile

_ADD = insertion(timer, Timer, "ON CONFLICT (conversation_id, id) DO UPDATE SET due_at = excluded.due_at")
_OF_MESSAGE = "FROM delivery d WHERE d.message_id = t.message_id AND d.state"
_LEAVING, _LEFT = "IN ('queued', 'sending', 'deferred')", "IN ('accepted', 'sent', 'delivered', 'read')"
_DUE = {
    dialect: Query(
        Due,
        ["t.conversation_id", "t.id", "t.customer_id", "t.address_id", "t.due_at", "t.message_id", "t.delay",
         f"(SELECT count(*) {_OF_MESSAGE} {_LEAVING})", f"(SELECT max(d.left_at) {_OF_MESSAGE} {_LEFT})"],
        f"FROM timer t WHERE t.due_at <= :now ORDER BY t.due_at LIMIT :most{locked}",
    )
    # SQLite has one writer; elsewhere two who look at the same moment must not both ring
    for dialect, locked in (("sqlite", ""), ("postgresql", " FOR UPDATE OF t SKIP LOCKED"))
}  # fmt: skip


def add(connection: Connection, timers: Sequence[Timer]) -> None:
    """Set these timers; one set again starts anew."""
    _ADD.run(connection, rows=list(timers))


def cancel(connection: Connection, conversation_id: str, timer_id: str) -> None:
    connection.execute(delete(timer).where(timer.c.conversation_id == conversation_id, timer.c.id == timer_id))


def next_due(connection: Connection, conversation_id: str) -> int | None:
    """When the next timer of this conversation runs out."""
    due = select(func.min(timer.c.due_at)).where(timer.c.conversation_id == conversation_id)
    return connection.execute(due).scalar()


def take_due(connection: Connection, now: int, most: int) -> list[Timer]:
    """What is due, taken away; what has to wait for its message is put off."""
    fired: list[Timer] = []
    for one in _DUE[connection.dialect.name].rows(connection, now=now, most=most):
        later = one.starts_again(now)
        if later is None:
            cancel(connection, one.conversation_id, one.id)
            fired.append(one)
        else:
            chosen = (timer.c.conversation_id == one.conversation_id) & (timer.c.id == one.id)
            connection.execute(update(timer).where(chosen).values(due_at=later))
    return fired


def erase(connection: Connection, conversation_id: str) -> None:
    connection.execute(delete(timer).where(timer.c.conversation_id == conversation_id))
