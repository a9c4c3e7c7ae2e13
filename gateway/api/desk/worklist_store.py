"""The Desk's list: a read over conversations, their open cases and last messages. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, exists, func, not_, or_, select, true

from gateway.api.auth import Agent
from gateway.api.desk.sight_store import condition
from gateway.messages.delivery_store import DEAD, delivery
from gateway.messages.message_store import HAPPENINGS, message
from gateway.people import link_store
from gateway.people.address_store import address
from gateway.people.conversation_store import conversation
from gateway.people.customer_store import customer
from gateway.people.link_store import WHOLE, link
from gateway.people.thread_store import thread
from handoff.agent_store import agent as holder
from handoff.case_store import case
from handoff.note_store import mention
from handoff.tag_store import tagged

View = Literal["mine", "queue", "all", "resolved", "offers", "snoozed", "mentions"]

_open_case = and_(case.c.conversation_id == conversation.c.id, case.c.resolved_at.is_(None))
_WAITING = ("queue", "offer")
_LIKE = re.compile(r"[%_!]")
WORTH_SEARCHING = 3  # letters: what was said is only looked through for more than a syllable


def rows(
    connection: Connection, view: View, agent: Agent, *, search: str | None, skip: int, limit: int
) -> Sequence[Row[Any]]:
    """Conversations of a view: what waits for people by due time, the others by last change."""
    query = (
        select(
            conversation,
            customer.c.name,
            address.c.account,
            address.c.channel,
            address.c.value,
            thread.c.last_inbound_at,
            holder.c.name.label("owner_name"),
            case.c.id.label("case_id"),
            case.c.due_at,
            case.c.reason,
            case.c.context,
            case.c.answered_at,
            case.c.waiting_since,
            case.c.team_id,
            case.c.priority,
            case.c.offered_until,
            case.c.snoozed_until,
        )
        .join(customer, customer.c.id == conversation.c.customer_id)
        .outerjoin(address, address.c.id == conversation.c.address_id)
        .outerjoin(thread, thread.c.address_id == conversation.c.address_id)
        .outerjoin(holder, holder.c.id == conversation.c.owner_id)
        .outerjoin(case, _open_case)
        .where(_in_view(view, agent.id), _matching(search, agent), *_listed(view, agent))
    )
    order = [case.c.due_at.is_(None), case.c.due_at] if view in ("queue", "mine") else []
    query = query.order_by(*order, conversation.c.updated_at.desc(), conversation.c.id)
    return connection.execute(query.offset(skip).limit(limit)).all()


def counts(connection: Connection, agent: Agent) -> dict[str, int]:
    """How many conversations each tab holds."""
    return {
        view: connection.execute(
            select(func.count()).select_from(conversation).where(_in_view(view, agent.id), *_listed(view, agent))
        ).scalar_one()
        for view in ("mine", "queue", "all", "mentions")
    }  # fmt: skip


def last_messages(connection: Connection, conversation_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """The newest thing said in each conversation: a reaction is none."""
    newest = (
        select(message.c.conversation_id, func.max(message.c.seq).label("seq"))
        .where(message.c.conversation_id.in_(conversation_ids), message.c.type.not_in(HAPPENINGS))
        .group_by(message.c.conversation_id)
        .subquery()
    )
    same = and_(message.c.conversation_id == newest.c.conversation_id, message.c.seq == newest.c.seq)
    found = connection.execute(select(message).join(newest, same)).all()
    return {row.conversation_id: row for row in found}


def tags(connection: Connection, agent: Agent, most: int = 500) -> list[tuple[str, int]]:
    """Tags in use on what this agent may see, the most used first."""
    times = func.count().label("times")
    query = select(tagged.c.tag, times).join(conversation, conversation.c.id == tagged.c.conversation_id)
    ordered = query.where(condition(agent)).group_by(tagged.c.tag).order_by(times.desc(), tagged.c.tag)
    return [(row.tag, row.times) for row in connection.execute(ordered.limit(most))]


def dead(connection: Connection, most: int) -> Sequence[Any]:
    """Deliveries that failed or stayed unknown, newest first, with what was to be said to whom."""
    own = (
        delivery.c.message_id,
        delivery.c.part,
        delivery.c.state,
        delivery.c.error,
        delivery.c.attempts,
        delivery.c.at,
    )
    said = (
        message.c.id, message.c.type, message.c.content, message.c.author, message.c.author_name, message.c.direction,
        message.c.sent_at, message.c.deleted_at, message.c.account, message.c.channel, message.c.address,
        message.c.conversation_id, message.c.customer_id,
    )  # fmt: skip
    query = (
        select(*own, *said, customer.c.name)
        .join(message, message.c.id == delivery.c.message_id)
        .join(customer, customer.c.id == delivery.c.customer_id)
        .where(delivery.c.state.in_(DEAD))
        .order_by(delivery.c.at.desc(), delivery.c.message_id, delivery.c.part)
    )
    return connection.execute(query.limit(most)).all()


def _in_view(view: View | str, agent_id: str) -> Any:
    active = conversation.c.status != "resolved"
    match view:
        case "mine":
            awake = conversation.c.status != "snoozed"
            return and_(conversation.c.owner_kind == "agent", conversation.c.owner_id == agent_id, awake)
        case "offers":
            return and_(conversation.c.owner_kind == "offer", conversation.c.owner_id == agent_id)
        case "snoozed":
            return and_(conversation.c.status == "snoozed", conversation.c.owner_id == agent_id)
        case "mentions":
            asked = (mention.c.conversation_id == conversation.c.id, mention.c.agent_id == agent_id)
            return exists().where(*asked, mention.c.seen_at.is_(None))
        case "queue":
            return conversation.c.owner_kind.in_(_WAITING)
        case "resolved":
            return conversation.c.status == "resolved"
        case _:
            return active


def _listed(view: View | str, agent: Agent) -> tuple[Any, ...]:
    """What this agent may see; who became a part of another customer is found there, unless people are at it here."""
    if view == "mentions":
        return (conversation.c.address_id.is_not(None), condition(agent))
    into = conversation.alias("into")
    merged = exists().where(
        link.c.from_customer == conversation.c.customer_id, link.c.kind.in_(WHOLE), link.c.undone_at.is_(None),
        into.c.customer_id == link.c.into_customer, condition(agent, into),
    )  # fmt: skip
    busy = and_(conversation.c.owner_kind != "bot", conversation.c.status != "resolved")
    return (conversation.c.address_id.is_not(None), or_(busy, not_(merged)), condition(agent))


def _matching(search: str | None, agent: Agent) -> Any:
    if not search or not search.strip():
        return true()
    wanted = search.strip().lower()
    pattern = f"%{_LIKE.sub(lambda one: '!' + one[0], wanted)}%"
    tagged_so = exists().where(tagged.c.conversation_id == conversation.c.id, func.lower(tagged.c.tag) == wanted)
    reached_so = select(address.c.customer_id).where(_like(address.c.value, pattern))
    known_so = or_(_like(customer.c.name, pattern), conversation.c.customer_id.in_(reached_so), tagged_so)
    if len(wanted) < WORTH_SEARCHING:
        return known_so
    said = exists().where(message.c.conversation_id == conversation.c.id, _like(message.c.content, pattern))
    return or_(known_so, said, conversation.c.customer_id.in_(_said_before(pattern, agent)))


def _said_before(pattern: str, agent: Agent) -> Any:
    """Customers who are called so, or said it, in a conversation that was linked to theirs."""
    kin, before, person = link_store.kin(), conversation.alias("before"), customer.alias("person")
    return (
        select(kin.c.home)
        .join(before, before.c.customer_id == kin.c.customer)
        .join(person, person.c.id == kin.c.customer)
        .join(message, message.c.conversation_id == before.c.id)
        .join(address, and_(address.c.id == message.c.address_id, address.c.customer_id == kin.c.home))
        .where(or_(_like(message.c.content, pattern), _like(person.c.name, pattern)), condition(agent, before))
    )


def _like(column: Any, pattern: str) -> Any:
    return func.lower(column).like(pattern, escape="!")
