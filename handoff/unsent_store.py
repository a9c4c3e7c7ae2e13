"""What agents began to write: kept here, one a conversation, agent and kind; what others do never clears it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Row, Table, Text, delete, select

from handoff.tables import metadata
from handoff.upsert import upsert

unsent = Table(
    "unsent",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("agent_id", Text, nullable=False),
    Column("kind", Text, nullable=False),  # reply, note: the one never becomes the other
    Column("body", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("conversation_id", "agent_id", "kind"),
)


def put(connection: Connection, conversation_id: str, agent_id: str, kind: str, body: str, now: int) -> None:
    """An empty one is none."""
    if not body:
        forget(connection, conversation_id, agent_id, kind)
        return
    key = {"conversation_id": conversation_id, "agent_id": agent_id, "kind": kind}
    upsert(connection, unsent, key, {"body": body, "at": now})


def forget(connection: Connection, conversation_id: str, agent_id: str, kind: str) -> None:
    """It was sent."""
    chosen = (unsent.c.conversation_id == conversation_id, unsent.c.agent_id == agent_id, unsent.c.kind == kind)
    connection.execute(delete(unsent).where(*chosen))


def erase(connection: Connection, conversation_id: str) -> None:
    """Whoever wrote it."""
    connection.execute(delete(unsent).where(unsent.c.conversation_id == conversation_id))


def of_agent(connection: Connection, conversation_id: str, agent_id: str) -> Sequence[Row[Any]]:
    chosen = (unsent.c.conversation_id == conversation_id, unsent.c.agent_id == agent_id)
    return connection.execute(select(unsent).where(*chosen)).all()
