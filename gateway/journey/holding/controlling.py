"""Controlling: the provider lends a thread to one app of the brand at a time. Another has it, or we have it again.

Before:  a webhook, a refused call or an agent says whose it is.      After:  the sender's fence voids what is not ours.
Order:   in the conversation's own, like anything that is said.
Never:   asks the provider; lets the bot speak first when it has a thread again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from gateway.journey import recall
from gateway.journey.holding.opening import open_case
from gateway.journey.holding.passing import pass_on
from gateway.journey.talk import Harvest, Talk
from gateway.people import conversation_store
from handoff import assignment_store, case_store, stretch_store
from handoff.case import Act
from handoff.context import Trigger

LOST = "thread_lost"  # the reason of a case that began so
ELSEWHERE = frozenset({LOST, "answered_elsewhere"})  # nobody of ours was asked for


def lost(talk: Talk, harvest: Harvest) -> None:
    """A webhook says that another app has it."""
    if talk.owner_kind != "external" and talk.pass_on(Act.LOSE_THREAD).opens:
        harvest.ask_people(talk, LOST)


def regained(connection: Connection, talk: Talk, now: int) -> bool:
    """It is ours again: people's where an agent had it or asked for it, else the bot's. True: the bot has it."""
    if talk.owner_kind != "external":
        return False
    row: Any = case_store.current(connection, talk.conversation_id)
    if row is not None and (row.agent_id is not None or row.reason not in ELSEWHERE):
        talk.pass_on(Act.REGAIN_TO_QUEUE)
        case_store.change(connection, talk.conversation_id, queued_at=now, wanted=row.agent_id)
        return False
    talk.pass_on(Act.REGAIN_THREAD)
    case_store.end(connection, talk.conversation_id, "handed_back", now)
    return True


def was_lost(connection: Connection, talk: Talk) -> bool:
    """Did another app get this thread? Then whatever comes to us in the ordinary way shows that it has let go."""
    if talk.changes:
        return talk.changes[-1].move.act is Act.LOSE_THREAD
    return stretch_store.act(connection, talk.conversation_id, talk.owner_epoch) == Act.LOSE_THREAD


def lose(connection: Connection, held: Any, now: int, *, by: str | None = None) -> int:
    """Another app has the thread of a conversation that the caller holds: the epoch from then on."""
    passed = pass_on(connection, held, Act.LOSE_THREAD, now=now, by=by)
    assert passed is not None  # it is held
    if passed.move.opens:
        context = recall.context(connection, held.id, Trigger(code=LOST))
        open_case(connection, held.id, held.customer_id, passed.epoch, context, now, waits=False)
    else:
        let_go(connection, held.id, now)
    return passed.epoch


def refused(connection: Connection, customer_id: str, now: int) -> None:
    """The provider took no message of ours, because another app has the thread."""
    found: Any = conversation_store.of_customer(connection, customer_id)
    held: Any = conversation_store.hold(connection, found.id) if found is not None else None
    if held is not None and held.owner_kind != "external":
        lose(connection, held, now)


def let_go(connection: Connection, conversation_id: str, now: int) -> None:
    """Whoever it was offered to is not waited for."""
    assignment_store.end(connection, conversation_id, "rescinded", now)
    case_store.change(connection, conversation_id, offered_until=None)
