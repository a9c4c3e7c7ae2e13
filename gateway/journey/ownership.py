"""Ownership: people take a conversation, give it back, end it. One compare-and-set on the epoch that they saw.

Before:  the Desk asks.      After:  the sender's fence voids what the bot still had to say.
Order:   whoever commits first; the other is told who was quicker.
Never:   waits for the bot; writes the dialog's state: the end of a human stretch goes to the turn as an event.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.ground.ids import new_id
from gateway.journey import inbox, recall
from gateway.messages import waiting_store
from gateway.messages.inbox_store import NewEvent
from gateway.people import conversation_store
from handoff import agent_store, case_store
from handoff.case import Act, IllegalMove, Move, due_at, move
from handoff.context import Trigger

OUTCOMES = {Act.RESOLVE: "resolved", Act.HAND_BACK: "handed_back"}

_encode = msgspec.json.Encoder().encode


class OwnerChanged(Exception):
    """Somebody was quicker; the text says who."""


class HumanStretchEnded(msgspec.Struct, frozen=True, tag="human_stretch_ended"):
    """A command to the turn: tell the bot what people did meanwhile."""

    outcome: str
    agent_name: str | None
    summary: str


def carry_out(
    connection: Connection, conversation_id: str, act: Act, *, agent_id: str, agent_name: str, seen: int, now: int
) -> None:
    """Do what an agent asks. Raises LookupError, OwnerChanged or IllegalMove, and then nothing is changed."""
    held: Any = conversation_store.get(connection, conversation_id)
    if held is None:
        raise LookupError(conversation_id)
    if held.owner_epoch != seen:
        raise OwnerChanged(who_holds(connection, held))
    moved = move(held.owner_kind, act)
    owner = agent_id if act is Act.TAKE else None
    won = conversation_store.own(
        connection, conversation_id, kind=moved.owner, owner=owner, status=moved.status, seen=seen, now=now
    )
    if not won:
        raise OwnerChanged(who_holds(connection, conversation_store.get(connection, conversation_id)))
    _case(connection, held, act, moved, agent_id, now)
    if moved.closes:
        waiting_store.wake(connection, [held.customer_id], now)
        _tell_the_bot(connection, held, OUTCOMES[act], agent_name, now)


def who_holds(connection: Connection, held: Any) -> str:
    """One sentence for an agent who came too late."""
    if held.owner_kind == "agent":
        name = agent_store.names(connection, [held.owner_id]).get(held.owner_id, "a colleague")
        return f"{name} has this conversation now"
    return f"this conversation is held by {held.owner_kind} now"


def _case(connection: Connection, held: Any, act: Act, moved: Move, agent_id: str, now: int) -> None:
    if moved.opens:
        context = recall.context(connection, held.id, Trigger(code="human_took"), facts={})
        case_store.open_case(
            connection, id=new_id(), conversation_id=held.id, customer_id=held.customer_id,
            epoch=held.owner_epoch + 1, reason="human_took", context=_encode(context).decode(), opened_at=now,
            due_at=due_at(now),
        )  # fmt: skip
    if act is Act.TAKE:
        case_store.take(connection, held.id, agent_id, now)
    if moved.closes:
        case_store.end(connection, held.id, OUTCOMES[act], now)


def _tell_the_bot(connection: Connection, held: Any, outcome: str, agent_name: str, now: int) -> None:
    said = recall.context(connection, held.id, Trigger(code=outcome), facts={}).need.summary
    command = HumanStretchEnded(outcome, agent_name, said)
    event = NewEvent(
        new_id(), "", held.id, held.customer_id, held.address_id, None, "command", None, _encode(command).decode(),
        None, "waiting", now,
    )  # fmt: skip
    inbox.store(connection, [event], now)


__all__ = ["HumanStretchEnded", "IllegalMove", "OwnerChanged", "carry_out", "who_holds"]
