"""Ownership: people take a conversation, pass it on, give it back, end it. One compare-and-set on the epoch they saw.

Before:  the Desk asks.      After:  the sender's fence voids what the bot still had to say.
Order:   whoever commits first; the other is told who was quicker.
Never:   waits for the bot; writes the dialog's state: the end of a human stretch goes to the turn as an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.ground.ids import new_id
from gateway.journey import inbox, recall
from gateway.journey.holding import offices, waiting
from gateway.journey.holding.opening import open_case
from gateway.journey.holding.passing import Passed, pass_on
from gateway.messages import waiting_store
from gateway.messages.inbox_store import NewEvent
from gateway.people import conversation_store
from handoff import agent_store, assignment_store, case_store, deadline_store, duty_store
from handoff.case import Act, IllegalMove, due_at
from handoff.context import Trigger
from handoff.deadlines import PATIENCE, Deadline, agent_by

OUTCOMES = {Act.RESOLVE: "resolved", Act.HAND_BACK: "handed_back"}
TAKING = frozenset({Act.TAKE, Act.ACCEPT})
OF_THE_HOLDER = frozenset({Act.HAND_BACK, Act.RESOLVE, Act.TRANSFER, Act.SNOOZE})
ENDED_BY = {Act.ACCEPT: "accepted", Act.DECLINE: "declined"}

_encode = msgspec.json.Encoder().encode


class OwnerChanged(Exception):
    """Somebody was quicker; the text says who."""


class NotYours(Exception):
    """Only who holds the conversation may do this, or a supervisor."""


class HumanStretchEnded(msgspec.Struct, frozen=True, tag="human_stretch_ended"):
    """A command to the turn: tell the bot what people did meanwhile."""

    outcome: str
    agent_name: str | None
    summary: str


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What an agent asks, having seen epoch `seen`. Only a transfer or a snooze says where to, or until when."""

    act: Act
    agent_id: str
    agent_name: str
    seen: int
    supervises: bool = False  # may act on what others hold
    team: str | None = None
    to_agent: str | None = None
    priority: str | None = None
    until: int | None = None
    conclusion: str | None = None


def carry_out(connection: Connection, conversation_id: str, ask: Ask, now: int) -> int:
    """Do what an agent asks; the new epoch. Raises LookupError, OwnerChanged, NotYours or IllegalMove."""
    held: Any = conversation_store.get(connection, conversation_id)
    if held is None:
        raise LookupError(conversation_id)
    if held.owner_epoch != ask.seen:
        raise OwnerChanged(who_holds(connection, held))
    _check_who_asks(connection, held, ask)
    if ask.act in TAKING or ask.act is Act.DECLINE:  # before the conversation, as the router does
        duty_store.hold(connection, ask.agent_id)
    owner = ask.agent_id if ask.act in TAKING else held.owner_id if ask.act is Act.SNOOZE else None
    passed = pass_on(connection, held, ask.act, now=now, owner=owner, by=ask.agent_id, conclusion=ask.conclusion)
    if passed is None:
        raise OwnerChanged(who_holds(connection, conversation_store.get(connection, conversation_id)))
    _case(connection, held, ask, passed, now)
    if passed.move.closes:
        waiting_store.wake(connection, [held.customer_id], now)
        _tell_the_bot(connection, held, OUTCOMES[ask.act], ask.agent_name, now)
    return passed.epoch


def who_holds(connection: Connection, held: Any) -> str:
    """One sentence for an agent who came too late."""
    if held.owner_kind == "agent":
        name = agent_store.names(connection, [held.owner_id]).get(held.owner_id, "a colleague")
        return f"{name} has this conversation now"
    return f"this conversation is held by {held.owner_kind} now"


def _check_who_asks(connection: Connection, held: Any, ask: Ask) -> None:
    theirs = held.owner_id == ask.agent_id
    if ask.act in ENDED_BY and not theirs:
        raise NotYours("this conversation is offered to somebody else")
    if ask.act in OF_THE_HOLDER and held.owner_kind == "agent" and not theirs and not ask.supervises:
        raise NotYours(who_holds(connection, held))


def _case(connection: Connection, held: Any, ask: Ask, passed: Passed, now: int) -> None:
    if held.owner_kind == "offer":
        assignment_store.end(connection, held.id, ENDED_BY.get(ask.act, "rescinded"), now)
    if passed.move.opens:
        context = recall.context(connection, held.id, Trigger(code="human_took"))
        open_case(connection, held.id, held.customer_id, passed.epoch, context, now, waits=False)
    if ask.act in TAKING:
        _taken(connection, held, ask.agent_id, passed.epoch, now)
    elif ask.act is Act.DECLINE:
        decline(connection, held.id, ask.agent_id, now)
    elif ask.act is Act.TRANSFER:
        _transferred(connection, held, ask, passed.epoch, now)
    elif ask.act is Act.SNOOZE:
        _snoozed(connection, held, ask, passed.epoch)
    elif passed.move.closes:
        case_store.end(connection, held.id, OUTCOMES[ask.act], now, ask.conclusion)


def _taken(connection: Connection, held: Any, agent_id: str, epoch: int, now: int) -> None:
    case_store.take(connection, held.id, agent_id, now)
    duty_store.took(connection, agent_id)
    row: Any = case_store.current(connection, held.id)
    if row is not None and row.waiting_since is not None:
        waiting.expect_reply(connection, held.id, epoch, now)


def decline(connection: Connection, conversation_id: str, agent_id: str, now: int) -> None:
    """Back at its old place; not offered to this agent for a while. Two misses in a row: the agent seems away."""
    row: Any = case_store.current(connection, conversation_id)
    excluded = {who: until for who, until in msgspec.json.decode(row.excluded).items() if until > now} if row else {}
    excluded[agent_id] = now + PATIENCE.declined
    case_store.change(connection, conversation_id, excluded=_encode(excluded).decode(), offered_until=None)
    if duty_store.missed(connection, agent_id) >= MISSES:
        duty_store.declare(connection, agent_id, "away", now, why="missed")


def _transferred(connection: Connection, held: Any, ask: Ask, epoch: int, now: int) -> None:
    """Where it goes it is due no later than it was, and who may see it changes at once."""
    row: Any = case_store.current(connection, held.id)
    if row is None:
        raise IllegalMove("cannot transfer a conversation without a case")
    priority, office = ask.priority or row.priority, offices.of(connection, ask.team)
    excluded = {} if ask.to_agent else {ask.agent_id: now + PATIENCE.declined}
    case_store.change(
        connection, held.id, team_id=ask.team, wanted=ask.to_agent, priority=priority, hops=row.hops + 1,
        target=PATIENCE.target(priority), due_at=min(row.due_at, due_at(now, priority, office)), queued_at=now,
        excluded=_encode(excluded).decode(), offered_until=None, snoozed_until=None,
    )  # fmt: skip
    deadline_store.put(connection, held.id, Deadline.NO_AGENT, epoch, agent_by(now, office))


def _snoozed(connection: Connection, held: Any, ask: Ask, epoch: int) -> None:
    case_store.change(connection, held.id, snoozed_until=ask.until)
    if ask.until is not None:  # else until the customer writes
        deadline_store.put(connection, held.id, Deadline.WAKE, epoch, ask.until)


def _tell_the_bot(connection: Connection, held: Any, outcome: str, agent_name: str, now: int) -> None:
    said = recall.context(connection, held.id, Trigger(code=outcome)).need.summary
    command = HumanStretchEnded(outcome, agent_name, said)
    event = NewEvent(
        new_id(), "", held.id, held.customer_id, held.address_id, None, "command", None, _encode(command).decode(),
        None, "waiting", now,
    )  # fmt: skip
    inbox.store(connection, [event], now)


MISSES = 2  # offers in a row that were not taken

__all__ = ["Ask", "HumanStretchEnded", "IllegalMove", "NotYours", "OwnerChanged", "carry_out", "who_holds"]
