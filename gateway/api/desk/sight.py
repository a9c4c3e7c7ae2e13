"""Sight at the doors: what somebody may not see is not there for them, and every look is written down."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import audit_store, sight_store
from gateway.api.doors import Doors
from gateway.api.problem import Problem
from gateway.people import conversation_store
from handoff import case_store
from handoff.roles import Right


def must_see(connection: Connection, conversation_id: str, agent: Agent) -> Any:
    """The conversation; Problem 404 if there is none, or it is another team's."""
    held = conversation_store.get(connection, conversation_id)
    if held is None or not sight_store.seen(connection, agent, [conversation_id]):
        raise Problem(404, "there is no such conversation")
    return held


def must_hold(connection: Connection, conversation_id: str, agent: Agent) -> Any:
    """The same, of one that this agent holds, or supervises."""
    held = must_see(connection, conversation_id, agent)
    if not (held.owner_kind == "agent" and held.owner_id == agent.id) and not agent.may(Right.SUPERVISE):
        raise Problem(409, "somebody else holds this conversation", code="owner_changed")
    return held


def with_case(connection: Connection, conversation_id: str, agent: Agent) -> tuple[Any, Any]:
    """The conversation and its open case; Problem 409 where no case is open."""
    held = must_see(connection, conversation_id, agent)
    row = case_store.current(connection, conversation_id)
    if row is None:
        raise Problem(409, "this conversation has no open case", code="illegal_move")
    return held, row


async def looked(doors: Doors, agent: Agent, action: str, target: str, detail: str | None = None) -> None:
    """Write down who looked at whom, before they are shown it."""
    if action == "look":
        doors.glances.count(f"{agent.id} {target}", doors.clock())
    await doors.database.write(audit_store.record, agent.id, action, target, doors.clock(), detail)


async def glanced(doors: Doors, agent: Agent, customer_id: str) -> None:
    """A part of somebody was shown: written down as a look, unless one was just now."""
    if not doors.glances.wait(f"{agent.id} {customer_id}", doors.clock()):
        await looked(doors, agent, "look", customer_id)
