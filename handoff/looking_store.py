"""Looking: which agents have a conversation open, and whether they write. A lease of a few seconds each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Row, Table, Text, delete, select

from handoff.tables import metadata
from handoff.upsert import upsert

LASTS = 10_000  # milliseconds

looking = Table(
    "looking",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("agent_id", Text, nullable=False),
    Column("mode", Text, nullable=False),  # viewing, replying, noting
    Column("until", BigInteger, nullable=False, index=True),
    PrimaryKeyConstraint("conversation_id", "agent_id"),
)


@dataclass(frozen=True)
class Looked:
    """`is_news`: others do not know yet. `since_last`: milliseconds since the last sign of the same stay, else 0."""

    is_news: bool
    since_last: int


def look(connection: Connection, conversation_id: str, agent_id: str, mode: str, now: int) -> Looked:
    """Here for a while."""
    chosen = (looking.c.conversation_id == conversation_id, looking.c.agent_id == agent_id)
    before = connection.execute(select(looking).where(*chosen)).first()
    connection.execute(delete(looking).where(looking.c.until < now - LASTS))
    key = {"conversation_id": conversation_id, "agent_id": agent_id}
    upsert(connection, looking, key, {"mode": mode, "until": now + LASTS})
    if before is None or before.until < now:
        return Looked(is_news=True, since_last=0)
    return Looked(before.mode != mode, min(LASTS, max(0, now - (before.until - LASTS))))


def others(connection: Connection, conversation_ids: Sequence[str], agent_id: str, now: int) -> Sequence[Row[Any]]:
    """Colleagues who are there now."""
    chosen = (
        looking.c.conversation_id.in_(conversation_ids), looking.c.agent_id != agent_id, looking.c.until >= now,
    )  # fmt: skip
    return connection.execute(select(looking).where(*chosen).order_by(looking.c.agent_id)).all()
