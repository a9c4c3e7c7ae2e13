"""Sight: which conversations somebody may see. A read over owners, cases and mentions; writes nothing.

A conversation is its newest case's team's; of no team, or without a case, everybody's. Who holds it sees it, and whom a
colleague asked to look. Supervisors see all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, exists, false, or_, select, true

from gateway.api.auth import Agent
from gateway.ground.setwise import Query
from gateway.messages.media_store import media
from gateway.messages.message_store import message
from gateway.people.conversation_store import conversation
from handoff.case_store import case
from handoff.note_store import mention
from handoff.roles import Right


def condition(agent: Agent, of: Any = conversation) -> Any:
    """What restricts a query over conversations, perhaps by another name, to those that this agent may see."""
    if agent.may(Right.SEE_ALL):
        return true()
    if not agent.may(Right.ANSWER):
        return false()
    newest = (
        select(case.c.team_id)
        .where(case.c.conversation_id == of.c.id)
        .order_by(case.c.opened_at.desc(), case.c.id.desc())
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )
    held = and_(of.c.owner_kind.in_(("agent", "offer")), of.c.owner_id == agent.id)
    asked = exists().where(mention.c.conversation_id == of.c.id, mention.c.agent_id == agent.id)
    return or_(newest.is_(None), newest.in_(agent.teams), held, asked)


class Openness(msgspec.Struct, frozen=True):
    """To whom one conversation is open: its team, whoever holds it, and whom colleagues asked to look."""

    team_id: str | None
    owner_kind: str
    owner_id: str | None
    asked: frozenset[str]

    def shows_to(self, agent: Agent) -> bool:
        """What `condition` restricts a list to, of one that is at hand."""
        if agent.may(Right.SEE_ALL) or not agent.may(Right.ANSWER):
            return agent.may(Right.SEE_ALL)
        held = self.owner_kind in ("agent", "offer") and self.owner_id == agent.id
        return self.team_id is None or self.team_id in agent.teams or held or agent.id in self.asked


class _Row(msgspec.Struct, array_like=True):
    conversation_id: str
    team_id: str | None
    owner_kind: str
    owner_id: str | None
    asked: str | None


_OPENNESS = Query(
    _Row,
    ["v.id", "c.team_id", "v.owner_kind", "v.owner_id", "m.agent_id"],
    """FROM [[wanted id:text]] AS w JOIN conversation v ON v.id = w.id LEFT JOIN "case" c ON c.id = (
        SELECT n.id FROM "case" n WHERE n.conversation_id = v.id ORDER BY n.opened_at DESC, n.id DESC LIMIT 1
    ) LEFT JOIN mention m ON m.conversation_id = v.id""",
)


def openness(connection: Connection, conversation_ids: Iterable[str]) -> dict[str, Openness]:
    """Of each of these conversations that is there."""
    rows = _OPENNESS.rows(connection, wanted=[(one,) for one in sorted(set(conversation_ids))])
    asked: dict[str, set[str]] = {}
    for row in rows:
        asked.setdefault(row.conversation_id, set()).update([row.asked] if row.asked else [])
    return {
        row.conversation_id: Openness(row.team_id, row.owner_kind, row.owner_id, frozenset(asked[row.conversation_id]))
        for row in rows
    }


def seen(connection: Connection, agent: Agent, conversation_ids: Iterable[str]) -> set[str]:
    """Those of these conversations that this agent may see."""
    return {name for name, one in openness(connection, conversation_ids).items() if one.shows_to(agent)}


def of_media(connection: Connection, media_id: str) -> str | None:
    """The conversation that a file belongs to; of one that is not sent yet, its customer's."""
    query = select(message.c.conversation_id).join(media, media.c.message_id == message.c.id)
    sent = connection.execute(query.where(media.c.id == media_id)).scalar_one_or_none()
    if sent is not None:
        return str(sent)
    query = select(conversation.c.id).join(media, media.c.customer_id == conversation.c.customer_id)
    return connection.execute(query.where(media.c.id == media_id, media.c.state == "unsent")).scalar_one_or_none()
