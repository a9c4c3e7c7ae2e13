"""A week's open hours in local wall time: half-open, to the minute.

A window that passes midnight belongs to the day on which it starts: "tue 22:00 to 02:00" is Tuesday night, whose last
two hours are Wednesday's. One that ends where it starts says neither always nor never, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import msgspec

from gateway.terms.wall import DAY

DayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[DayName, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST = 42  # windows; six a day

Span = tuple[int, int]  # minutes of one day, half-open
Week = tuple[tuple[Span, ...], ...]  # by weekday, Monday first

ALWAYS: Week = (((0, DAY),),) * 7

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)|(24):(00)")
_encode = msgspec.json.Encoder().encode


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"opens": "from", "closes": "to"}):
    opens: str
    closes: str
    days: tuple[DayName, ...] = DAYS


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value of the rule `hours`."""

    windows: tuple[Window, ...]


def normal(value: Any) -> dict[str, Any]:
    """The one way these hours are kept. Raises ValueError where they are none.

    >>> normal({"windows": [{"days": ["tue", "mon"], "from": "9:00", "to": "18:00"}]})
    {'windows': [{'days': ['mon', 'tue'], 'from': '09:00', 'to': '18:00'}]}
    """
    windows = [_checked(one) for one in _hours(value).windows]
    return {"windows": sorted(windows, key=lambda one: (DAYS.index(one["days"][0]), one["from"], one["to"]))}


def week(value: Any) -> Week:
    """The spans of each weekday of such a value, which is valid."""
    return _week(_encode(value))


def is_open(spans: Week, weekday: int, minute: int) -> bool:
    """Is this minute inside? 0 is Monday."""
    return any(opens <= minute < closes for opens, closes in spans[weekday])


def clash(value: Any) -> DayName | None:
    """The first day on which two windows of such a value share a minute.

    >>> late = {"days": ["mon"], "from": "22:00", "to": "02:00"}
    >>> clash({"windows": [late, {"days": ["tue"], "from": "01:00", "to": "09:00"}]})
    'tue'
    """
    days = zip(DAYS, week(value), strict=True)
    return next((name for name, spans in days if any(one[1] > two[0] for one, two in pairwise(spans))), None)


def within(inner: Week, outer: Week) -> bool:
    """Is everything that is open in `inner` open in `outer` too?"""
    return all(_minutes(spans) <= _minutes(others) for spans, others in zip(inner, outer, strict=True))


def common(one: Week, other: Week) -> Week:
    """What is open in both."""
    return tuple(tuple(_met(spans, others)) for spans, others in zip(one, other, strict=True))


def both(one: Any, other: Any) -> Any:
    """The hours that suit both of two people; where none do, those of the other.

    >>> noon, all_day = {"from": "12:00", "to": "14:00"}, {"days": ["mon"], "from": "09:00", "to": "18:00"}
    >>> both({"windows": [noon]}, {"windows": [all_day]})
    {'windows': [{'days': ['mon'], 'from': '12:00', 'to': '14:00'}]}
    """
    for inner, outer in ((one, other), (other, one)):
        if within(week(inner), week(outer)):
            return inner
    windows = [
        {"days": [name], "from": clock_of(opens), "to": clock_of(closes)}
        for name, spans in zip(DAYS, common(week(one), week(other)), strict=True)
        for opens, closes in spans
    ]
    return normal({"windows": _together(windows)}) if windows else other


def minutes_of(clock: str) -> int:
    """Minutes since midnight of "HH:MM", at most "24:00". Raises ValueError."""
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError(f"{clock!r} is no time of day")
    hours, minutes = (found[1], found[2]) if found[1] else (found[3], found[4])
    return int(hours) * 60 + int(minutes)


def clock_of(minutes: int) -> str:
    """
    >>> clock_of(570), clock_of(1440)
    ('09:30', '24:00')
    """
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@lru_cache(maxsize=4096)
def _week(raw: bytes) -> Week:
    spans: list[list[Span]] = [[] for _ in DAYS]
    for window in msgspec.json.decode(raw, type=Hours).windows:
        opens, closes = minutes_of(window.opens), minutes_of(window.closes)
        for name in window.days:
            day = DAYS.index(name)
            if opens < closes:
                spans[day].append((opens, closes))
            else:
                spans[day].append((opens, DAY))
                spans[(day + 1) % 7].append((0, closes))
    return tuple(tuple(sorted(span for span in day if span[0] < span[1])) for day in spans)


def _hours(value: Any) -> Hours:
    try:
        hours = msgspec.convert(value, Hours)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    if not 0 < len(hours.windows) <= MOST:
        raise ValueError("hours need at least one window; for never there is initiative off")
    return hours


def _checked(window: Window) -> dict[str, Any]:
    opens, closes = minutes_of(window.opens), minutes_of(window.closes)
    if opens in (closes, DAY) or not window.days:
        raise ValueError("a window has days, and does not end where it starts")
    days = [name for name in DAYS if name in window.days]
    return {"days": days, "from": clock_of(opens), "to": clock_of(closes)}


def _met(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Two by two what they share, in order, where it touches as one."""
    pairs = ((max(one[0], other[0]), min(one[1], other[1])) for one in spans for other in others)
    found: list[Span] = []
    for opens, closes in sorted(pair for pair in pairs if pair[0] < pair[1]):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        else:
            found.append((opens, closes))
    return found


def _together(windows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The days that have the same hours in one window."""
    days: dict[tuple[str, str], list[str]] = {}
    for one in windows:
        days.setdefault((one["from"], one["to"]), []).extend(one["days"])
    return [{"days": names, "from": opens, "to": closes} for (opens, closes), names in days.items()]


def _minutes(spans: Iterable[Span]) -> set[int]:
    return {minute for opens, closes in spans for minute in range(opens, closes)}
