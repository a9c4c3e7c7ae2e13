"""What each message of a customer was read to be, and what agents say it is. Their corrections are the examples.

What was read stands with the message itself: every message of a customer has it, and a row beside would cost as much
as the message. A correction is rare, and has a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Row, Table, Text, delete, select

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, deletion, insertion
from gateway.messages.message_store import message

EXAMPLES = 500  # the newest that are compared with

correction = Table(
    "correction",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("needs_answer", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("correction_at", "at"),
    sqlite_with_rowid=False,
)


class Correction(msgspec.Struct, array_like=True, kw_only=True):
    message_id: str
    text: str
    kind: str
    needs_answer: bool
    by: str
    at: int


class Read(msgspec.Struct, array_like=True):
    """What a conversation's newest words are: as they were read, and as an agent corrected it, if one did."""

    conversation_id: str
    message_id: str
    kind: str
    needs_answer: bool
    confidence: int
    corrected_kind: str | None
    corrected_needs: bool | None


_CORRECT = insertion(
    correction,
    Correction,
    """ON CONFLICT (message_id) DO UPDATE SET text = excluded.text, kind = excluded.kind,
    needs_answer = excluded.needs_answer, by = excluded.by, at = excluded.at""",
)
_DELETE = deletion(correction, "message_id")
_LATEST = Query(
    Read,
    ["m.conversation_id", "m.id", "m.triage", "m.needs_answer", "m.confidence", "c.kind", "c.needs_answer"],
    """FROM [[wanted id:text]] AS w JOIN message m ON m.id = (
        SELECT n.id FROM message n WHERE n.conversation_id = w.id AND n.triage IS NOT NULL ORDER BY n.seq DESC LIMIT 1
    ) LEFT JOIN correction c ON c.message_id = m.id""",
)


def latest(connection: Connection, conversation_ids: Sequence[str]) -> dict[str, Read]:
    """The newest of each conversation in which a customer said something."""
    rows = _LATEST.rows(connection, wanted=[(one,) for one in conversation_ids])
    return {row.conversation_id: row for row in rows}


def correct(connection: Connection, said: Correction) -> None:
    """An agent says what it is; the last word stands."""
    _CORRECT.run(connection, rows=[said])


def erase(connection: Connection, conversation_id: str) -> None:
    """What was said there teaches nothing any more."""
    there = select(message.c.id).where(message.c.conversation_id == conversation_id)
    connection.execute(delete(correction).where(correction.c.message_id.in_(there)))


def drop(connection: Connection, message_ids: Sequence[str]) -> None:
    """What is kept about these messages goes with them; it teaches nothing any more either."""
    _DELETE.run(connection, rows=[(one,) for one in message_ids])


def corrected(connection: Connection, most: int = EXAMPLES) -> Sequence[Row[Any]]:
    """What agents said, newest first, beside whether it was `read` to need an answer."""
    query = select(correction, message.c.needs_answer.label("read")).join(
        message, message.c.id == correction.c.message_id
    )
    return connection.execute(query.order_by(correction.c.at.desc()).limit(most)).all()
