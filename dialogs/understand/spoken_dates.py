"""Days and dates as they are said: what those patterns of chunks.py mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dialogs.understand.clocks import NO_SUCH_TIME, PAST, day_of_month, end_of, minutes, next_weekday, on
from dialogs.understand.moments import (
    DAY_NAMES,
    MIDNIGHT,
    MOST_TIMES,
    OPEN_PARTS,
    USUAL,
    Days,
    Every,
    Fault,
    For,
    Holidays,
    Span,
    Till,
    days_between,
    in_order,
)
from dialogs.understand.spoken_times import TOO_MANY, clock_of, names_of, part_of
from dialogs.understand.vocabulary import Item

_DAYS = ("DAY", "SHORTDAY", "DAYS")


def days(items: Sequence[Item], _today: date) -> Days:
    named = [item for item in items if item.kind in _DAYS]
    ranged = any(item.kind in ("DASH", "TO", "A", "UNTIL") for item in items)
    if ranged and len(named) == 2 and all(item.kind != "DAYS" for item in named):
        return Days(days_between(named[0].value, named[1].value))
    return Days(in_order({day for item in named for day in names_of(item)}))


def holidays(_items: Sequence[Item], _today: date) -> Holidays:
    return Holidays()


def till(items: Sequence[Item], today: date) -> Till | Fault:
    """To the end of the day that is named: who says "until Monday" may well mean that Monday too."""
    clocks = [item for item in items if item.kind in ("CLOCK", "NOON", "MIDNIGHT")]
    dated = [item for item in items if item not in clocks]
    found = point(dated, today)
    if isinstance(found, Fault) or not clocks:
        return found
    minute = minutes(clock_of(clocks[0]), "at", part_of(items))
    return Till(found.day, minute) if isinstance(minute, int) else Fault(NO_SUCH_TIME)


def before(items: Sequence[Item], today: date) -> Till | Fault:
    """ "pas avant lundi": to the end of the day before."""
    found = point(items, today)
    if isinstance(found, Fault) or found.minute is not None or _names_period(items):
        return found
    earlier = found.day - timedelta(days=1)
    return Till(earlier) if earlier >= today else Fault(PAST)


def every(items: Sequence[Item], today: date) -> Every:
    return Every("day") if part_of(items) else Every("week", days(items[1:], today).days)


def monthly(items: Sequence[Item], _today: date) -> Every:
    nth = next(item.value for item in items if item.kind == "NTH")
    named = [item for item in items if item.kind in _DAYS]
    return Every("month", tuple(day for item in named for day in names_of(item)), nth)


def lasting(items: Sequence[Item], _today: date) -> For | Fault:
    count = next((item for item in items if item.kind in ("NUMBER", "A", "SOME", "CLOCK")), items[-1])
    unit: Span
    unit, factor = next((item.value for item in reversed(items) if item.kind in ("UNIT", "LETTER")), ("hour", 1))
    if count.kind == "SOME":
        return For(None)
    n = count.value[0] if count.kind == "CLOCK" else 1 if count.kind == "A" else count.value
    if not 0 < n * factor <= MOST_TIMES:
        return Fault(TOO_MANY)
    return For(n * factor, unit)


def _names_period(items: Sequence[Item]) -> bool:
    """ "not before next week", "not before January": `point` has the day before it already."""
    kinds = {item.kind for item in items}
    return {"NEXT", "UNIT"} <= kinds or ("MONTH" in kinds and not kinds & {"NUMBER", "NTH", "FINISH"})


def point(items: Sequence[Item], today: date) -> Till | Fault:
    """The day that is named, to its end; "cette semaine", "ce week-end" to theirs."""
    by_kind = {item.kind: item for item in reversed(items)}
    for kinds, build in _DATES:
        if kinds <= by_kind.keys():
            found = build(by_kind, today)
            if isinstance(found, date):
                return Till(found) if found >= today else Fault(PAST)
            return found
    return Fault(PAST)


def _literal(by_kind: dict[str, Item], today: date) -> date | Fault:
    year, month, day = by_kind["DATE"].value
    return on(today, month, day, year)


def _feast(by_kind: dict[str, Item], today: date) -> date | Fault:
    month, day = by_kind["FEAST"].value.split("-")
    return on(today, int(month), int(day))


def _in_month(by_kind: dict[str, Item], today: date) -> date | Fault:
    numbered = by_kind.get("NTH") or by_kind.get("NUMBER")
    month = by_kind["MONTH"].value
    if "FINISH" in by_kind:
        first = on(today, month, 28)
        return first if isinstance(first, Fault) else end_of(first, "month")
    if numbered is None:  # "until January": until it begins
        first = on(today, month, 1)
        return first if isinstance(first, Fault) else first - timedelta(days=1)
    return on(today, month, numbered.value)


def _finish(by_kind: dict[str, Item], today: date) -> date | Fault:
    unit, factor = by_kind["UNIT"].value
    return end_of(today, unit, factor) if unit in ("week", "month") else today


def _next_period(by_kind: dict[str, Item], today: date) -> date | Fault:
    """ "jusqu'à la semaine prochaine": until it begins."""
    return _finish(by_kind, today)


def _relative(by_kind: dict[str, Item], today: date) -> Till | Fault:
    day = today + timedelta(days=by_kind["RELATIVE"].value)
    part = by_kind.get("PART")
    if day < today:
        return Fault(PAST)
    return Till(day, USUAL[part.value] if part and part.value != "night" else None)


def _tonight(_by_kind: dict[str, Item], today: date) -> date:
    return today


def _weekend(by_kind: dict[str, Item], today: date) -> date:
    last = by_kind["DAYS"].value[-1]
    ahead = DAY_NAMES.index(last) - today.weekday()
    return today + timedelta(days=ahead % 7)


def _weekday(by_kind: dict[str, Item], today: date) -> date:
    return next_weekday(today, (by_kind.get("DAY") or by_kind["SHORTDAY"]).value)


def _numbered(by_kind: dict[str, Item], today: date) -> date | Fault:
    return day_of_month(today, (by_kind.get("NTH") or by_kind["NUMBER"]).value)


def _part_of_today(by_kind: dict[str, Item], today: date) -> Till:
    end = OPEN_PARTS[by_kind["PART"].value].end
    return Till(today, None if end == MIDNIGHT else end)


_DATES = (
    ({"DATE"}, _literal),
    ({"FEAST"}, _feast),
    ({"MONTH"}, _in_month),
    ({"TONIGHT"}, _tonight),
    ({"RELATIVE"}, _relative),
    ({"FINISH", "UNIT"}, _finish),
    ({"NEXT", "UNIT"}, _next_period),
    ({"UNIT"}, _finish),
    ({"DAYS"}, _weekend),
    ({"DAY"}, _weekday),
    ({"SHORTDAY"}, _weekday),
    ({"NTH"}, _numbered),
    ({"NUMBER"}, _numbered),
    ({"PART"}, _part_of_today),
)
