"""A digest's calendar: on which days, at which time, everything gathered is told at once.

A digest is known by its local date, so that neither a clock that jumps nor a customer who travels gets one day's twice.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

import msgspec

from gateway.terms import wall
from gateway.terms.week import DAYS, DayName, clock_of, minutes_of

LOOK_AHEAD = 62  # days: the first Monday of next month is at most so far
PER_MONTH = {"day": 30.0, "week": 30 / 7, "month": 1.0}


class Digest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value of the rule `digest`.

    `every` day: on those of `days`, all without. week: on those of `days`. month: on the `nth` of `days` (-1 the last),
    or on the day `nth` of the month where there are no days.
    """

    time: str = "10:00"
    every: Literal["day", "week", "month"] = "week"
    days: tuple[DayName, ...] = ()
    nth: int | None = None


class Slot(NamedTuple):
    """When a digest is due; its local date is its name."""

    day: date
    at: int


def normal(value: Any) -> dict[str, Any]:
    """The one way a digest's calendar is kept. Raises ValueError where it is none.

    >>> normal({"days": ["sat"], "time": "9:30"})
    {'days': ['sat'], 'time': '09:30', 'every': 'week'}
    """
    try:
        digest = msgspec.convert(value, Digest)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    minute = minutes_of(digest.time)
    if minute == wall.DAY:
        raise ValueError("midnight is 00:00 of the next day")
    days = [name for name in DAYS if name in digest.days] or _usual(digest)
    kept: dict[str, Any] = {"days": days, "time": clock_of(minute), "every": digest.every}
    return kept if digest.every != "month" else {**kept, "nth": _nth(digest, days)}


def next_slot(value: Any, zone: str, after: int, *, not_on: frozenset[date] = frozenset()) -> Slot | None:
    """The first slot later than `after` (milliseconds), on a date that is not one of `not_on`."""
    digest = msgspec.convert(value, Digest)
    today, minute = wall.shown(after, zone).day, minutes_of(digest.time)
    for ahead in range(-1, LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        if falls_on(digest, day) and day not in not_on:
            at = wall.instant(day, minute, zone)
            if at > after:
                return Slot(day, at)
    return None


def falls_on(digest: Digest, day: date) -> bool:
    """Is this one of its dates?"""
    if digest.every != "month":
        return not digest.days or DAYS[day.weekday()] in digest.days
    nth = digest.nth or 1
    if not digest.days:
        return day.day == nth
    last = (day + timedelta(days=7)).month != day.month
    return DAYS[day.weekday()] in digest.days and (last if nth < 0 else (day.day - 1) // 7 + 1 == nth)


def named(customer_id: str, scope: str, day: date) -> str:
    return f"{customer_id}/{scope}/{day.isoformat()}"


def scope_in(digest_id: str) -> str:
    """
    >>> scope_in("c1/topic:offers/2026-11-28")
    'topic:offers'
    """
    return digest_id.split("/")[1]


def per_month(value: Any) -> float:
    """About how many a month."""
    digest = msgspec.convert(value, Digest)
    if digest.every == "day":
        return PER_MONTH["day"] * (len(digest.days) or 7) / 7
    return PER_MONTH[digest.every] * max(len(digest.days), 1)


def _usual(digest: Digest) -> list[DayName]:
    """The days where none is named: every day, or Saturday."""
    return list(DAYS) if digest.every == "day" else ["sat"] if digest.every == "week" else []


def _nth(digest: Digest, days: list[DayName]) -> int:
    nth = digest.nth if digest.nth is not None else 1
    allowed = (-1, *range(1, 5)) if days else range(1, 29)
    if nth not in allowed:
        raise ValueError("nth is 1 to 4 or -1 for a weekday, 1 to 28 for a day of the month")
    return nth
