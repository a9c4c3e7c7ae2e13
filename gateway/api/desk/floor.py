"""The floor, for supervisors: what waits and why, who works on what, and where the bot is disengaged."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import audit_store, sight, sight_store
from gateway.api.desk.duty import FLOOR
from gateway.api.desk.floor_shapes import (
    Assigned,
    Floor,
    Holding,
    Queue,
    Stretch,
    Switch,
    Switches,
    Thrown,
    Trail,
    Waiting,
    Working,
)
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso
from gateway.journey.holding import floor_store, offices, placing
from gateway.journey.holding.disengaging import disengage, to_people
from gateway.people import customer_store
from handoff import agent_store, assignment_store, case_store, stretch_store, switch_store, team_store
from handoff.roles import Right
from handoff.routing import Candidate, Item, is_alarming, lacks, replay

log = structlog.get_logger()

AT_ONCE = 20  # conversations that go to people in one transaction
TITLED = 200  # those that are due first say what they are about

_json = msgspec.json.Decoder().decode


def operations(doors: Doors) -> list[Operation]:
    floor = _Floor(doors)
    return [
        Operation(method="GET", path="/desk/api/floor", summary="Queues and agents", run=floor.show, returns=Floor,
                  guard="supervisor"),
        Operation(method="GET", path="/desk/api/switches", summary="Where the bot is disengaged", run=floor.switches,
                  returns=Switches, guard="agent"),
        Operation(method="POST", path="/desk/api/switches", summary="Disengage the bot, or engage it again",
                  run=floor.switch, body=Switch, returns=Switches, guard="agent"),
        Operation(method="GET", path="/desk/api/conversations/{id}/trail", summary="Who held it, and why",
                  run=floor.trail, returns=Trail, guard="agent"),
    ]  # fmt: skip


class _Floor:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._moving: set[asyncio.Task[None]] = set()

    async def show(self, call: Call) -> Floor:
        return await self._doors.database.read(_show, call.who, self._doors.clock())

    async def switches(self, call: Call) -> Switches:
        return Switches(await self._doors.database.read(_thrown, call.who))

    async def switch(self, call: Call) -> Switches:
        live = await self._doors.database.write(_switch, call.who, call.body, self._doors.clock())
        self._doors.changed([FLOOR, *live[:1]], "switch", "owner")
        task = asyncio.create_task(self._to_people(live, call.who.id))
        self._moving.add(task)
        task.add_done_callback(self._moving.discard)
        if len(live) <= AT_ONCE:
            await task
        return await self.switches(call)

    async def _to_people(self, live: list[str], by: str) -> None:
        """The bot is silent already; conversations follow, a few a transaction. Others come with their next message."""
        for start in range(0, len(live), AT_ONCE):
            some, now = live[start : start + AT_ONCE], self._doors.clock()
            try:
                changed = await self._doors.database.write(to_people, some, by, now)
            except Exception as error:
                log.error("not_to_people", conversations=len(some), exc_info=error)
                continue
            self._doors.changed(changed, "owner", "case")

    async def trail(self, call: Call) -> Trail:
        return await self._doors.database.read(_trail, call.path["id"], call.who)


def _switch(connection: Connection, agent: Agent, switch: Switch, now: int) -> list[str]:
    """The conversations that are to go to people."""
    if switch.scope == "conversation":
        sight.must_see(connection, switch.key, agent)
    elif not agent.may(Right.DISENGAGE_BOT):
        raise Problem(403, "this is for supervisors")
    key = "" if switch.scope == "brand" else switch.key
    done = "engage" if switch.engaged else "disengage"
    audit_store.record(connection, agent.id, done, f"{switch.scope}:{key}", now, switch.reason)
    if switch.engaged:
        switch_store.engage(connection, switch.scope, key)
        return []
    return disengage(connection, switch.scope, key, by=agent.id, reason=switch.reason, now=now)


def _thrown(connection: Connection, agent: Agent) -> list[Thrown]:
    """Those of accounts and of the brand; of conversations, where this agent may see them."""
    known: Any = switch_store.listing(connection)
    seen = sight_store.seen(connection, agent, [row.key for row in known if row.scope == "conversation"])
    rows = [row for row in known if row.scope != "conversation" or row.key in seen]
    names = agent_store.names(connection, sorted({row.by for row in rows}))
    return [
        Thrown(scope=row.scope, key=row.key, by=row.by, by_name=names.get(row.by), reason=row.reason,
               at=to_iso(row.at) or "")
        for row in rows
    ]  # fmt: skip


def _show(connection: Connection, agent: Agent, now: int) -> Floor:
    outcome = placing.outcome(connection, now)
    queued = floor_store.cases(connection, ["queue", "offer"])
    names = customer_store.names(connection, sorted({row.customer_id for row in queued}))
    titles = case_store.titles(connection, [row.case_id for row in queued[:TITLED]])
    office = offices.every(connection)
    waiting = [
        _waiting(
            row, names.get(row.customer_id), titles.get(row.case_id), outcome.waiting.get(row.case_id, {}),
            placing.item(row, office(row.team_id), now), now,
        )
        for row in queued
    ]  # fmt: skip
    agents = [_working(connection, row, now) for row in floor_store.agents(connection)]
    return Floor(
        at=to_iso(now) or "", waiting=waiting, agents=agents, queues=_queues(connection, queued, agents, now),
        switches=_thrown(connection, agent),
    )  # fmt: skip


def _waiting(
    row: Any, name: str | None, title: str | None, why_not: dict[str, str], item: Item, now: int
) -> Waiting:  # fmt: skip
    return Waiting(
        conversation_id=row.id, epoch=row.owner_epoch, customer=name or row.address, title=title,
        owner_id=row.owner_id, case_id=row.case_id, customer_id=row.customer_id, channel=row.channel, team=row.team_id,
        language=row.language, priority=row.priority, reason=row.reason, owner=row.owner_kind,
        due_at=to_iso(row.due_at), queued_at=to_iso(row.queued_at), late=row.due_at < now,
        alarming=is_alarming(item, now),
        why_not=why_not,
    )  # fmt: skip


def _working(connection: Connection, row: Any, now: int) -> Working:
    held = floor_store.held_by(connection, row.id)
    seen = placing.candidate(row, placing.load_of(held, now))
    names = customer_store.names(connection, sorted({one.customer_id for one in held}))
    waits = [one.waiting_since for one in held if one.owner_kind == "agent" and one.waiting_since is not None]
    return Working(
        id=row.id, name=row.name, role=row.role, status=row.status, since=to_iso(row.since), why=row.why,
        teams=list(seen.teams), languages=list(seen.languages), skills=list(seen.skills), load=seen.load / 100,
        capacity=seen.capacity / 100, holds=sum(1 for one in held if one.owner_kind == "agent"),
        offered=sum(1 for one in held if one.owner_kind == "offer"),
        longest_unanswered=to_iso(min(waits, default=None)), last_assigned_at=to_iso(row.last_assigned_at or None),
        cases=[_holding(one, names.get(one.customer_id)) for one in held if one.owner_kind == "agent"],
    )  # fmt: skip


def _holding(row: Any, name: str | None) -> Holding:
    return Holding(
        conversation_id=row.id, epoch=row.owner_epoch, customer=name or row.address, channel=row.channel,
        status=row.status, priority=row.priority, waiting_since=to_iso(row.waiting_since), due_at=to_iso(row.due_at),
    )  # fmt: skip


def _queues(connection: Connection, queued: Any, agents: list[Working], now: int) -> list[Queue]:
    teams: Any = team_store.listing(connection)
    office = offices.every(connection)
    names: dict[str | None, str | None] = {None: None, **{row.id: row.name for row in teams}}
    queues = []
    for team, name in names.items():
        own = [row for row in queued if row.team_id == team]
        free = sum(
            one.capacity - one.load for one in agents if one.status == "available" and (not team or team in one.teams)
        )
        oldest = min((row.queued_at or row.opened_at for row in own), default=None)
        late = sum(1 for row in own if row.due_at < now)
        hours = office(team)
        is_open = hours.is_open(now)
        queues.append(
            Queue(
                team=team, name=name, waiting=len(own), late=late, oldest=to_iso(oldest), free=free, is_open=is_open,
                until=to_iso(hours.closes(now) if is_open else hours.opens(now)),
            )
        )  # fmt: skip
    return queues


def _trail(connection: Connection, conversation_id: str, agent: Agent) -> Trail:
    sight.must_see(connection, conversation_id, agent)
    held: Any = stretch_store.of_conversation(connection, conversation_id)
    given: Any = assignment_store.of_conversation(connection, conversation_id)
    people = {row.owner_id for row in held} | {row.by for row in held} | {row.agent_id for row in given}
    return Trail([_stretch(row) for row in held], [_assigned(row) for row in given],
                 agent_store.names(connection, sorted(one for one in people if one)))  # fmt: skip


def _stretch(row: Any) -> Stretch:
    return Stretch(
        epoch=row.epoch, owner=row.owner_kind, owner_id=row.owner_id, status=row.status, act=row.act, by=row.by,
        began_at=to_iso(row.began_at) or "", ended_at=to_iso(row.ended_at),
    )  # fmt: skip


def _assigned(row: Any) -> Assigned:
    again = replay(_json(row.snapshot))
    return Assigned(
        agent_id=row.agent_id, mode=row.mode, why=_json(row.why), at=to_iso(row.at) or "", outcome=row.outcome,
        candidates=list(again.candidates) if again else [], lacking=_lacking(_json(row.snapshot)),
        replayed=again is not None and again.agent_id == row.agent_id,
    )  # fmt: skip


def _lacking(snapshot: Any) -> dict[str, str]:
    """What each of the others lacked then."""
    item = msgspec.convert(snapshot["item"], Item)
    agents = msgspec.convert(snapshot["agents"], list[Candidate])
    found = {one.id: lacks(item, one, snapshot["now"]) for one in agents}
    return {agent: lack for agent, lack in found.items() if lack}
