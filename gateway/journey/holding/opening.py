"""Opening: a case begins, with what an agent must know, when it is due and who should have it.

Before:  a conversation passed to people.      After:  placing finds an agent, or somebody takes it.
Order:   one open case a conversation; the database refuses a second.
Never:   decides who holds the conversation.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.ground.ids import new_id
from gateway.journey import announcing, recall
from gateway.journey.holding import entrusting, offices
from gateway.people import conversation_store
from handoff import case_store, deadline_store
from handoff.context import Context, Routing
from handoff.deadlines import PATIENCE, Deadline, agent_by, due_at

_encode = msgspec.json.Encoder().encode


def open_case(
    connection: Connection, conversation_id: str, customer_id: str, epoch: int, context: Context, now: int, *,
    waits: bool = True, priority: str = "normal", team: str | None = None, language: str | None = None,
    skills: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """The case that people find. The last agent of this customer should have it, if free."""
    before = case_store.last(connection, conversation_id)
    wanted = before.agent_id if before is not None else None
    office = offices.of(connection, team)
    case_id, due = new_id(), due_at(now, priority, office)
    held: Any = conversation_store.get(connection, conversation_id)
    routing = Routing(priority=priority, due_at=due, team=team, language=language, skills=skills, wanted=wanted)
    whole = msgspec.structs.replace(
        recall.about(connection, held, context, team), id=case_id, conversation_id=conversation_id, epoch=epoch,
        created_at=now, routing=routing, case_no=case_store.count(connection, conversation_id) + 1,
    )  # fmt: skip
    case_store.open_case(
        connection, id=case_id, conversation_id=conversation_id, customer_id=customer_id, epoch=epoch,
        reason=context.trigger.code, context=_encode(whole).decode(), opened_at=now, queued_at=now, due_at=due,
        target=PATIENCE.target(priority), priority=priority, team_id=team, language=language,
        skills=_encode(skills).decode(), wanted=wanted, waiting_since=now if waits else None,
    )  # fmt: skip
    if team is not None and held.owner_kind == "queue":
        deadline_store.put(connection, conversation_id, Deadline.NO_AGENT, epoch, agent_by(now, office))
    announcing.opened(connection, customer_id, whole, now)
    entrusting.opened(connection, case_id, conversation_id, customer_id, context.trigger.code, now)
