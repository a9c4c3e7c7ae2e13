"""Placing: what waits for people is given to those who are free, each time with its reasons.

Before:  a case opened, or came back to the queue.      After:  the agent accepts, or has it already.
Order:   by `due_at`, as handoff.routing says; an agent is held while their load is counted once more.
Never:   gives more than somebody can carry; waits for an agent.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.ground.ids import new_id
from gateway.journey.holding import floor_store, offices, waiting
from gateway.journey.holding.passing import pass_on
from gateway.people import conversation_store
from handoff import assignment_store, case_store, duty_store
from handoff.case import Act
from handoff.deadlines import PATIENCE
from handoff.office import Office
from handoff.routing import Candidate, Item, Outcome, Placement, place, weight

_encode = msgspec.json.Encoder().encode
_json = msgspec.json.Decoder().decode


def look(connection: Connection, now: int) -> tuple[list[Item], list[Candidate]]:
    """What waits, and who could take it, as the router sees them."""
    queued, office = floor_store.cases(connection, ["queue"]), offices.every(connection)
    items = [item(row, office(row.team_id), now) for row in queued]
    loads = _loads(floor_store.cases(connection, ["agent", "offer"]), now)
    agents: Any = floor_store.agents(connection)
    return items, [candidate(row, loads.get(row.id, 0)) for row in agents if row.status is not None]


def outcome(connection: Connection, now: int) -> Outcome:
    """What the router would do now; for supervisors: why something waits."""
    items, agents = look(connection, now)
    return place(items, agents, now)


def give(connection: Connection, placement: Placement, seen: list[Candidate], now: int) -> bool:
    """Reserve and pass on, one a transaction; False where somebody was quicker or the agent is full by now."""
    chosen, agent_id = placement.item, placement.agent_id
    duty = duty_store.hold(connection, agent_id)
    own: Any = next((row for row in floor_store.agents(connection) if row.id == agent_id), None)
    if duty is None or duty.status != "available" or own is None:
        return False
    load = _loads(floor_store.held_by(connection, agent_id), now).get(agent_id, 0)
    if load + weight(chosen.channel) > own.capacity:
        return False
    held: Any = conversation_store.hold(connection, chosen.conversation_id)
    if held.owner_epoch != chosen.epoch or held.owner_kind != "queue":
        return False
    act = Act.OFFER if placement.mode == "offer" else Act.ASSIGN
    passed = pass_on(connection, held, act, now=now, owner=agent_id)
    if passed is None:
        return False
    _write_down(connection, placement, seen, passed.epoch, now)
    return True


def _write_down(connection: Connection, placement: Placement, seen: list[Candidate], epoch: int, now: int) -> None:
    chosen, agent_id = placement.item, placement.agent_id
    assignment_store.add(
        connection, id=new_id(), case_id=chosen.case_id, conversation_id=chosen.conversation_id, agent_id=agent_id,
        epoch=epoch, mode=placement.mode, why=_encode(placement.why).decode(), at=now,
        snapshot=_encode({"item": chosen, "agents": seen, "now": now}).decode(),
    )  # fmt: skip
    duty_store.assigned(connection, agent_id, now)
    if placement.mode == "offer":
        case_store.change(connection, chosen.conversation_id, offered_until=now + PATIENCE.offer)
        return
    case_store.take(connection, chosen.conversation_id, agent_id, now)
    row: Any = case_store.current(connection, chosen.conversation_id)
    if row is not None and row.waiting_since is not None:
        waiting.expect_reply(connection, chosen.conversation_id, epoch, now)


def item(row: Any, office: Office, now: int) -> Item:
    """A row of the floor as the router sees it."""
    queued_at = row.queued_at or row.opened_at
    return Item(
        case_id=row.case_id, conversation_id=row.id, epoch=row.owner_epoch, due_at=row.due_at,
        queued_at=queued_at, target=row.target, channel=row.channel or "", language=row.language,
        team=row.team_id, skills=tuple(_json(row.skills)), prefers=tuple(_json(row.prefers)), wanted=row.wanted,
        excluded=_json(row.excluded), is_async=row.is_async,
        waited=office.between(queued_at, now),
    )  # fmt: skip


def candidate(row: Any, load: int) -> Candidate:
    """An agent as the router sees one."""
    return Candidate(
        id=row.id, languages=_words(row.languages), skills=tuple(sorted(_json(row.skills))), teams=_words(row.teams),
        channels=_words(row.channels), capacity=row.capacity, load=load, is_available=row.status == "available",
        last_assigned_at=row.last_assigned_at or 0,
    )  # fmt: skip


def load_of(rows: Any, now: int) -> int:
    """What these conversations take of who has them, in hundredths. What is asleep takes nothing."""
    return sum(_weight(row, now) for row in rows)


def _weight(row: Any, now: int) -> int:
    if row.status == "snoozed":
        return 0
    quiet_for = now - row.quiet_since if row.quiet_since is not None else 0
    return weight(row.channel or "", waits=row.waiting_since is not None, quiet_for=quiet_for)


def _loads(rows: Any, now: int) -> dict[str, int]:
    loads: dict[str, int] = {}
    for row in rows:
        loads[row.owner_id] = loads.get(row.owner_id, 0) + _weight(row, now)
    return loads


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(one for one in (text or "").split(",") if one)
