"""What was not understood, until an admin has looked at it: words of customers, so kept no longer than needed.

A row goes with its message, with its customer, when somebody has resolved it, and after 90 days in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, Text, delete, select
from sqlalchemy import text as sql

from dialogs.flow_store import metadata

KEPT = 90 * 86_400_000  # milliseconds
MOST = 1000  # the newest, that are grouped
LONGEST = 300  # characters kept of one

unclear = Table(
    "unclear",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", BigInteger, nullable=False),  # milliseconds
    Index("unclear_conversation", "conversation_id"),
    Index("unclear_at", "at"),
)

_ADD = sql(
    """INSERT INTO unclear (message_id, conversation_id, language, words, at)
    VALUES (:message_id, :conversation_id, :language, :words, :at) ON CONFLICT DO NOTHING"""
)


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Rows as in the table. A message counts once."""
    connection.execute(_ADD, rows)


def newest(connection: Connection, since: int) -> Sequence[Row[Any]]:
    """The newest first."""
    chosen = select(unclear).where(unclear.c.at >= since).order_by(unclear.c.at.desc(), unclear.c.message_id)
    return connection.execute(chosen.limit(MOST)).all()


def drop(connection: Connection, message_ids: Sequence[str]) -> int:
    """These are resolved, or their messages are gone. How many there were."""
    return connection.execute(delete(unclear).where(unclear.c.message_id.in_(message_ids))).rowcount


def drop_old(connection: Connection, now: int, most: int) -> int:
    """Some of what nobody has looked at for so long. How many there were."""
    old = select(unclear.c.message_id).where(unclear.c.at < now - KEPT).limit(most).scalar_subquery()
    return connection.execute(delete(unclear).where(unclear.c.message_id.in_(old))).rowcount


def erase(connection: Connection, conversation_id: str) -> None:
    connection.execute(delete(unclear).where(unclear.c.conversation_id == conversation_id))
