"""Sessions of people who logged in: the cookie holds a random token, the table its digest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Row, Table, Text, delete, insert, select

from gateway.api.key_store import digest
from gateway.ground.database import metadata

LASTS = 12 * 3600 * 1000  # milliseconds

session = Table(
    "session",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("agent_id", Text, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)


def add(connection: Connection, token: str, agent_id: str, csrf: str, now: int) -> None:
    connection.execute(delete(session).where(session.c.expires_at <= now))
    connection.execute(
        insert(session).values(digest=digest(token), agent_id=agent_id, csrf=csrf, expires_at=now + LASTS)
    )


def get(connection: Connection, token: str, now: int) -> Row[Any] | None:
    """A session that still lasts."""
    chosen = (session.c.digest == digest(token), session.c.expires_at > now)
    return connection.execute(select(session).where(*chosen)).first()


def end(connection: Connection, token: str) -> None:
    connection.execute(delete(session).where(session.c.digest == digest(token)))


def end_all(connection: Connection, agent_id: str) -> None:
    """Every session of one agent."""
    connection.execute(delete(session).where(session.c.agent_id == agent_id))
