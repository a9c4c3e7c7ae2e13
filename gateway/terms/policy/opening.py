"""The next instant at which every window is open: the law's and the customer's, in every zone where they may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from gateway.terms import wall
from gateway.terms.policy.law import Law
from gateway.terms.wall import Wall
from gateway.terms.week import Week, is_open

LOOK_AHEAD = 40  # days; whoever is open less often than that is open never
_AT_ONCE = 4


class Hours(NamedTuple):
    """One set of hours that must hold. `is_law`: not the customer's own."""

    spans: Week
    not_on_holidays: bool = False
    is_law: bool = False


class Where(NamedTuple):
    """The zones where somebody may be, and whose holidays they have."""

    zones: tuple[str, ...]
    country: str
    law: Law


def closed(hours: Sequence[Hours], where: Where, now: int) -> list[str]:
    """Why it is closed now, the customer's own reasons first; empty: it is open."""
    codes: list[str] = []
    for zone in where.zones:
        shown = wall.shown(now, zone)
        for one in hours:
            code = _closed(one, where, shown)
            if code is not None and code not in codes:
                codes.append(code)
    return codes


def opening(hours: Sequence[Hours], where: Where, start: int, before: int) -> int | None:
    """The first instant from `start` on at which all are open; None: there is none before `before`."""
    if start < before and not closed(hours, where, start):
        return start
    for instant in _boundaries(hours, where, start):
        if instant >= before:
            return None
        if not closed(hours, where, instant):
            return instant
    return None


def _closed(hours: Hours, where: Where, shown: Wall) -> str | None:
    if hours.not_on_holidays and where.law.is_holiday(where.country, shown.day):
        return "HOLIDAY"
    weekday = shown.day.weekday()
    if is_open(hours.spans, weekday, shown.minute):
        return None
    if hours.is_law:
        return "LEGAL_WINDOW"
    return "QUIET_HOURS" if hours.spans[weekday] else "QUIET_DAY"


def _boundaries(hours: Sequence[Hours], where: Where, start: int) -> Iterator[int]:
    """Every instant after `start` at which something may open, in order: nothing opens in between."""
    minutes = frozenset((0,)).union(*(_begins(one.spans) for one in hours))
    today = tuple((zone, wall.shown(start, zone).day) for zone in where.zones)
    seen = start
    for ahead in range(0, LOOK_AHEAD, _AT_ONCE):
        found, end = _within(today, minutes, ahead)
        yield from (one for one in found if seen < one)
        seen = end


@lru_cache(maxsize=4096)
def _begins(spans: Week) -> frozenset[int]:
    """The minutes at which one of these opens."""
    return frozenset(opens for day in spans for opens, _ in day)


@lru_cache(maxsize=4096)
def _within(today: tuple[tuple[str, date], ...], minutes: frozenset[int], ahead: int) -> tuple[tuple[int, ...], int]:
    """The same of some days on, up to their end, and that end: one night's many messages ask for the same."""
    end = min(wall.instant(day, wall.DAY * (ahead + _AT_ONCE), zone) for zone, day in today)
    found = {
        one
        for zone, day in today
        for more in range(ahead - 1, ahead + _AT_ONCE + 1)
        for one in _changes(day + timedelta(days=more), minutes, zone)
    }
    return tuple(sorted(one for one in found if one <= end)), end


def _changes(day: date, minutes: Iterable[int], zone: str) -> Iterator[int]:
    """The instants of one day at which the clock begins to show one of these, or jumps."""
    for minute in minutes:
        yield from wall.instants(day, minute, zone)
    jump = wall.jump(day, zone)
    if jump is not None:
        yield jump
