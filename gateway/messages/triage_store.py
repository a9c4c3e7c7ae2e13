"""What each message of a customer was read to be, and what agents say it is. Their corrections are the examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    Row,
    Table,
    Text,
    and_,
    delete,
    func,
    select,
    update,
)
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import deletion, insertion

EXAMPLES = 500  # the newest that are compared with

_CORRECTED = sql("corrected_at IS NOT NULL")

triage = Table(
    "triage",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("needs_answer", Boolean, nullable=False),
    Column("confidence", Integer, nullable=False),  # hundredths
    Column("by", Text, nullable=False),  # rules, examples
    Column("at", BigInteger, nullable=False),
    Column("text", Text),  # kept only of what was corrected
    Column("corrected_kind", Text),
    Column("corrected_needs", Boolean),
    Column("corrected_by", Text),
    Column("corrected_at", BigInteger),
    Index("triage_conversation", "conversation_id", "seq"),
    Index("triage_corrected", "corrected_at", sqlite_where=_CORRECTED, postgresql_where=_CORRECTED),
    Index("triage_at", "at"),
    sqlite_with_rowid=False,
)


class NewTriage(msgspec.Struct, array_like=True):
    message_id: str
    conversation_id: str
    seq: int
    kind: str
    needs_answer: bool
    confidence: int
    by: str
    at: int


_ADD = insertion(triage, NewTriage)
_DELETE = deletion(triage, "message_id")


def add(connection: Connection, rows: Sequence[NewTriage]) -> None:
    _ADD.run(connection, rows=list(rows))


def get(connection: Connection, message_id: str) -> Row[Any] | None:
    return connection.execute(select(triage).where(triage.c.message_id == message_id)).first()


def latest(connection: Connection, conversation_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """The newest of each conversation."""
    newest = (
        select(triage.c.conversation_id, func.max(triage.c.seq).label("seq"))
        .where(triage.c.conversation_id.in_(conversation_ids))
        .group_by(triage.c.conversation_id)
        .subquery()
    )
    same = and_(triage.c.conversation_id == newest.c.conversation_id, triage.c.seq == newest.c.seq)
    return {row.conversation_id: row for row in connection.execute(select(triage).join(newest, same))}


def correct(
    connection: Connection, message_id: str, *, kind: str, needs_answer: bool, text: str, by: str, now: int
) -> bool:
    """An agent says what it is; False if there is no such message."""
    values = {
        "corrected_kind": kind, "corrected_needs": needs_answer, "corrected_by": by, "corrected_at": now, "text": text,
    }  # fmt: skip
    return connection.execute(update(triage).where(triage.c.message_id == message_id).values(**values)).rowcount == 1


def erase(connection: Connection, conversation_id: str) -> None:
    """What was said there teaches nothing any more."""
    connection.execute(delete(triage).where(triage.c.conversation_id == conversation_id))


def drop(connection: Connection, message_ids: Sequence[str]) -> None:
    """What is kept about these messages goes with them; it teaches nothing any more either."""
    _DELETE.run(connection, rows=[(one,) for one in message_ids])


def corrected(connection: Connection, most: int = EXAMPLES) -> Sequence[Row[Any]]:
    """What agents said, newest first."""
    chosen = select(triage).where(triage.c.corrected_at.is_not(None))
    return connection.execute(chosen.order_by(triage.c.corrected_at.desc()).limit(most)).all()
