"""Assignments: each time the router gave a case to an agent, with all that it saw, so that it can be asked why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, Text, insert, select, update

from handoff.tables import metadata

assignment = Table(
    "assignment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("agent_id", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),  # of the conversation, once it was given
    Column("mode", Text, nullable=False),  # offer, assign
    Column("why", Text, nullable=False),
    Column("snapshot", Text, nullable=False),  # {item, agents, now}: what the choice was made from
    Column("at", BigInteger, nullable=False),
    Column("outcome", Text),  # of an offer: accepted, declined, timed_out, rescinded
    Column("ended_at", BigInteger),
    Index("assignment_case", "conversation_id", "at"),
)


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(assignment).values(**values))


def end(connection: Connection, conversation_id: str, outcome: str, now: int) -> None:
    """The offer that stands is answered, or over."""
    chosen = (
        assignment.c.conversation_id == conversation_id, assignment.c.mode == "offer", assignment.c.outcome.is_(None),
    )  # fmt: skip
    connection.execute(update(assignment).where(*chosen).values(outcome=outcome, ended_at=now))


def of_conversation(connection: Connection, conversation_id: str, most: int = 50) -> Sequence[Row[Any]]:
    """Newest first."""
    chosen = select(assignment).where(assignment.c.conversation_id == conversation_id)
    return connection.execute(chosen.order_by(assignment.c.at.desc(), assignment.c.id.desc()).limit(most)).all()
