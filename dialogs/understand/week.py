"""Hours of a week as sets of minutes: closing some, opening some, and back to windows.

Windows are half-open, in local wall time; one that passes midnight belongs to the day on which it starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dialogs.understand.moments import DAY_NAMES, MIDNIGHT, Between, From, Moment, Part, Until, clock

Span = tuple[int, int]  # minutes of the week, Monday 00:00 is 0; half-open
Spans = tuple[Span, ...]  # in order, apart from each other

WEEK = 7 * MIDNIGHT
ALWAYS: Spans = ((0, WEEK),)


def spans(days: Iterable[str], times: Sequence[Moment], parts: Mapping[str, Between]) -> Spans:
    """Those times on those days; whole days where no time is given. `parts` says what "the evening" is."""
    starts = [DAY_NAMES.index(day) * MIDNIGHT for day in days]
    hours = [_hours(time, parts) for time in times] or [(0, MIDNIGHT)]
    return joined((start + opens, start + closes) for start in starts for opens, closes in hours)


def joined(found: Iterable[Span]) -> Spans:
    """In order, wrapped around the week, what touches made one."""
    wrapped = sorted(piece for span in found for piece in _wrapped(span))
    kept: list[Span] = []
    for start, end in wrapped:
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return tuple(kept)


def without(one: Spans, other: Spans) -> Spans:
    """What is in one and not in the other."""
    return within(one, inverse(other))


def within(one: Spans, other: Spans) -> Spans:
    """What is in both."""
    both = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return joined((start, end) for start, end in both if start < end)


def inverse(one: Spans) -> Spans:
    edges = [0, *(edge for span in one for edge in span), WEEK]
    return tuple((start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)


def from_value(value: Mapping[str, Any]) -> Spans:
    """Of `{"windows": [{"days", "from", "to"}]}`."""
    return joined(
        (DAY_NAMES.index(day) * MIDNIGHT + start, DAY_NAMES.index(day) * MIDNIGHT + end)
        for window in value["windows"]
        for start, end in [_window(window)]
        for day in window.get("days") or DAY_NAMES
    )


def as_value(found: Spans) -> dict[str, Any]:
    """The same as windows, days with the same hours together. A night that is open stays one window."""
    by_hours: dict[Span, list[str]] = {}
    for day, start, end in _by_day(found):
        by_hours.setdefault((start, end), []).append(day)
    windows = [
        {"days": [name for name in DAY_NAMES if name in days], "from": clock(start), "to": clock(end)}
        for (start, end), days in by_hours.items()
    ]
    return {"windows": sorted(windows, key=lambda one: (DAY_NAMES.index(str(one["days"][0])), str(one["from"])))}


def _hours(time: Moment, parts: Mapping[str, Between]) -> Span:
    match time:
        case From(minute=minute):
            return minute, MIDNIGHT
        case Until(minute=minute):
            return 0, minute
        case Part(name=name):
            return _hours(parts[name], parts)
        case Between(start=start, end=end):
            return start, end if end > start else end + MIDNIGHT
        case _:
            raise ValueError(f"{type(time).__name__} is no span of a day")


def _wrapped(span: Span) -> Iterator[Span]:
    start, end = span
    if end <= WEEK:
        yield span
    else:
        yield start, WEEK
        yield 0, end - WEEK


def _window(window: Mapping[str, Any]) -> Span:
    start, end = (int(text[:2]) * 60 + int(text[3:5]) for text in (window["from"], window["to"]))
    return start, end if end > start else end + MIDNIGHT


def _by_day(found: Spans) -> Iterator[tuple[str, int, int]]:
    """Cut at midnight, but for a night: what goes on for less than half a day after it."""
    for begin, end in _around(found):
        start = begin
        while start < end:
            day = start // MIDNIGHT
            midnight = (day + 1) * MIDNIGHT
            until = end if end <= midnight or _is_night(start, end, midnight) else midnight
            yield DAY_NAMES[day % 7], start % MIDNIGHT, (until - 1) % MIDNIGHT + 1
            start = until


def _is_night(start: int, end: int, midnight: int) -> bool:
    """Over one midnight only, and shorter than a day: else "all Tuesday and Wednesday morning" would be one window."""
    return end - midnight < MIDNIGHT // 2 and end - start < MIDNIGHT and start % MIDNIGHT > 0


def _around(found: Spans) -> Spans:
    """The night from Sunday to Monday made one again."""
    if (
        len(found) < 2
        or found[0][0] != 0
        or found[-1][1] != WEEK
        or not _is_night(found[-1][0], WEEK + found[0][1], WEEK)
    ):
        return found
    return (*found[1:-1], (found[-1][0], WEEK + found[0][1]))
