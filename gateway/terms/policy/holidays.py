"""Public holidays, computed from how the law words them, for any year.

A day is written "05-01" (a date), "easter+39" (days from Easter Sunday), "mon3-01" (the third Monday of January),
"mon-1-05" (the last one of May) or "2027-05-14" (once).
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from gateway.terms.week import DAYS

_ONCE = re.compile(r"\d{4}-\d\d-\d\d")
_FIXED = re.compile(r"(\d\d)-(\d\d)")
_EASTER = re.compile(r"easter([+-]\d{1,3})?")
_NTH = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(-1|[1-5])-(\d\d)")


@lru_cache(maxsize=256)
def dates(days: tuple[str, ...], year: int) -> frozenset[date]:
    """These days in one year. Raises ValueError for one that cannot be read."""
    found = (_day(written, year) for written in days)
    return frozenset(one for one in found if one is not None)


def among(days: tuple[str, ...], day: date) -> bool:
    """Is this day one of these?"""
    return bool(days) and day in dates(days, day.year)


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; Meeus, Jones and Butcher).

    >>> easter(2027).isoformat()
    '2027-03-28'
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def check(days: Iterable[str]) -> None:
    """Raises ValueError for a day that cannot be read."""
    for written in days:
        _day(written, 2028)  # a leap year has every date


def _day(written: str, year: int) -> date | None:
    """None: that year has no such day."""
    if _ONCE.fullmatch(written):
        return date.fromisoformat(written)
    if found := _FIXED.fullmatch(written):
        in_leap = date(2028, int(found[1]), int(found[2]))
        return None if (in_leap.month, in_leap.day) == (2, 29) and not isleap(year) else in_leap.replace(year=year)
    if found := _EASTER.fullmatch(written):
        return easter(year) + timedelta(days=int(found[1] or 0))
    if found := _NTH.fullmatch(written):
        return _nth(DAYS.index(found[1]), int(found[2]), int(found[3]), year)
    raise ValueError(f"{written!r} is no holiday. Write 05-01, easter+39, mon3-01 or 2027-05-14")


def _nth(weekday: int, nth: int, month: int, year: int) -> date:
    if nth < 0:
        following = date(year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=(following.weekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
