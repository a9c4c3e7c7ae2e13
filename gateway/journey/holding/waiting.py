"""Waiting: the customer said something while people hold the conversation. What follows for its case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from gateway.journey.holding import offices
from gateway.journey.holding.passing import pass_on
from gateway.journey.talk import Spoke
from gateway.people import conversation_store
from handoff import case_store, deadline_store, duty_store
from handoff.case import Act, due_at
from handoff.deadlines import Deadline, reply_by


def tell(connection: Connection, spoke: Spoke, now: int) -> None:
    """The customer waits from now on; a snooze is over; who left for the day is not waited for."""
    held: Any = conversation_store.get(connection, spoke.conversation_id)
    if spoke.needs_answer:
        case_store.waits(connection, held.id, spoke.at)
    if held.owner_kind == "queue" and spoke.needs_answer:
        expect_nobody(connection, held, now)
    if held.owner_kind != "agent":
        return
    duty = duty_store.get(connection, held.owner_id)
    if held.status == "snoozed":
        wake(connection, held, duty, now)
    elif spoke.needs_answer and duty is not None and duty.hands_over:
        to_queue(connection, held, Act.END_SHIFT, now)
    elif spoke.needs_answer:
        expect_reply(connection, held.id, held.owner_epoch, now)


def expect_reply(connection: Connection, conversation_id: str, epoch: int, now: int) -> None:
    """If the agent does not answer in time, it goes back to the queue. Words that follow change nothing."""
    if Deadline.NO_REPLY not in deadline_store.waiting(connection, conversation_id):
        due = reply_by(now, offices.of_case(connection, conversation_id))
        deadline_store.put(connection, conversation_id, Deadline.NO_REPLY, epoch, due)


def expect_nobody(connection: Connection, held: Any, now: int) -> None:
    """Whoever writes into a queue that is closed is told so, where they were not yet."""
    if not offices.of_case(connection, held.id).is_open(now):
        deadline_store.put(connection, held.id, Deadline.NO_AGENT, held.owner_epoch, now)


def wake(connection: Connection, held: Any, duty: Any, now: int) -> bool:
    """Back from a snooze: to its agent if there, else to the queue. False: somebody was quicker."""
    there = duty is None or duty.status in duty_store.ON
    owner = held.owner_id if there else None
    passed = pass_on(connection, held, Act.WAKE if there else Act.WAKE_TO_QUEUE, now=now, owner=owner)
    if passed is None:
        return False
    row: Any = case_store.current(connection, held.id)
    due = due_at(now, row.priority, offices.of(connection, row.team_id)) if row is not None else now
    case_store.change(connection, held.id, snoozed_until=None, due_at=due, queued_at=now)
    if there and row is not None and row.waiting_since is not None:
        expect_reply(connection, held.id, passed.epoch, now)
    return True


def to_queue(connection: Connection, held: Any, act: Act, now: int, **values: Any) -> bool:
    """From an agent back to those who wait, at its old place. False: somebody was quicker."""
    if pass_on(connection, held, act, now=now) is None:
        return False
    case_store.change(connection, held.id, queued_at=now, offered_until=None, **values)
    return True
