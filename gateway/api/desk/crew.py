"""The crew, for admins: agents with their roles, teams and skills; teams; and the audit of who looked at whom."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import audit_store
from gateway.api.desk import hours as team_hours
from gateway.api.desk.duty import FLOOR
from gateway.api.desk.hours import TeamHours
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.shapes import Limit, Place
from gateway.ground.clock import to_iso
from gateway.journey.holding import offices
from handoff import agent_store, team_store

_json = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode
_TEAM = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")

Word = Annotated[str, msgspec.Meta(pattern=r"^[\w-]{1,40}$")]


class Profile(msgspec.Struct, kw_only=True):
    """What an agent may and can do. `capacity`: how many live chats; `channels` empty: all."""

    role: Literal["agent", "supervisor", "admin"]
    languages: list[Word]
    teams: list[Word] = []
    skills: dict[Word, Annotated[int, msgspec.Meta(ge=1, le=5)]] = {}
    channels: list[Word] = []
    capacity: Annotated[float, msgspec.Meta(ge=0, le=50)] = 3


class Member(Profile, kw_only=True):
    id: str
    name: str
    email: str
    disabled_at: str | None


class Members(msgspec.Struct):
    items: list[Member]


class TeamShape(msgspec.Struct, kw_only=True):
    """`hours` null: the brand's."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    skills: list[Word] = []
    hours: TeamHours | None = None


class NamedTeam(TeamShape, kw_only=True):
    id: str


class Teams(msgspec.Struct):
    items: list[NamedTeam]


class AuditQuery(msgspec.Struct, kw_only=True):
    """`target`: a customer's id, or what was acted on; `before`: milliseconds, as `next` of a page says."""

    agent: str | None = None
    target: str | None = None
    before: Place | None = None
    limit: Limit = 200


class Audited(msgspec.Struct, kw_only=True):
    agent_id: str
    agent_name: str | None
    action: str
    target: str
    times: int
    first_at: str
    last_at: str
    detail: str | None


class Audit(msgspec.Struct):
    items: list[Audited]
    next: str | None


def operations(doors: Doors) -> list[Operation]:
    crew = _Crew(doors)
    return [
        Operation(method="GET", path="/desk/api/agents", summary="Who may log in", run=crew.members, returns=Members,
                  guard="admin"),
        Operation(method="PUT", path="/desk/api/agents/{id}", summary="What an agent may and can do", run=crew.change,
                  body=Profile, returns=Member, guard="admin"),
        Operation(method="GET", path="/desk/api/teams", summary="Teams", run=crew.teams, returns=Teams, guard="admin"),
        Operation(method="PUT", path="/desk/api/teams/{id}", summary="Make or change a team", run=crew.put_team,
                  body=TeamShape, returns=NamedTeam, guard="admin"),
        Operation(method="DELETE", path="/desk/api/teams/{id}", summary="Take a team away", run=crew.remove_team,
                  guard="admin"),
        Operation(method="GET", path="/desk/api/audit", summary="Who looked at whom", run=crew.audit,
                  query=AuditQuery, returns=Audit, guard="admin"),
    ]  # fmt: skip


class _Crew:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def members(self, _call: Call) -> Members:
        rows: Any = await self._doors.database.read(agent_store.listing)
        return Members([_member(row) for row in rows])

    async def change(self, call: Call) -> Member:
        row = await self._doors.database.write(_change, call.path["id"], call.body, call.who, self._doors.clock())
        self._doors.changed([FLOOR], "duty")
        return _member(row)

    async def teams(self, _call: Call) -> Teams:
        rows: Any = await self._doors.database.read(team_store.listing)
        return Teams([_named(row) for row in rows])

    async def put_team(self, call: Call) -> NamedTeam:
        team_id, body = call.path["id"], call.body
        if not _TEAM.fullmatch(team_id):
            raise Problem(422, "a team's id is a short word", hint="Such as orders, or after-sales")
        row = await self._doors.database.write(_put_team, team_id, body, call.who, self._doors.clock())
        self._doors.changed([FLOOR], "duty")
        return _named(row)

    async def remove_team(self, call: Call) -> None:
        if not await self._doors.database.write(_remove_team, call.path["id"], call.who, self._doors.clock()):
            raise Problem(404, "there is no such team")

    async def audit(self, call: Call) -> Audit:
        return await self._doors.database.read(_audit, call.query)


def _change(connection: Connection, agent_id: str, profile: Profile, admin: Agent, now: int) -> Any:
    if agent_id == admin.id and profile.role != "admin":
        raise Problem(409, "nobody takes away their own role", hint="Another admin can")
    known = {row.id for row in team_store.listing(connection)}
    unknown = [team for team in profile.teams if team not in known]
    if unknown:
        raise Problem(422, f"teams: there is no {unknown[0]!r}")
    changed = agent_store.change(
        connection, agent_id, role=profile.role, languages=",".join(profile.languages), teams=",".join(profile.teams),
        skills=_encode(profile.skills).decode(), channels=",".join(profile.channels),
        capacity=round(profile.capacity * 100),
    )  # fmt: skip
    if not changed:
        raise Problem(404, "there is no such agent")
    audit_store.record(connection, admin.id, "change_agent", agent_id, now, _encode(profile).decode())
    return agent_store.get(connection, agent_id)


def _put_team(connection: Connection, team_id: str, given: TeamShape, admin: Agent, now: int) -> Any:
    own = team_hours.checked(given.hours, now)
    hours = offices.written(own)
    team_store.put(connection, team_id, now, name=given.name, skills=_encode(given.skills).decode(), hours=hours)
    team_hours.say(connection, team_id, own, admin, now)
    return team_store.get(connection, team_id)


def _remove_team(connection: Connection, team_id: str, admin: Agent, now: int) -> bool:
    removed = team_store.remove(connection, team_id)
    if removed:
        team_hours.say(connection, team_id, None, admin, now)
    return removed


def _named(row: Any) -> NamedTeam:
    hours = team_hours.shown(offices.read(row.hours)) if row.hours is not None else None
    return NamedTeam(id=row.id, name=row.name, skills=_json(row.skills), hours=hours)


def _member(row: Any) -> Member:
    return Member(
        id=row.id, name=row.name, email=row.email, role=row.role, languages=_words(row.languages),
        teams=_words(row.teams), skills=_json(row.skills), channels=_words(row.channels), capacity=row.capacity / 100,
        disabled_at=to_iso(row.disabled_at),
    )  # fmt: skip


def _audit(connection: Connection, asked: AuditQuery) -> Audit:
    limit = min(asked.limit, 1000)
    rows: Any = audit_store.listing(
        connection, agent_id=asked.agent, target=asked.target, before=asked.before, limit=limit
    )  # fmt: skip
    names = agent_store.names(connection, sorted({row.agent_id for row in rows}))
    items = [
        Audited(agent_id=row.agent_id, agent_name=names.get(row.agent_id), action=row.action, target=row.target,
                times=row.times, first_at=to_iso(row.first_at) or "", last_at=to_iso(row.last_at) or "",
                detail=row.detail)
        for row in rows
    ]  # fmt: skip
    return Audit(items, str(rows[-1].last_at) if len(rows) == limit else None)


def _words(text: str) -> list[str]:
    return [one for one in text.split(",") if one]
