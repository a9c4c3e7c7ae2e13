"""Sight: which conversations somebody may see. A read over owners, cases and mentions; writes nothing.

A conversation is its newest case's team's; of no team, or without a case, everybody's. Who holds it sees it, and whom a
colleague asked to look. Supervisors see all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, exists, false, or_, select, true

from gateway.api.auth import Agent
from gateway.messages.media_store import media
from gateway.messages.message_store import message
from gateway.people.conversation_store import conversation
from handoff.case_store import case
from handoff.note_store import mention
from handoff.roles import Right


def condition(agent: Agent) -> Any:
    """What restricts a query over conversations to those that this agent may see."""
    if agent.may(Right.SEE_ALL):
        return true()
    if not agent.may(Right.ANSWER):
        return false()
    newest = (
        select(case.c.team_id)
        .where(case.c.conversation_id == conversation.c.id)
        .order_by(case.c.opened_at.desc(), case.c.id.desc())
        .limit(1)
        .correlate(conversation)
        .scalar_subquery()
    )
    held = and_(conversation.c.owner_kind.in_(("agent", "offer")), conversation.c.owner_id == agent.id)
    asked = exists().where(mention.c.conversation_id == conversation.c.id, mention.c.agent_id == agent.id)
    return or_(newest.is_(None), newest.in_(agent.teams), held, asked)


def seen(connection: Connection, agent: Agent, conversation_ids: Iterable[str]) -> set[str]:
    """Those of these conversations that this agent may see."""
    chosen = (conversation.c.id.in_(sorted(set(conversation_ids))), condition(agent))
    return set(connection.execute(select(conversation.c.id).where(*chosen)).scalars())


def of_media(connection: Connection, media_id: str) -> str | None:
    """The conversation that a file belongs to."""
    query = select(message.c.conversation_id).join(media, media.c.message_id == message.c.id)
    return connection.execute(query.where(media.c.id == media_id)).scalar_one_or_none()
