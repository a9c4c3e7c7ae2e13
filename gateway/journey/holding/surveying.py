"""Surveying: ask how it was, once the last answer has arrived, and hear what the customer says.

Before:  people resolved a case.      After:  insights count the answer.
Order:   the case's last answer is delivered first; then the policy decides as of any message of service.
Never:   asks who was asked within the week, or whose case nobody answered; asks twice about one case.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from connectors.content import ChoiceReply, Choices, Content, Option, Text
from connectors.contract import Connector
from gateway.ground.ids import new_id
from gateway.journey.posting import Posting, Refused, post
from gateway.journey.talk import Talk, say
from gateway.journey.world import World
from gateway.messages import delivery_store, message_store
from gateway.messages.delivery import worst
from gateway.messages.inbox_store import Waiting
from gateway.messages.message_store import NewMessage
from gateway.people import address_store, customer_store
from handoff import case_store, deadline_store, survey, survey_store
from handoff.deadlines import MINUTE, PATIENCE, Deadline
from handoff.survey import RARELY, next_kind, options, question, read

GIVEN_UP = 10 * MINUTE  # for the last answer to arrive
ON_ITS_WAY = frozenset({"queued", "sending", "accepted", "sent", "deferred", "planned"})


def ask(connection: Connection, world: World, held: Any, now: int) -> bool:
    """Ask now, or a little later; True if something was promised."""
    case: Any = case_store.last(connection, held.id)
    if held.status != "resolved" or not _is_worth_asking(connection, case, held.customer_id, now):
        return False
    if now - case.resolved_at < GIVEN_UP and _is_on_its_way(connection, held.id):
        deadline_store.put(connection, held.id, Deadline.SURVEY, held.owner_epoch, now + PATIENCE.survey)
        return False
    return _post(connection, world, held, case, now)


def answered(connection: Connection, talk: Talk, content: Content, now: int) -> bool:
    """Was this the answer to a question of ours? Then it is kept."""
    given = read(content.option_id) if isinstance(content, ChoiceReply) else None
    if given is None:
        return False
    return survey_store.answer(connection, given.survey_id, talk.customer_id, given.score, now)


def thank(talk: Talk, row: Waiting, message: NewMessage, connector: Connector, now: int) -> None:
    """For the answer, which is no words to be answered otherwise."""
    thanks = Text(body=survey.thanks(talk.language))
    say(talk, row, message, thanks, connector, author="system", language=talk.language or "en", said_by="desk/survey",
        quote=False, now=now)  # fmt: skip


def _is_worth_asking(connection: Connection, case: Any, customer_id: str, now: int) -> bool:
    if case is None or case.outcome != "resolved" or not case.answers:
        return False
    last, _ = survey_store.last_asked(connection, customer_id)
    return (last is None or now - last >= RARELY) and survey_store.of_case(connection, case.id) is None


def _is_on_its_way(connection: Connection, conversation_id: str) -> bool:
    rows: Any = message_store.timeline(connection, conversation_id, before=None, after=None, limit=5)
    said = [row.id for row in rows if row.direction == "out" and row.author == "agent"]
    parts: Any = delivery_store.of_messages(connection, said[-1:])
    return bool(parts) and worst([one.state for one in parts]) in ON_ITS_WAY


def _post(connection: Connection, world: World, held: Any, case: Any, now: int) -> bool:
    where: Any = address_store.get(connection, held.address_id) if held.address_id else None
    if where is None or where.account not in set(world.accounts):
        return False
    person: Any = customer_store.get(connection, held.customer_id)
    _, times = survey_store.last_asked(connection, held.customer_id)
    survey_id, kind = new_id(), next_kind(times)
    shown = [Option(id=option, label=label) for option, label in options(survey_id, kind)]
    posting = Posting(
        account=where.account, customer_id=held.customer_id, category="service", author="system",
        content=Choices(body=question(kind, world.brand, person.language if person else None), options=tuple(shown)),
        idempotency_key=f"survey:{case.id}", said_by=f"desk/{kind}",
    )  # fmt: skip
    try:
        posted = post(connection, world.rulebook, world.accounts, posting, now)
    except Refused:
        return False  # it cannot be said there
    survey_store.add(
        connection, id=survey_id, conversation_id=held.id, customer_id=held.customer_id, case_id=case.id,
        agent_id=case.agent_id, kind=kind, message_id=posted.message_id, asked_at=now,
    )  # fmt: skip
    return True
