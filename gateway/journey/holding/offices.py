"""Offices: whose hours hold for a case, its team's or the brand's, now and before.

Before:  the roof hands each connection the hours that are configured.      After:  what is due is so in business time.
Order:   a team's own hours, else what people said of the brand's, else the configuration's; without any, always open.
Never:   keeps what it read: hours that are changed hold at once, in every process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.terms import week
from gateway.terms.policy import holidays
from gateway.terms.week import Window
from handoff import case_store, office_store, team_store
from handoff.office import History, Office, of_team
from handoff.office_store import BRAND

OPTION = "office"  # of a connection: what is configured

_encode = msgspec.json.Encoder().encode


class Hours(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hours as they are kept. Of a team `zone` and `closed` None are the brand's."""

    windows: tuple[Window, ...]
    zone: str | None = None
    closed: tuple[str, ...] | None = None  # days, as the law words holidays


read = msgspec.json.Decoder(Hours).decode


@dataclass(frozen=True)
class Configured:
    """`hours` None: the brand's people always answer."""

    hours: Hours | None = None
    zone: str = "UTC"


def written(hours: Hours | None) -> str | None:
    """As they are kept; equal hours are equal texts."""
    return None if hours is None else _encode(hours).decode()


@lru_cache(maxsize=256)
def office(hours: Hours | None, zone: str) -> Office:
    """The office of these hours. Raises ValueError."""
    return with_own(Office(zone), hours)


def with_own(base: Office, own: Hours | None) -> Office:
    """The office of hours of somebody's own, else another's. Raises ValueError."""
    return base if own is None else of_team(base, _week(own), own.zone, _closing(own.closed))


@lru_cache(maxsize=256)
def _closing(days: tuple[str, ...] | None) -> Callable[[date], bool] | None:
    """One value for equal days, so that offices are equal too."""
    return None if days is None else partial(holidays.among, days)


def configured(connection: Connection) -> Configured:
    """What the configuration says of the brand."""
    found: Configured = connection.get_execution_options().get(OPTION, Configured())
    return found


def of_brand(connection: Connection) -> Hours | None:
    """Its hours; None: always open."""
    said: Any = next(iter(office_store.latest(connection, BRAND, 1)), None)
    return read(said.hours) if said is not None and said.own else configured(connection).hours


def brand(connection: Connection) -> Office:
    return office(of_brand(connection), configured(connection).zone)


def of(connection: Connection, team: str | None) -> Office:
    """Of cases of this team, or of none."""
    return _of(connection, brand(connection), team)


def _of(connection: Connection, base: Office, team: str | None) -> Office:
    row = team_store.get(connection, team) if team is not None else None
    return with_own(base, read(row.hours)) if row is not None and row.hours is not None else base


def of_case(connection: Connection, conversation_id: str) -> Office:
    """Of the open case of a conversation, if there is one yet."""
    row: Any = case_store.current(connection, conversation_id)
    return of(connection, row.team_id if row is not None else None)


def every(connection: Connection) -> Callable[[str | None], Office]:
    """By team, each asked for once."""
    return cache(partial(_of, connection, brand(connection)))


def histories(connection: Connection) -> Callable[[str | None], History]:
    """By team: which hours held when."""
    rows: Any = office_store.changes(connection)
    if not rows:
        always = History.of(brand(connection))
        return lambda _team: always
    zone = configured(connection).zone
    found = {team: _history(rows, team, zone) for team in {BRAND, *(row.team_id for row in rows)}}
    return lambda team: found.get(team or BRAND, found[BRAND])


def _history(rows: Any, team: str, zone: str) -> History:
    """Every change, the brand's or the team's. The first hours that the brand gave hold for what was before, too."""
    of_brands, of_own = ([row for row in rows if row.team_id == one] for one in (BRAND, team))
    marks = sorted({0, *(row.since for row in (*of_brands, *of_own))})
    return History(tuple((mark, _at(of_brands, of_own, mark, zone)) for mark in marks))


def _at(of_brands: Any, of_own: Any, mark: int, zone: str) -> Office:
    return with_own(office(_said(of_brands, mark, of_brands[:1]), zone), _said(of_own, mark, ()))


def _said(rows: Any, mark: int, before: Any) -> Hours | None:
    """What was said last by then."""
    last = ([row for row in rows if row.since <= mark] or list(before))[-1:]
    return read(last[0].hours) if last and last[0].hours is not None else None


def _week(hours: Hours) -> week.Week:
    return week.week({"windows": msgspec.to_builtins(hours.windows)})
