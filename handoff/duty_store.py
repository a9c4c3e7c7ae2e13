"""Duty: whether an agent takes part in routing right now. Who never said so is asked nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, Row, Table, Text, select, update
from sqlalchemy import text as sql

from handoff.tables import metadata
from handoff.upsert import upsert

ON = ("available", "busy")  # there; only who is available is offered anything

duty = Table(
    "duty",
    metadata,
    Column("agent_id", Text, primary_key=True),
    Column("status", Text, nullable=False),  # available, busy, away, offline
    Column("since", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),  # when the agent's page last showed a sign
    Column("last_assigned_at", BigInteger, nullable=False, server_default="0"),
    Column("misses", Integer, nullable=False, server_default="0"),  # offers in a row that were not taken
    Column("hands_over", Boolean, nullable=False, server_default=sql("false")),  # what is theirs goes to others
    Column("why", Text),  # not the agent's own wish: missed, disconnected
)


def get(connection: Connection, agent_id: str) -> Row[Any] | None:
    return connection.execute(select(duty).where(duty.c.agent_id == agent_id)).first()


def hold(connection: Connection, agent_id: str) -> Row[Any] | None:
    """Keep others from giving this agent anything until this transaction ends. SQLite has one writer."""
    return connection.execute(select(duty).where(duty.c.agent_id == agent_id).with_for_update()).first()


def listing(connection: Connection) -> Sequence[Row[Any]]:
    return connection.execute(select(duty)).all()


def declare(
    connection: Connection, agent_id: str, status: str, now: int, *, hands_over: bool = False, why: str | None = None
) -> None:
    """The agent is there, or not, from now on."""
    fresh = {"status": status, "since": now, "hands_over": hands_over, "why": why, "misses": 0}
    if why is None:
        upsert(connection, duty, {"agent_id": agent_id}, {**fresh, "seen_at": now})
    else:
        connection.execute(update(duty).where(duty.c.agent_id == agent_id).values(**fresh))


def seen(connection: Connection, agent_id: str, now: int) -> None:
    """A sign of the agent's page. Who had only lost the line is there again as before."""
    connection.execute(update(duty).where(duty.c.agent_id == agent_id).values(seen_at=now))
    lost = (duty.c.agent_id == agent_id, duty.c.status == "offline", duty.c.why == "disconnected")
    connection.execute(update(duty).where(*lost).values(status="available", since=now, why=None))


def gone(connection: Connection, since: int) -> Sequence[Row[Any]]:
    """Who says to be there, and has shown no sign since then."""
    return connection.execute(select(duty).where(duty.c.status.in_(ON), duty.c.seen_at < since)).all()


def assigned(connection: Connection, agent_id: str, now: int) -> None:
    connection.execute(update(duty).where(duty.c.agent_id == agent_id).values(last_assigned_at=now))


def missed(connection: Connection, agent_id: str) -> int:
    """One more offer was not taken; how many in a row now."""
    connection.execute(update(duty).where(duty.c.agent_id == agent_id).values(misses=duty.c.misses + 1))
    row = get(connection, agent_id)
    return int(row.misses) if row is not None else 0


def took(connection: Connection, agent_id: str) -> None:
    connection.execute(update(duty).where(duty.c.agent_id == agent_id).values(misses=0))
