"""Hours at the Desk: when the brand's people and those of each team answer, seen and changed by supervisors.

Who changes them says what they saw, so that of two at once the second is told. What held before is shown, and can be
put back.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import audit_store
from gateway.api.desk.duty import FLOOR
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground import postgres
from gateway.ground.clock import to_datetime, to_iso
from gateway.journey.holding import offices
from gateway.journey.holding.offices import Hours
from gateway.terms import week
from gateway.terms.policy import holidays
from gateway.terms.week import Window
from handoff import agent_store, office_store, team_store
from handoff.office import Office
from handoff.office_store import BRAND

_encode = msgspec.json.Encoder().encode


class TeamHours(msgspec.Struct):
    """When people answer. `zone` null: in the brand's; `closed` null: closed when the brand is, else on these days:
    12-24 of every year, easter+1, 2027-05-14 once."""

    windows: Annotated[list[Window], msgspec.Meta(min_length=1, max_length=week.MOST)]
    zone: str | None = None
    closed: Annotated[list[str], msgspec.Meta(max_length=100)] | None = None


class ClosedDay(msgspec.Struct):
    """`next`: the date on which it comes next; null: it is over."""

    day: str
    next: str | None


class Former(msgspec.Struct):
    """What held until the last change. `own`: what to say to have it again."""

    own: TeamHours | None
    hours: TeamHours | None


class OfficeShape(msgspec.Struct, kw_only=True):
    """`team` null: the brand's. `own`: what people said of it, null: as is configured, of a team as the brand's.
    `windows`: what holds, null: always open. `since`, `by`: the last change, and whose. `until`: when people leave, or
    where they are not there come; null: not within a year."""

    team: str | None
    name: str | None
    own: TeamHours | None
    windows: list[Window] | None
    zone: str
    closed_on: list[ClosedDay]
    since: str | None
    by: str | None
    former: Former | None
    is_open: bool
    until: str | None


class Offices(msgspec.Struct):
    """The brand's first. `configured`: what holds where nobody said otherwise of it."""

    configured: TeamHours | None
    items: list[OfficeShape]


class NewHours(msgspec.Struct, kw_only=True):
    """`own` null: as is configured, of a team as the brand's. `seen`: `since` of what it is to replace."""

    own: TeamHours | None
    seen: str | None


def operations(doors: Doors) -> list[Operation]:
    hours = _Hours(doors)
    return [
        Operation(method="GET", path="/desk/api/hours", summary="When people answer", run=hours.show, returns=Offices,
                  guard="supervisor"),
        Operation(method="PUT", path="/desk/api/hours", summary="When the brand's people answer",
                  run=hours.of_brand, body=NewHours, returns=OfficeShape, guard="supervisor"),
        Operation(method="PUT", path="/desk/api/hours/{id}", summary="When a team's people answer", run=hours.of_team,
                  body=NewHours, returns=OfficeShape, guard="supervisor"),
    ]  # fmt: skip


class _Hours:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def show(self, _call: Call) -> Offices:
        return await self._doors.database.read(_show, self._doors.clock())

    async def of_brand(self, call: Call) -> OfficeShape:
        return await self._change(_change_brand, call, BRAND)

    async def of_team(self, call: Call) -> OfficeShape:
        return await self._change(_change_team, call, call.path["id"])

    async def _change(self, change: Any, call: Call, team: str) -> OfficeShape:
        now = self._doors.clock()
        await self._doors.database.write(change, team, call.body, call.who, now)
        self._doors.changed([FLOOR], "duty")
        shown = await self._doors.database.read(_show, now)
        return next(one for one in shown.items if (one.team or BRAND) == team)


def checked(given: TeamHours | None, now: int) -> Hours | None:
    """Hours that may be kept; Problem 422 for those that cannot be."""
    if given is None:
        return None
    if given.zone is not None and given.zone not in available_timezones():
        raise Problem(422, f"hours: {given.zone!r} is no time zone", code="no_zone", hint="Such as Europe/Paris")
    try:
        windows = week.normal({"windows": msgspec.to_builtins(given.windows)})
        holidays.check(given.closed or ())
    except ValueError as error:
        hint = "Such as {days: [mon, fri], from: 09:00, to: 18:00}"
        raise Problem(422, f"hours: cannot be: {error}", hint=hint) from None
    if day := week.clash(windows):
        raise Problem(422, f"hours: on {day} two periods overlap", code="overlap", hint="Make them one")
    closed = None if given.closed is None else tuple(dict.fromkeys(given.closed))
    hours = Hours(msgspec.convert(windows["windows"], tuple[Window, ...]), given.zone, closed)
    if offices.office(hours, given.zone or "UTC").opens(now) is None:
        raise Problem(422, "hours: it would not open within a year", code="never_open", hint="Take a closed day away")
    return hours


def say(
    connection: Connection, team: str, hours: Hours | None, agent: Agent, now: int, *, own: bool = False
) -> None:  # fmt: skip
    """From now on it is so; where it was otherwise, who said so is written down."""
    before, after = next(iter(office_store.latest(connection, team, 1)), None), offices.written(hours)
    if not office_store.record(connection, team, after, now, own=own, by=agent.id):
        return
    detail = _encode({"before": before.hours if before is not None else None, "after": after}).decode()
    audit_store.record(connection, agent.id, "change_hours", f"team:{team}" if team else "brand", now, detail)


def shown(hours: Hours | None) -> TeamHours | None:
    return None if hours is None else msgspec.convert(msgspec.to_builtins(hours), TeamHours)


def _change_brand(connection: Connection, team: str, given: NewHours, agent: Agent, now: int) -> None:
    """All of them is kept, not only what is other than configured: what held then is known for good."""
    _must_have_seen(connection, team, given)
    own, base = checked(given.own, now), offices.configured(connection)
    if own is None:
        say(connection, team, base.hours, agent, now)
        return
    closed = (base.hours.closed or () if base.hours is not None else ()) if own.closed is None else own.closed
    say(connection, team, Hours(own.windows, own.zone or base.zone, closed), agent, now, own=True)


def _change_team(connection: Connection, team: str, given: NewHours, agent: Agent, now: int) -> None:
    row: Any = team_store.get(connection, team)
    if row is None:
        raise Problem(404, "there is no such team")
    _must_have_seen(connection, team, given)
    own = checked(given.own, now)
    team_store.put(connection, team, now, name=row.name, skills=row.skills, hours=offices.written(own))
    say(connection, team, own, agent, now)


def _must_have_seen(connection: Connection, team: str, given: NewHours) -> None:
    """Problem 409 where somebody else was quicker."""
    if connection.dialect.name == "postgresql":
        postgres.one_at_a_time(connection, "hours")
    last: Any = next(iter(office_store.latest(connection, team, 1)), None)
    if (to_iso(last.since) if last is not None else None) != given.seen:
        raise Problem(409, "somebody changed these hours meanwhile", code="changed_meanwhile", hint="Look again")


def _show(connection: Connection, now: int) -> Offices:
    teams: Any = team_store.listing(connection)
    said: Any = {one: office_store.latest(connection, one, 2) for one in (BRAND, *(row.id for row in teams))}
    names = agent_store.names(connection, sorted({rows[0].by for rows in said.values() if rows and rows[0].by}))
    office, held = offices.every(connection), offices.of_brand(connection)
    own = held if said[BRAND] and said[BRAND][0].own else None
    items = [_one(None, None, own, held, said[BRAND], names, office(None), now)]
    for row in teams:
        own = offices.read(row.hours) if row.hours is not None else None
        items.append(_one(row.id, row.name, own, held, said[row.id], names, office(row.id), now))
    return Offices(shown(offices.configured(connection).hours), items)


def _one(
    team: str | None, name: str | None, own: Hours | None, base: Hours | None, said: Any, names: dict[str, str],
    office: Office, now: int,
) -> OfficeShape:  # fmt: skip
    is_open, last, holds = office.is_open(now), said[0] if said else None, own or base
    closed = next((one.closed for one in (own, base) if one is not None and one.closed is not None), ())
    return OfficeShape(
        team=team, name=name, own=shown(own), zone=office.zone, former=_former(team, said),
        windows=list(holds.windows) if holds is not None else None, closed_on=_closed_on(closed, office.zone, now),
        since=to_iso(last.since) if last is not None else None,
        by=names.get(last.by) if last is not None else None, is_open=is_open,
        until=to_iso(office.closes(now) if is_open else office.opens(now)),
    )  # fmt: skip


def _former(team: str | None, said: Any) -> Former | None:
    """A team had the brand's before it ever had its own."""
    if len(said) < 2:
        return Former(None, None) if team is not None and said else None
    hours = shown(offices.read(said[1].hours)) if said[1].hours is not None else None
    return Former(hours if team is not None or said[1].own else None, hours)


def _closed_on(days: tuple[str, ...], zone: str, now: int) -> list[ClosedDay]:
    """In the order in which they come; those that are over last."""
    today = to_datetime(now).astimezone(ZoneInfo(zone)).date()
    found = [ClosedDay(one, _next(one, today)) for one in days]
    return sorted(found, key=lambda one: (one.next is None, one.next or one.day))


def _next(day: str, today: date) -> str | None:
    """A day of February 29 may be eight years away."""
    years = range(today.year, today.year + 9)
    coming = (one for year in years for one in holidays.dates((day,), year) if one >= today)
    return next((one.isoformat() for one in coming), None)
