"""Cases, one open at most in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, Text, insert, select, update
from sqlalchemy import text as sql

from handoff.tables import metadata

_OPEN = sql("resolved_at IS NULL")

case = Table(
    "case",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),  # of the owner it opened with
    Column("reason", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("taken_at", BigInteger),
    Column("agent_id", Text),
    Column("answered_at", BigInteger),  # first answer of a person
    Column("resolved_at", BigInteger),
    Column("outcome", Text),  # resolved, handed_back
    Index("case_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("case_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("case_past", "conversation_id", "opened_at"),
)


def open_case(connection: Connection, **values: Any) -> None:
    """Open a case; the database refuses a second one in the same conversation."""
    connection.execute(insert(case).values(**values))


def current(connection: Connection, conversation_id: str) -> Row[Any] | None:
    """The open case of a conversation."""
    chosen = (case.c.conversation_id == conversation_id, case.c.resolved_at.is_(None))
    return connection.execute(select(case).where(*chosen)).first()


def past(connection: Connection, conversation_id: str, most: int = 5) -> Sequence[Row[Any]]:
    """Resolved cases of a conversation, newest first."""
    chosen = (case.c.conversation_id == conversation_id, case.c.resolved_at.is_not(None))
    return connection.execute(select(case).where(*chosen).order_by(case.c.opened_at.desc()).limit(most)).all()


def take(connection: Connection, conversation_id: str, agent_id: str, now: int) -> None:
    """The open case is this agent's."""
    _update(connection, conversation_id, agent_id=agent_id, taken_at=now)


def answered(connection: Connection, conversation_id: str, now: int) -> None:
    """A person answered; only the first answer counts."""
    chosen = (case.c.conversation_id == conversation_id, case.c.resolved_at.is_(None), case.c.answered_at.is_(None))
    connection.execute(update(case).where(*chosen).values(answered_at=now))


def end(connection: Connection, conversation_id: str, outcome: str, now: int) -> None:
    """The human stretch is over: `resolved` or `handed_back`."""
    _update(connection, conversation_id, outcome=outcome, resolved_at=now)


def _update(connection: Connection, conversation_id: str, **values: Any) -> None:
    chosen = (case.c.conversation_id == conversation_id, case.c.resolved_at.is_(None))
    connection.execute(update(case).where(*chosen).values(**values))


def erase(connection: Connection, conversation_id: str, context: str) -> None:
    """What agents were told of the customer is forgotten; `context` says only that."""
    connection.execute(update(case).where(case.c.conversation_id == conversation_id).values(context=context))
