"""Duty: agents say whether they are there, and what they look at. Also who their colleagues are."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import sight
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.ground.clock import to_iso
from gateway.journey.holding import floor_store, placing, sweeping
from handoff import case_store, duty_store, looking_store, team_store
from handoff.case import Act

FLOOR = ""  # the live stream names no conversation for what concerns the whole floor


class Declaration(msgspec.Struct, kw_only=True):
    """`hand_over`: what is mine and somebody waits for goes to others now, the rest with the customer's next words."""

    status: Literal["available", "busy", "away", "offline"]
    hand_over: bool = False


class Duty(msgspec.Struct, kw_only=True):
    """`status` null: this agent takes no part in routing. `why`: missed, disconnected; null: their own wish."""

    status: str | None
    since: str | None
    why: str | None
    load: float
    capacity: float


class Looking(msgspec.Struct):
    """Every few seconds. `focused`: the page has the focus, and a hand moved within the last minute."""

    mode: Literal["viewing", "replying", "noting"]
    focused: bool = False


class Colleague(msgspec.Struct):
    id: str
    name: str
    teams: list[str]
    languages: list[str]
    status: str | None


class Team(msgspec.Struct):
    id: str
    name: str


class Colleagues(msgspec.Struct):
    """To whom one can pass on, and whom one can mention."""

    agents: list[Colleague]
    teams: list[Team]


def operations(doors: Doors) -> list[Operation]:
    duty = _Duty(doors)
    return [
        Operation(method="GET", path="/desk/api/duty", summary="Am I there", run=duty.show, returns=Duty,
                  guard="agent"),
        Operation(method="PUT", path="/desk/api/duty", summary="I am there, or not", run=duty.declare,
                  body=Declaration, returns=Duty, guard="agent"),
        Operation(method="POST", path="/desk/api/conversations/{id}/looking", summary="I look at it", run=duty.look,
                  body=Looking, guard="agent"),
        Operation(method="GET", path="/desk/api/colleagues", summary="Colleagues and teams", run=duty.colleagues,
                  returns=Colleagues, guard="agent"),
    ]  # fmt: skip


class _Duty:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def show(self, call: Call) -> Duty:
        return await self._doors.database.read(_show, call.who.id, self._doors.clock())

    async def declare(self, call: Call) -> Duty:
        now = self._doors.clock()
        changed = await self._doors.database.write(_declare, call.who, call.body, now)
        self._doors.changed([FLOOR], "duty")
        self._doors.changed(changed, "owner", "case")
        return await self._doors.database.read(_show, call.who.id, now)

    async def look(self, call: Call) -> None:
        conversation_id, now = call.path["id"], self._doors.clock()
        if await self._doors.database.write(_look, conversation_id, call.who, call.body, now):
            self._doors.changed([conversation_id], "looking")

    async def colleagues(self, _call: Call) -> Colleagues:
        return await self._doors.database.read(_colleagues)


def _show(connection: Connection, agent_id: str, now: int) -> Duty:
    row: Any = next((row for row in floor_store.agents(connection) if row.id == agent_id), None)
    load = placing.load_of(floor_store.held_by(connection, agent_id), now)
    return Duty(status=row.status, since=to_iso(row.since), why=row.why, load=load / 100, capacity=row.capacity / 100)


def _declare(connection: Connection, agent: Agent, said: Declaration, now: int) -> list[str]:
    """The conversations that go to others."""
    duty_store.hold(connection, agent.id)
    duty_store.declare(connection, agent.id, said.status, now, hands_over=said.hand_over)
    if said.status in duty_store.ON or not said.hand_over:
        return []
    return sweeping.release(connection, agent.id, Act.END_SHIFT, now)


def _look(connection: Connection, conversation_id: str, agent: Agent, said: Looking, now: int) -> bool:
    sight.must_see(connection, conversation_id, agent)
    looked = looking_store.look(connection, conversation_id, agent.id, said.mode, now)
    if said.focused and looked.since_last:
        case_store.attended(connection, conversation_id, agent.id, looked.since_last, now)
    return looked.is_news


def _colleagues(connection: Connection) -> Colleagues:
    agents: Any = floor_store.agents(connection)
    shown = [
        Colleague(row.id, row.name, _words(row.teams), _words(row.languages), row.status) for row in agents
    ]  # fmt: skip
    teams: Any = team_store.listing(connection)
    return Colleagues(shown, [Team(row.id, row.name) for row in teams])


def _words(text: str) -> list[str]:
    return [one for one in text.split(",") if one]
