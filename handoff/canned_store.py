"""Canned replies and macros: texts that agents send often, per language, and what is done along with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Row, Table, Text, delete, or_, select

from handoff.tables import metadata
from handoff.upsert import upsert

canned = Table(
    "canned",
    metadata,
    Column("id", Text, primary_key=True),
    Column("shortcut", Text, nullable=False, unique=True),  # typed after "/"
    Column("title", Text, nullable=False),
    Column("texts", Text, nullable=False),  # {language: text}
    Column("acts", Text, nullable=False),  # [{act, …}]: done after the text is sent; empty for a mere reply
    Column("team_id", Text),  # None: everybody's
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)


def put(connection: Connection, canned_id: str, **values: Any) -> None:
    """Make it, or change it."""
    upsert(connection, canned, {"id": canned_id}, values)


def get(connection: Connection, canned_id: str) -> Row[Any] | None:
    return connection.execute(select(canned).where(canned.c.id == canned_id)).first()


def by_shortcut(connection: Connection, shortcut: str) -> Row[Any] | None:
    return connection.execute(select(canned).where(canned.c.shortcut == shortcut)).first()


def listing(connection: Connection, teams: Sequence[str] | None) -> Sequence[Row[Any]]:
    """What somebody of these teams may use, by shortcut; None: all."""
    query = select(canned).order_by(canned.c.shortcut)
    if teams is not None:
        query = query.where(or_(canned.c.team_id.is_(None), canned.c.team_id.in_(teams)))
    return connection.execute(query).all()


def remove(connection: Connection, canned_id: str) -> bool:
    return connection.execute(delete(canned).where(canned.c.id == canned_id)).rowcount == 1
