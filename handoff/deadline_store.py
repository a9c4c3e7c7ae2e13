"""Deadlines that wait: one of a kind in a conversation, for the epoch that set it."""

from __future__ import annotations

import msgspec
from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Table, Text, delete, insert, select

from handoff.deadlines import Deadline
from handoff.tables import metadata

deadline = Table(
    "deadline",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False, index=True),
    PrimaryKeyConstraint("conversation_id", "kind"),
)


def put(connection: Connection, conversation_id: str, kind: Deadline, epoch: int, due_at: int) -> None:
    """Wait until then; what waited before of this kind is forgotten."""
    forget(connection, conversation_id, kind)
    connection.execute(insert(deadline).values(conversation_id=conversation_id, kind=kind, epoch=epoch, due_at=due_at))


def forget(connection: Connection, conversation_id: str, *kinds: Deadline) -> None:
    """Without kinds: all that waits in this conversation."""
    chosen = [deadline.c.conversation_id == conversation_id]
    if kinds:
        chosen.append(deadline.c.kind.in_(kinds))
    connection.execute(delete(deadline).where(*chosen))


class Waiting(msgspec.Struct, frozen=True):
    """One that is due."""

    conversation_id: str
    kind: str
    epoch: int
    due_at: int


def due(connection: Connection, now: int, most: int) -> list[Waiting]:
    """What is due, longest first."""
    query = select(deadline).where(deadline.c.due_at <= now).order_by(deadline.c.due_at).limit(most)
    return [Waiting(row.conversation_id, row.kind, row.epoch, row.due_at) for row in connection.execute(query)]


def take(connection: Connection, one: Waiting) -> bool:
    """It is handled in this transaction; False if it was, or waits for another time now."""
    chosen = (
        deadline.c.conversation_id == one.conversation_id, deadline.c.kind == one.kind,
        deadline.c.epoch == one.epoch, deadline.c.due_at == one.due_at,
    )  # fmt: skip
    return connection.execute(delete(deadline).where(*chosen)).rowcount == 1


def waiting(connection: Connection, conversation_id: str) -> dict[str, int]:
    """When each kind fires, for the Desk."""
    rows = connection.execute(select(deadline).where(deadline.c.conversation_id == conversation_id))
    return {row.kind: row.due_at for row in rows}
