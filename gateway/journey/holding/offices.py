"""Offices: whose hours hold for a case, its team's or the brand's, now and before.

Before:  the roof hands each connection the brand's office.      After:  what is due is so in business time.
Order:   a team's own hours, else the brand's; always open where nobody said anything.
Never:   asks the database for the hours of the brand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.terms import week
from gateway.terms.policy import holidays
from gateway.terms.week import Window
from handoff import case_store, office_store, team_store
from handoff.office import ALWAYS, History, Office, of_team
from handoff.office_store import BRAND

OPTION = "office"  # of a connection: the brand's

_encode = msgspec.json.Encoder().encode


class Hours(msgspec.Struct, frozen=True):
    """Hours as they are kept. Those of a team have windows alone."""

    windows: tuple[Window, ...]
    zone: str | None = None
    closed: tuple[str, ...] = ()  # days, as the law words holidays


_read = msgspec.json.Decoder(Hours).decode


def written(hours: Hours | None) -> str | None:
    """As they are kept; equal hours are equal texts."""
    return None if hours is None else _encode(hours).decode()


@lru_cache(maxsize=256)
def office(hours: Hours, zone: str) -> Office:
    """The office of these hours. Raises ValueError."""
    return Office(hours.zone or zone, _week(hours), partial(holidays.among, hours.closed))


def brand(connection: Connection) -> Office:
    found: Office = connection.get_execution_options().get(OPTION, ALWAYS)
    return found


def of(connection: Connection, team: str | None) -> Office:
    """Of cases of this team, or of none."""
    row = team_store.get(connection, team) if team is not None else None
    own = row.hours if row is not None else None
    return of_team(brand(connection), _week(_read(own)) if own is not None else None)


def of_case(connection: Connection, conversation_id: str) -> Office:
    """Of the open case of a conversation, if there is one yet."""
    row: Any = case_store.current(connection, conversation_id)
    return of(connection, row.team_id if row is not None else None)


def every(connection: Connection) -> Callable[[str | None], Office]:
    """By team, each asked for once."""
    return cache(partial(of, connection))


def histories(connection: Connection) -> Callable[[str | None], History]:
    """By team: which hours held when."""
    rows: Any = office_store.changes(connection)
    own = brand(connection)
    if not rows:
        always = History.of(own)
        return lambda _team: always
    found = {team: _history(rows, team, own.zone) for team in {BRAND, *(row.team_id for row in rows)}}
    return lambda team: found.get(team or BRAND, found[BRAND])


def _history(rows: Any, team: str, zone: str) -> History:
    """Every change, the brand's or the team's. The first hours that the brand gave hold for what was before, too."""
    of_brand, of_own = ([row for row in rows if row.team_id == one] for one in (BRAND, team))
    marks = sorted({0, *(row.since for row in (*of_brand, *of_own))})
    return History(tuple((mark, _at(of_brand, of_own, mark, zone)) for mark in marks))


def _at(of_brand: Any, of_own: Any, mark: int, zone: str) -> Office:
    base, own = _said(of_brand, mark, of_brand[:1]), _said(of_own, mark, ())
    return of_team(Office(zone) if base is None else office(base, zone), None if own is None else _week(own))


def _said(rows: Any, mark: int, before: Any) -> Hours | None:
    """What was said last by then."""
    last = ([row for row in rows if row.since <= mark] or list(before))[-1:]
    return _read(last[0].hours) if last and last[0].hours is not None else None


def _week(hours: Hours) -> week.Week:
    return week.week({"windows": msgspec.to_builtins(hours.windows)})
