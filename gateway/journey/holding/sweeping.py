"""Sweeping: what happens by itself when nobody acts: offers that run out, agents who are gone, windows that close.

Before:  a deadline is due, or a second has passed.      After:  placing gives out what came back.
Order:   longest due first, each in a transaction of its own: the agent is held first, then the conversation.
Never:   acts for an epoch that is over; lets one that fails keep another waiting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import Connection

from gateway.ground.clock import to_datetime, to_millis
from gateway.journey.accounts import Accounts
from gateway.journey.holding import (
    choosing,
    floor_store,
    leaving,
    notices,
    offices,
    ownership,
    placing,
    surveying,
    waiting,
)
from gateway.journey.holding.passing import pass_on
from gateway.journey.posting import Posting, Refused, post
from gateway.journey.world import World
from gateway.people import address_store, conversation_store, customer_store
from handoff import assignment_store, case_store, deadline_store, duty_store
from handoff.case import Act
from handoff.deadline_store import Waiting
from handoff.deadlines import PATIENCE, Deadline
from handoff.routing import Candidate, Placement, place

log = structlog.get_logger()


@dataclass(frozen=True)
class Todo:
    """What there is to look after: each is done in a transaction of its own."""

    deadlines: list[Waiting] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # agents
    closing: list[tuple[str, int]] = field(default_factory=list)  # conversations, and when they must be answered
    placements: tuple[Placement, ...] = ()
    agents: list[Candidate] = field(default_factory=list)  # as they were when it was placed


def look(connection: Connection, accounts: Accounts, now: int, most: int) -> Todo:
    """Reads only: most of the time there is nothing to do."""
    deadlines = deadline_store.due(connection, now, most)
    gone = [row.agent_id for row in duty_store.gone(connection, now - PATIENCE.gone)]
    if not case_store.is_any_open(connection):
        return Todo(deadlines, gone)
    items, agents = placing.look(connection, now)
    return Todo(deadlines, gone, _closing(connection, accounts, now), place(items, agents, now).placed, agents)


def fire(connection: Connection, world: World, one: Waiting, now: int) -> list[str]:
    """Handle one deadline, if it still stands. Whoever it concerns is held first: the agent, then the conversation."""
    seen: Any = conversation_store.get(connection, one.conversation_id)
    if seen is not None and seen.owner_id is not None:
        duty_store.hold(connection, seen.owner_id)
    held: Any = conversation_store.hold(connection, one.conversation_id)
    if not deadline_store.take(connection, one) or held is None or held.owner_epoch != one.epoch:
        return []
    return [held.id] if _fire(connection, world, Deadline(one.kind), held, now) else []


def _fire(connection: Connection, world: World, kind: Deadline, held: Any, now: int) -> bool:
    match kind:
        case Deadline.OFFER:
            return _offer_ran_out(connection, held, now)
        case Deadline.NO_AGENT:
            return _nobody_came(connection, world, held, now)
        case Deadline.NO_REPLY:
            return _nobody_answered(connection, world, held, now)
        case Deadline.WAKE:
            return waiting.wake(connection, held, duty_store.get(connection, held.owner_id), now)
        case Deadline.SURVEY:
            return surveying.ask(connection, world, held, now)
        case Deadline.LEFT:
            return leaving.give_up(connection, held, now)


def _offer_ran_out(connection: Connection, held: Any, now: int) -> bool:
    if pass_on(connection, held, Act.DECLINE, now=now) is None:
        return False
    assignment_store.end(connection, held.id, "timed_out", now)
    ownership.decline(connection, held.id, held.owner_id, now)
    return True


def _nobody_came(connection: Connection, world: World, held: Any, now: int) -> bool:
    """The customer hears the truth once; from now on the case is pushed to whoever is free next."""
    row: Any = case_store.current(connection, held.id)
    if row is None:
        return False
    opens = offices.of(connection, row.team_id).opens(now)
    is_closed = opens is not None and opens > now
    if row.is_async and not is_closed:
        return False
    case_store.change(connection, held.id, is_async=True)
    if opens is not None and is_closed:
        return _closed(connection, world, held, row, opens, now)
    tell(connection, world, held, "long_wait", f"no_agent:{row.id}", now)
    return True


def _nobody_answered(connection: Connection, world: World, held: Any, now: int) -> bool:
    """The agent loses it; where it is closed only the customer hears so, and the agent has until it was open for as
    long."""
    row: Any = case_store.current(connection, held.id)
    if row is None or row.waiting_since is None:
        return False
    office = offices.of(connection, row.team_id)
    if office.is_open(now):
        return waiting.to_queue(connection, held, Act.STAY_SILENT, now, excluded=_except(held, now))
    due = office.after(now - PATIENCE.no_reply, PATIENCE.no_reply)
    deadline_store.put(connection, held.id, Deadline.NO_REPLY, held.owner_epoch, due)
    opens = office.opens(now)
    return opens is not None and _closed(connection, world, held, row, opens, now)


def _closed(connection: Connection, world: World, held: Any, row: Any, opens: int, now: int) -> bool:
    """When people are back, said once a case."""
    return tell(connection, world, held, "out_of_hours", f"out_of_hours:{row.id}", now, opens) is not None


def tell(
    connection: Connection, world: World, held: Any, notice: str, key: str, now: int, opens: int | None = None
) -> str | None:  # fmt: skip
    """Say something in the system's name where the customer last wrote, once; the account it leaves by."""
    where: Any = address_store.get(connection, held.address_id) if held.address_id else None
    person: Any = customer_store.get(connection, held.customer_id)
    if where is None or where.account not in set(world.accounts):
        return None
    language = person.language if person else None
    back = notices.back(opens, now, (person.timezone if person else None) or world.zone) if opens is not None else None
    words = notices.say(notice, language, back)
    posting = Posting(
        account=where.account, customer_id=held.customer_id, category="conversation", author="system",
        content=choosing.offering(connection, held, where.account, words, language),
        idempotency_key=f"notice:{key}",
        said_by=f"desk/{notice}",
    )  # fmt: skip
    try:
        post(connection, world.rulebook, world.accounts, posting, now)
    except Refused as refused:
        log.warning("notice_refused", conversation_id=held.id, notice=notice, reason=type(refused).__name__)
        return None
    return str(where.account)


def _except(held: Any, now: int) -> str:
    return f'{{"{held.owner_id}": {now + PATIENCE.declined}}}'


def miss(connection: Connection, agent_id: str, now: int) -> list[str]:
    """An agent whose page is silent: who waits for them goes back to the queue. The conversations that changed."""
    duty: Any = duty_store.hold(connection, agent_id)
    if duty.status not in duty_store.ON or duty.seen_at >= now - PATIENCE.gone:
        return []
    duty_store.declare(connection, agent_id, "offline", now, why="disconnected")
    return release(connection, agent_id, Act.DISCONNECT, now)


def release(connection: Connection, agent_id: str, act: Act, now: int) -> list[str]:
    """What this agent has and somebody waits for goes back to the queue, and every offer."""
    changed = []
    for row in floor_store.held_by(connection, agent_id):
        held: Any = conversation_store.hold(connection, row.id)
        if held.owner_id != agent_id:
            continue
        if held.owner_kind == "offer":
            done = pass_on(connection, held, Act.DECLINE, now=now) is not None
            assignment_store.end(connection, held.id, "rescinded", now)
        elif row.status == "active" and row.waiting_since is not None:
            done = waiting.to_queue(connection, held, act, now, wanted=agent_id)
        else:
            continue
        changed += [held.id] if done else []
    return changed


def bring_forward(connection: Connection, conversation_id: str, due: int, _now: int) -> list[str]:
    """The case is due before the provider's window closes."""
    conversation_store.hold(connection, conversation_id)
    row: Any = case_store.current(connection, conversation_id)
    if row is None or row.due_at <= due:
        return []
    case_store.change(connection, conversation_id, due_at=due)
    return [conversation_id]


def _closing(connection: Connection, accounts: Accounts, now: int) -> list[tuple[str, int]]:
    """Where a provider's window will soon close on a customer who waits."""
    found = []
    for row in floor_store.cases(connection, ["queue", "offer", "agent"]):
        closes = _closes_at(accounts, row) if row.waiting_since is not None else None
        if closes is not None and now < closes <= now + PATIENCE.window_margin * 2:
            due = closes - PATIENCE.window_margin
            found += [(row.id, due)] if row.due_at > due else []
    return found


def _closes_at(accounts: Accounts, row: Any) -> int | None:
    connector = accounts.get(row.account or "")
    if connector is None or row.last_inbound_at is None:
        return None
    until = connector.window(to_datetime(row.last_inbound_at)).open_until
    return to_millis(until) if until is not None else None
