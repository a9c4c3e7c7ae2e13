"""Surveys that were asked, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, Row, Table, Text, func, insert, select, update

from handoff.tables import metadata

survey = Table(
    "survey",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("case_id", Text, nullable=False, unique=True),  # asked once
    Column("agent_id", Text),
    Column("kind", Text, nullable=False),  # ces, csat
    Column("message_id", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("answered_at", BigInteger),
    Column("score", Integer),
    Index("survey_customer", "customer_id", "asked_at"),
    Index("survey_asked", "asked_at"),
)


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(survey).values(**values))


def get(connection: Connection, survey_id: str) -> Row[Any] | None:
    return connection.execute(select(survey).where(survey.c.id == survey_id)).first()


def of_case(connection: Connection, case_id: str) -> Row[Any] | None:
    return connection.execute(select(survey).where(survey.c.case_id == case_id)).first()


def last_asked(connection: Connection, customer_id: str) -> tuple[int | None, int]:
    """When this customer was last asked, and how often in all."""
    found = select(func.max(survey.c.asked_at), func.count()).where(survey.c.customer_id == customer_id)
    at, times = connection.execute(found).one()
    return at, int(times)


def answer(connection: Connection, survey_id: str, customer_id: str, score: int, now: int) -> bool:
    """The customer's own answer; said again it is changed. False if it is not theirs."""
    chosen = (survey.c.id == survey_id, survey.c.customer_id == customer_id)
    return connection.execute(update(survey).where(*chosen).values(score=score, answered_at=now)).rowcount == 1


def asked(connection: Connection, since: int, until: int) -> Sequence[Row[Any]]:
    return connection.execute(select(survey).where(survey.c.asked_at >= since, survey.c.asked_at < until)).all()
