"""Pivot codes that were given, by their digest: the code itself is never kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Row, Table, Text, delete, insert, select, update

from handoff.pivot import LASTS, digest
from handoff.tables import metadata

pivot_code = Table(
    "pivot_code",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("account", Text, nullable=False),  # where it is to be used
    Column("by", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("used_at", BigInteger),
)

KEPT = 30 * 86_400_000  # milliseconds


def add(connection: Connection, code: str, now: int, **values: Any) -> None:
    connection.execute(delete(pivot_code).where(pivot_code.c.expires_at < now - KEPT))
    connection.execute(insert(pivot_code).values(digest=digest(code), expires_at=now + LASTS, **values))


def use(connection: Connection, code: str, account: str, now: int) -> Row[Any] | None:
    """Whose code it is, the first time and in time and there; None otherwise."""
    chosen = (
        pivot_code.c.digest == digest(code), pivot_code.c.account == account, pivot_code.c.used_at.is_(None),
        pivot_code.c.expires_at > now,
    )  # fmt: skip
    if connection.execute(update(pivot_code).where(*chosen).values(used_at=now)).rowcount != 1:
        return None
    return connection.execute(select(pivot_code).where(pivot_code.c.digest == digest(code))).first()
