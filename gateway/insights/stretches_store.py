"""What figures are made of: cases, the stretches around them, and surveys. A read; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from gateway.messages.message_store import message
from gateway.messages.triage_store import triage
from gateway.people.address_store import address
from gateway.people.conversation_store import conversation
from handoff.case_store import case
from handoff.stretch_store import stretch
from handoff.survey_store import survey

MOST = 50_000  # rows of one report


def cases(connection: Connection, since: int, until: int) -> Sequence[Any]:
    """Cases that opened then, with the channel of their conversation and their survey."""
    query = (
        select(case, address.c.channel, survey.c.kind.label("survey_kind"), survey.c.score, survey.c.asked_at)
        .join(conversation, conversation.c.id == case.c.conversation_id)
        .outerjoin(address, address.c.id == conversation.c.address_id)
        .outerjoin(survey, survey.c.case_id == case.c.id)
        .where(case.c.opened_at >= since, case.c.opened_at < until)
        .order_by(case.c.opened_at, case.c.id)
    )
    return connection.execute(query.limit(MOST)).all()


def stretches(connection: Connection, since: int, until: int) -> Sequence[Any]:
    """Stretches that began then."""
    query = select(stretch).where(stretch.c.began_at >= since, stretch.c.began_at < until)
    return connection.execute(query.order_by(stretch.c.began_at, stretch.c.epoch).limit(MOST)).all()


def first_answers(connection: Connection, since: int, until: int) -> dict[str, int]:
    """When a person first answered each case that opened then: an answer that failed is none, nor is a bot's."""
    query = (
        select(case.c.id, func.min(message.c.sent_at))
        .join(message, and_(message.c.conversation_id == case.c.conversation_id, message.c.sent_at >= case.c.opened_at))
        .where(case.c.opened_at >= since, case.c.opened_at < until, message.c.author.in_(("agent", "external")))
        .group_by(case.c.id)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def volume(connection: Connection, since: int, until: int) -> Sequence[Any]:
    """What customers said then, by channel and kind: how often, and how often it needs an answer."""
    query = (
        select(message.c.channel, triage.c.kind, triage.c.needs_answer, func.count().label("n"))
        .join(message, message.c.id == triage.c.message_id)
        .where(triage.c.at >= since, triage.c.at < until)
        .group_by(message.c.channel, triage.c.kind, triage.c.needs_answer)
    )
    return connection.execute(query).all()


def by_bot_alone(connection: Connection, since: int, until: int) -> int:
    """Conversations in which customers said something then and people had no part."""
    spoke = select(message.c.conversation_id).where(
        message.c.direction == "in", message.c.received_at >= since, message.c.received_at < until
    ).distinct().subquery()  # fmt: skip
    helped = select(case.c.conversation_id).where(case.c.opened_at < until)
    query = select(func.count()).select_from(spoke).where(spoke.c.conversation_id.not_in(helped))
    return int(connection.execute(query).scalar_one())
