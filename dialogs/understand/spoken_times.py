"""Hours and rates as they are said: what those patterns of chunks.py mean. Items in, a value or a fault out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dialogs.understand.clocks import NO_SUCH_TIME, NOON, Clock, Sense, minutes, span
from dialogs.understand.moments import MOST_TIMES, At, Between, Cap, Fault, From, Part, Until
from dialogs.understand.vocabulary import Item

HALF_OF_DAY = "half_of_day"
TOO_MANY = "too_many"
_TIMES = ("CLOCK", "NOON", "MIDNIGHT", "NUMBER")
_WEEKS_OF_DAYS = {7: 1, 8: 1, 14: 2, 15: 2, 21: 3, 28: 4}  # "tous les quinze jours" is every other week in French


class Either(NamedTuple):
    """One of two, and nobody can tell which."""

    first: From
    second: From


# ---- hours of a day


def between(items: Sequence[Item], _today: date) -> Between | Fault:
    clocks = [clock_of(item) for item in items if item.kind in _TIMES]
    found = span(clocks[0], clocks[1], part_of(items))
    return found if isinstance(found, Fault) else Between(*found)


def sooner(items: Sequence[Item], _today: date) -> Until | Fault:
    """ "avant 9h": mostly closed."""
    minute = _minute(items, "closed_until")
    return minute if isinstance(minute, Fault) else Until(minute)


def later(items: Sequence[Item], _today: date) -> From | Either | Fault:
    """ "après 18h". What is closed after 8 is closed in the evening, what is open after 9 may be either."""
    open_from, closed_from = _minute(items, "from"), _minute(items, "closed_from")
    if isinstance(open_from, Fault) and open_from.reason == HALF_OF_DAY and not isinstance(closed_from, Fault):
        return Either(From(closed_from), From(closed_from - NOON))
    if isinstance(open_from, Fault) or isinstance(closed_from, Fault):
        return Fault(NO_SUCH_TIME)
    return From(open_from) if open_from == closed_from else Either(From(closed_from), From(open_from))


def until(items: Sequence[Item], _today: date) -> Until | Fault:
    minute = _minute(items, "until")
    return minute if isinstance(minute, Fault) else Until(minute)


def at(items: Sequence[Item], _today: date) -> At | Fault:
    minute = _minute(items, "at")
    return minute if isinstance(minute, Fault) else At(minute)


def parts(items: Sequence[Item], _today: date) -> Part:
    return Part(items[-1].value)


# ---- how often


def cap(items: Sequence[Item], _today: date) -> Cap | Fault:
    """ "2 par semaine", "une fois tous les 15 jours", "every other day", "weekly"."""
    periodic = next((item.value for item in items if item.kind == "PERIODIC"), None)
    numbers = [item.value for item in items if item.kind in ("NUMBER", "HOWOFTEN")]
    if periodic is not None:
        n, unit, span_ = periodic
        n = numbers[0] if numbers else n
    else:
        unit, span_ = items[-1].value
        counted, spanned = _counted(items, numbers)
        n, span_ = counted, span_ * spanned * (2 if any(item.kind == "EVERYOTHER" for item in items) else 1)
    if unit in ("hour", "minute") or not 0 <= n <= MOST_TIMES or not 0 < span_ <= MOST_TIMES:
        return Fault(TOO_MANY)
    weeks = _WEEKS_OF_DAYS.get(span_) if unit == "day" else None
    return Cap(n, "week", weeks) if weeks else Cap(n, unit, span_)


# ---- below


def _counted(items: Sequence[Item], numbers: Sequence[int]) -> tuple[int, int]:
    """How many, in how many units: "une fois tous les 15 jours" is 1 and 15, "tous les 15 jours" too."""
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    if numbers and items[0].kind in ("EVERY", "EVERYOTHER"):
        return 1, numbers[0]
    return (numbers[0] if numbers else 1), 1


def _minute(items: Sequence[Item], sense: Sense) -> int | Fault:
    said = next(item for item in items if item.kind in _TIMES)
    hours = any(item.kind == "UNIT" for item in items)
    found = minutes(clock_of(said, hours=hours), sense, part_of(items))
    return Fault(HALF_OF_DAY) if found is None else found


def clock_of(item: Item, *, hours: bool = False) -> Clock:
    match item.kind:
        case "CLOCK":
            return Clock(*item.value)
        case "NOON":
            return Clock(12, None, "h")
        case "MIDNIGHT":
            return Clock(24, None, "h")
        case _:
            return Clock(min(int(item.value), 99), None, "h" if hours else "")


def part_of(items: Sequence[Item]) -> str | None:
    return next((item.value for item in items if item.kind == "PART"), None)


def names_of(item: Item) -> tuple[str, ...]:
    return item.value if item.kind == "DAYS" else (item.value,)
