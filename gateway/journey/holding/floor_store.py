"""The floor: a read over what waits, who works and what they hold. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, select

from gateway.people.address_store import address
from gateway.people.conversation_store import conversation
from gateway.people.thread_store import thread
from handoff.agent_store import agent
from handoff.case_store import case
from handoff.duty_store import duty

_open_case = and_(case.c.conversation_id == conversation.c.id, case.c.resolved_at.is_(None))
_COLUMNS = (
    conversation.c.id, conversation.c.customer_id, conversation.c.owner_kind, conversation.c.owner_id,
    conversation.c.owner_epoch, conversation.c.status, conversation.c.address_id, address.c.channel, address.c.account,
    address.c.value.label("address"),
    thread.c.last_inbound_at, case.c.id.label("case_id"), case.c.due_at, case.c.queued_at, case.c.opened_at,
    case.c.target, case.c.team_id, case.c.language, case.c.skills, case.c.prefers, case.c.wanted, case.c.excluded,
    case.c.is_async, case.c.waiting_since, case.c.quiet_since, case.c.priority, case.c.offered_until, case.c.reason,
)  # fmt: skip


def cases(connection: Connection, owner_kinds: Sequence[str], most: int = 2000) -> Sequence[Any]:
    """Open cases in these hands, by due time."""
    query = (
        select(*_COLUMNS)
        .join(case, _open_case)
        .outerjoin(address, address.c.id == conversation.c.address_id)
        .outerjoin(thread, thread.c.address_id == conversation.c.address_id)
        .where(conversation.c.owner_kind.in_(owner_kinds))
        .order_by(case.c.due_at, case.c.id)
    )
    return connection.execute(query.limit(most)).all()


def held_by(connection: Connection, agent_id: str) -> Sequence[Any]:
    """What this agent has, offers included."""
    query = (
        select(*_COLUMNS)
        .join(case, _open_case)
        .outerjoin(address, address.c.id == conversation.c.address_id)
        .outerjoin(thread, thread.c.address_id == conversation.c.address_id)
        .where(conversation.c.owner_kind.in_(("agent", "offer")), conversation.c.owner_id == agent_id)
        .order_by(conversation.c.id)  # the order in which everybody holds several
    )
    return connection.execute(query).all()


def agents(connection: Connection) -> Sequence[Any]:
    """Everybody who may log in, with their duty if they ever said so."""
    columns = (duty.c.status, duty.c.since, duty.c.seen_at, duty.c.last_assigned_at, duty.c.hands_over, duty.c.why)
    query = select(agent, *columns).outerjoin(duty, duty.c.agent_id == agent.c.id)
    return connection.execute(query.where(agent.c.disabled_at.is_(None)).order_by(agent.c.name, agent.c.id)).all()
