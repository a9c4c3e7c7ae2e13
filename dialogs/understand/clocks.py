"""Times of day and dates as people say them: with or without am and pm, with or without a year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

from dialogs.understand.moments import DAY_NAMES, MIDNIGHT, Fault

Sense = Literal["from", "until", "closed_until", "closed_from", "at"]

NO_SUCH_TIME, NO_SUCH_DATE, PAST, EMPTY = "no_such_time", "no_such_date", "past", "empty_hours"
NOON = 720
_AFTER_NOON = frozenset({"afternoon", "evening"})


class Clock(NamedTuple):
    """`sign`: "a" or "p" for am and pm, "h" where the day has 24 hours, "" where nobody said."""

    hour: int
    minute: int | None = None
    sign: str = ""


def minutes(said: Clock, sense: Sense, part: str | None = None) -> int | Fault | None:
    """Minutes from midnight; None where it may be the morning or the evening.

    Without am or pm, an hour is taken as people mean it: nobody asks for silence until nine in the evening, or for
    messages from five in the morning.
    """
    hour, minute = said.hour, said.minute or 0
    if minute > 59 or hour > 24 or (hour == 24 and minute) or (said.sign in ("a", "p") and not 1 <= hour <= 23):
        return Fault(NO_SUCH_TIME)
    half = _half(said, sense, part)
    if half is None:
        return None
    if hour <= 12 and said.sign != "h":
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour < 12 and half == "p":
        hour += 12
    return hour * 60 + minute


def _half(said: Clock, sense: Sense, part: str | None) -> str | None:
    """ "a", "p", or "h" for as it stands."""
    if said.sign in ("a", "p"):
        return said.sign
    if part in _AFTER_NOON or (part == "night" and said.hour > 5):
        return "p" if said.hour < 12 else "h"
    if said.sign == "h" or part is not None or said.hour > 12 or said.hour == 0:
        return "h" if said.sign == "h" or said.hour != 12 else "p"
    return _likely_half(said.hour, sense)


def _likely_half(hour: int, sense: Sense) -> str | None:
    if hour == 12:
        return "p"
    match sense:
        case "closed_until" | "at":
            return "a" if hour >= 5 else "p"
        case "closed_from" | "until":
            return "p"
        case "from":
            return "p" if hour <= 7 else None


def span(first: Clock, second: Clock, part: str | None = None) -> tuple[int, int] | Fault:
    """From one time to another. "9 to 5" is a working day, "6 to 8pm" an evening, "20h-9h" a night."""
    start, end = minutes(first, "at", part), minutes(second, "at", part)
    if isinstance(start, Fault) or isinstance(end, Fault):
        return Fault(NO_SUCH_TIME)
    assert start is not None
    assert end is not None
    if _open(second, part) and (_open(first, part) or bool(first.sign)) and end <= start and first != second:
        end = end + NOON if start < end + NOON <= MIDNIGHT else end
    if _open(first, part) and second.sign == "p" and start < NOON and start + NOON < end:
        start += NOON
    if start % MIDNIGHT == end % MIDNIGHT:
        return Fault(EMPTY)
    return start % MIDNIGHT, end or MIDNIGHT


def _open(said: Clock, part: str | None) -> bool:
    """May it still be either half of the day?"""
    return not said.sign and part is None and 1 <= said.hour <= 12


def on(today: date, month: int, day: int, year: int | None = None) -> date | Fault:
    """That date, in its next year where none is said."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return Fault(NO_SUCH_DATE)
    for candidate in [year] if year is not None else range(today.year, today.year + 9):
        if day <= monthrange(candidate, month)[1]:
            found = date(candidate, month, day)
            if found >= today:
                return found
            if year is not None:
                return Fault(PAST)
    return Fault(NO_SUCH_DATE)


def day_of_month(today: date, day: int) -> date | Fault:
    """ "le 15": this month's, or the next month's that has one and is to come."""
    if not 1 <= day <= 31:
        return Fault(NO_SUCH_DATE)
    year, month = today.year, today.month
    for _ in range(3):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return Fault(NO_SUCH_DATE)


def next_weekday(today: date, name: str) -> date:
    """The next such day after today."""
    ahead = (DAY_NAMES.index(name) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def end_of(today: date, unit: str, factor: int = 1) -> date:
    """The last day of this week, month or year."""
    if unit == "week":
        return today + timedelta(days=6 - today.weekday())
    if factor == 12:
        return date(today.year, 12, 31)
    return date(today.year, today.month, monthrange(today.year, today.month)[1])
