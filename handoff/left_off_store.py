"""Left off: how far each agent has seen each conversation. It only ever grows, whoever of their pages tells it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    PrimaryKeyConstraint,
    Table,
    Text,
    delete,
    select,
    tuple_,
)

from handoff.tables import metadata
from handoff.upsert import upsert

KEPT = 366 * 86_400_000  # milliseconds without anything new: then it is a first look again

left_off = Table(
    "left_off",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("agent_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),  # the newest place that was before their eyes
    Column("at", BigInteger, nullable=False, index=True),  # when something was new to them last
    PrimaryKeyConstraint("conversation_id", "agent_id"),
)


def see(connection: Connection, conversation_id: str, agent_id: str, seq: int, now: int) -> None:
    """They have seen it as far as this; who was further already stays there."""
    key = {"conversation_id": conversation_id, "agent_id": agent_id}
    upsert(connection, left_off, key, {"seq": seq, "at": now}, growing="seq")


def of(connection: Connection, conversation_id: str, agent_id: str) -> int | None:
    """How far they had seen it; None: never, or too long ago."""
    chosen = (left_off.c.conversation_id == conversation_id, left_off.c.agent_id == agent_id)
    return connection.execute(select(left_off.c.seq).where(*chosen)).scalar_one_or_none()


def erase(connection: Connection, conversation_id: str) -> None:
    """Whoever has seen it."""
    connection.execute(delete(left_off).where(left_off.c.conversation_id == conversation_id))


def drop_old(connection: Connection, before: int, most: int) -> int:
    """Some of those where nothing was new since then. How many there were."""
    key = (left_off.c.conversation_id, left_off.c.agent_id)
    old = select(*key).where(left_off.c.at < before).limit(most)
    return connection.execute(delete(left_off).where(tuple_(*key).in_(old))).rowcount
