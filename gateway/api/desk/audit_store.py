"""The audit: who looked at whom, and what people did beyond answering. One row an agent, act, target and 5 minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, PrimaryKeyConstraint, Row, Table, Text, select
from sqlalchemy.dialects import postgresql, sqlite

from gateway.ground.database import metadata

SLOT = 300_000  # milliseconds: looks within are one row, counted

audit = Table(
    "audit",
    metadata,
    Column("agent_id", Text, nullable=False),
    Column("action", Text, nullable=False),  # look, search, export, disengage, link …
    Column("target", Text, nullable=False),  # a customer's id; of a search: what was looked for; else what it names
    Column("slot", BigInteger, nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("detail", Text),
    PrimaryKeyConstraint("agent_id", "action", "target", "slot"),
    Index("audit_target", "target", "last_at"),
    Index("audit_at", "last_at"),
)


def record(
    connection: Connection, agent_id: str, action: str, target: str, now: int, detail: str | None = None
) -> None:
    """It happened, once more."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {
        "agent_id": agent_id, "action": action, "target": target, "slot": now // SLOT, "times": 1, "first_at": now,
        "last_at": now, "detail": detail,
    }  # fmt: skip
    again = {"times": audit.c.times + 1, "last_at": now, "detail": detail}
    statement = insert(audit).values(row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["agent_id", "action", "target", "slot"], set_=again)
    )


def listing(
    connection: Connection, *, agent_id: str | None, target: str | None, before: int | None, limit: int
) -> Sequence[Row[Any]]:
    """Newest first."""
    chosen = [audit.c.last_at < before] if before is not None else []
    chosen += [audit.c.agent_id == agent_id] if agent_id is not None else []
    chosen += [audit.c.target == target] if target is not None else []
    order = (audit.c.last_at.desc(), audit.c.agent_id, audit.c.action, audit.c.target)
    return connection.execute(select(audit).where(*chosen).order_by(*order).limit(limit)).all()
