"""What figures are made of: cases, the stretches around them, and surveys. A read; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, exists, func, literal_column, or_, select

from gateway.insights.containment import Alone
from gateway.messages.message_store import message
from gateway.messages.triage_store import correction
from gateway.people.address_store import address
from gateway.people.conversation_store import conversation
from handoff.case_store import case
from handoff.stretch_store import stretch
from handoff.survey_store import survey
from handoff.tag_store import tagged

MOST = 50_000  # rows of one report
WEEK = 7 * 86_400_000  # milliseconds


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


def hopping(connection: Connection, since: int, until: int) -> set[str]:
    """Cases that opened then and in which more than one app was written in, by either side."""
    query = (
        select(case.c.id).join(message, _during())
        .where(case.c.opened_at >= since, case.c.opened_at < until, message.c.author.in_(("customer", "agent")))
        .group_by(case.c.id).having(func.count(message.c.channel.distinct()) > 1)
    )  # fmt: skip
    return set(connection.execute(query).scalars())


def returns(connection: Connection, since: int, until: int) -> dict[str, int]:
    """How often the customer wrote again after a person's answer, in each case that opened then; thanks are none."""
    corrected = select(correction.c.kind).where(correction.c.message_id == message.c.id).scalar_subquery()
    words = and_(message.c.author == "customer", func.coalesce(corrected, message.c.triage) != "thanks")
    before = func.lag(message.c.author).over(partition_by=case.c.id, order_by=message.c.seq)
    said = (
        select(case.c.id, message.c.author, before.label("before")).join(message, _during())
        .where(case.c.opened_at >= since, case.c.opened_at < until)
        .where(or_(words, message.c.author.in_(("agent", "external"))))
        .subquery()
    )  # fmt: skip
    again = (said.c.author == "customer", said.c.before.in_(("agent", "external")))
    query = select(said.c.id, func.count().label("n")).where(*again).group_by(said.c.id)
    return {row.id: row.n for row in connection.execute(query)}


def _during() -> Any:
    """What was said while a case was open: by our clock, since providers tell the second only, or were late."""
    return and_(
        message.c.conversation_id == case.c.conversation_id, message.c.received_at >= case.c.opened_at,
        or_(case.c.resolved_at.is_(None), message.c.received_at <= case.c.resolved_at),
    )  # fmt: skip


def who(connection: Connection, conversation_ids: Sequence[str]) -> dict[str, Any]:
    """Whose these conversations are, and where they are reached."""
    query = (
        select(conversation.c.id, conversation.c.customer_id, address.c.channel, address.c.value.label("address"))
        .outerjoin(address, address.c.id == conversation.c.address_id)
        .where(conversation.c.id.in_(conversation_ids))
    )
    return {row.id: row for row in connection.execute(query)}


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


def tags(connection: Connection, since: int, until: int) -> dict[str, list[str]]:
    """What is written on the conversations of the cases that opened then."""
    query = (
        select(tagged.c.conversation_id, tagged.c.tag)
        .join(case, case.c.conversation_id == tagged.c.conversation_id)
        .where(case.c.opened_at >= since, case.c.opened_at < until)
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for row in connection.execute(query.limit(MOST)):
        found.setdefault(row.conversation_id, []).append(row.tag)
    return found


def volume(connection: Connection, since: int, until: int) -> Sequence[Any]:
    """What customers said then, by channel and kind: how often, and how often it needs an answer."""
    query = (
        select(message.c.channel, message.c.triage.label("kind"), message.c.needs_answer, func.count().label("n"))
        .where(*_heard(since, until), message.c.triage.is_not(None))
        .group_by(message.c.channel, message.c.triage, message.c.needs_answer)
    )
    return connection.execute(query).all()


def spoken(
    connection: Connection, since: int, until: int, channel: str | None = None, kind: str | None = None
) -> Sequence[Any]:
    """Conversations in which customers said something then, on this channel or of this kind, and when last."""
    chosen = [*_heard(since, until), message.c.triage.is_not(None)]
    chosen += [message.c.channel == channel] if channel is not None else []
    chosen += [message.c.triage == kind] if kind is not None else []
    query = (
        select(message.c.conversation_id, func.max(message.c.received_at).label("at"))
        .where(*chosen)
        .group_by(message.c.conversation_id)
    )
    return connection.execute(query.limit(MOST)).all()


def bot_alone(connection: Connection, since: int, until: int) -> Sequence[Alone]:
    """Conversations in which customers said something then and people had no part."""
    heard = (
        select(
            message.c.conversation_id, message.c.customer_id, func.max(message.c.received_at).label("at"),
            func.max(message.c.seq).label("seq"),
        )
        .where(*_heard(since, until))
        .group_by(message.c.conversation_id, message.c.customer_id)
        .subquery()
    )  # fmt: skip
    helped = exists().where(
        case.c.conversation_id == heard.c.conversation_id, case.c.opened_at < until,
        or_(case.c.resolved_at.is_(None), case.c.resolved_at >= since),
    )  # fmt: skip
    query = select(heard, *_seen_of(heard, since, until)).where(~helped).limit(MOST)
    return [
        Alone(
            conversation_id=row.conversation_id, customer_id=row.customer_id, at=row.at,
            is_answered=bool(row.is_answered), thanked=bool(row.thanked), came_back=bool(row.came_back),
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _heard(since: int, until: int) -> tuple[Any, ...]:
    """What customers sent then, which an index has by time."""
    said = message.c.direction == literal_column("'in'")  # spelled out: by a parameter it would not be found
    return (said, message.c.received_at >= since, message.c.received_at < until)


def _seen_of(heard: Any, since: int, until: int) -> list[Any]:
    """What the records show of each: an answer after the last words, thanks, and people asked for within a week."""
    of = heard.c.conversation_id
    answered = exists().where(
        message.c.conversation_id == of, message.c.seq > heard.c.seq, message.c.author.in_(("bot", "system"))
    )
    corrected = select(correction.c.kind).where(correction.c.message_id == message.c.id).scalar_subquery()
    thanks = exists().where(
        message.c.conversation_id == of, *_heard(since, until), func.coalesce(corrected, message.c.triage) == "thanks"
    )
    later = exists().where(case.c.conversation_id == of, case.c.opened_at >= until, case.c.opened_at < until + WEEK)
    return [answered.label("is_answered"), thanks.label("thanked"), later.label("came_back")]
