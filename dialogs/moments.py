"""Days and hours as people write them, in French and English. A day without a year is the next one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.understand.counting import in_digits

_NEAR = {
    "today": 0, "aujourd hui": 0, "ce jour": 0, "tonight": 0, "ce soir": 0, "tomorrow": 1, "demain": 1,
    "day after tomorrow": 2, "apres demain": 2, "yesterday": -1, "hier": -1,
}  # fmt: skip
_WEEKDAYS = (
    "monday lundi", "tuesday mardi", "wednesday mercredi", "thursday jeudi", "friday vendredi", "saturday samedi",
    "sunday dimanche",
)  # fmt: skip
_MONTHS = (
    "january janvier jan janv", "february fevrier feb fev fevr", "march mars mar", "april avril apr avr", "may mai",
    "june juin jun", "july juillet jul juil", "august aout aug", "september septembre sep sept",
    "october octobre oct", "november novembre nov", "december decembre dec",
)  # fmt: skip
_WEEKDAY = {name: at for at, names in enumerate(_WEEKDAYS) for name in names.split()}
_MONTH = {name: at for at, names in enumerate(_MONTHS, 1) for name in names.split()}
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b")
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)?(?: of)? ({_NAMES})\b(?: (\d{{4}}))?")
_MONTH_DAY = re.compile(rf"\b({_NAMES}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?: (\d{{4}}))?")
_IN_DAYS = re.compile(r"\b(?:in|dans) (\d{1,3}) (days?|jours?|weeks?|semaines?)\b")
_PHRASE = re.compile("|".join(rf"\b{name}\b" for name in sorted(_NEAR, key=len, reverse=True)))
_DAY_NAME = re.compile(rf"\b({'|'.join(_WEEKDAY)})\b")
_CLOCK = re.compile(r"\b([01]?\d|2[0-4]) ?(?:[:h]|heures?|hours?) ?([0-5]\d)?(?: ?(am|pm))?\b", re.IGNORECASE)
_HALF = re.compile(r"\b(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?([ap])\.?m\b", re.IGNORECASE)
_NOON = {"noon": time(12), "midday": time(12), "midi": time(12), "midnight": time(0), "minuit": time(0)}
_DURATION = re.compile(r"(PT(?=\d+[HM])|P(?=\d+[DWM]))(\d{1,4})([DWMH])")
_SECONDS = {"PD": 86_400, "PW": 7 * 86_400, "PM": 30 * 86_400, "PTH": 3_600, "PTM": 60}
_QUARTERS = {"et demie": 30, "et demi": 30, "et quart": 15, "moins le quart": -15}
_PAST = re.compile(r"\b(half|quarter) (past|to) (2[0-3]|1?\d)\b(?! ?[ap]m)")
_ET = re.compile(rf"\b(2[0-3]|1?\d) (?:heures?|h) ({'|'.join(_QUARTERS)})\b")
_SPOKEN = re.compile(r"\b(2[0-3]|1?\d) (?:heures?|o clock)(?: ([0-5]?\d))?\b")
_EVENING = re.compile(r"\b(?:du soir|de l apres midi|in the (?:evening|afternoon))\b")


def today(facts: Mapping[str, Any]) -> date:
    """The customer's day."""
    now = datetime.fromisoformat(str(facts.get("now") or "1970-01-01T00:00:00Z"))
    return now.astimezone(ZoneInfo(str(facts.get("zone") or "UTC"))).date()


def until(facts: Mapping[str, Any], moment: str) -> int:
    """Seconds, at least one, for an ISO 8601 duration or to a moment; without a zone, of the wall clock there."""
    zone = ZoneInfo(str(facts.get("zone") or "UTC"))
    if found := _DURATION.fullmatch(moment):
        return max(1, int(found[2]) * _SECONDS[found[1] + found[3]])
    then = datetime.fromisoformat(moment)
    then = then if then.tzinfo else then.replace(tzinfo=zone)
    now = datetime.fromisoformat(str(facts.get("now") or "1970-01-01T00:00:00Z"))
    now = now if now.tzinfo else now.replace(tzinfo=UTC)
    return max(1, round((then - now).total_seconds()))


def date_in(folded: str, said: str, day: date) -> date | None:
    """The day that words name, seen from `day`."""
    try:
        return _written(said, day) or _named(folded, day)
    except (ValueError, OverflowError):  # the 31st of a month that has none
        return None


def _written(said: str, day: date) -> date | None:
    if found := _ISO.search(said):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.search(said):
        return _next(int(found[1]), int(found[2]), found[3], day)
    return None


def _named(folded: str, day: date) -> date | None:
    if found := _DAY_MONTH.search(folded):
        return _next(int(found[1]), _MONTH[found[2]], found[3], day)
    if found := _MONTH_DAY.search(folded):
        return _next(int(found[2]), _MONTH[found[1]], found[3], day)
    if found := _IN_DAYS.search(folded):
        return day + timedelta(days=int(found[1]) * (7 if found[2][0] in "ws" else 1))
    if found := _PHRASE.search(folded):
        return day + timedelta(days=_NEAR[found[0]])
    if found := _DAY_NAME.search(folded):
        return day + timedelta(days=(_WEEKDAY[found[0]] - day.weekday() - 1) % 7 + 1)
    return None


def _next(day: int, month: int, year: str | None, seen_from: date) -> date:
    """Europe writes the day first; 12/25 can only be the other way round."""
    if month > 12 >= day:
        day, month = month, day
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = date(seen_from.year, month, day)
    return found if found >= seen_from else date(seen_from.year + 1, month, day)


def _half_past(folded: str) -> time | None:
    """ "half past two", "quarter to nine", "deux heures et demie", "3 heures moins le quart"."""
    if found := _PAST.search(folded):
        hour, part = int(found[3]), 30 if found[1] == "half" else 15
        minutes = hour * 60 + (part if found[2] == "past" else -part)
    elif found := _ET.search(folded):
        minutes = int(found[1]) * 60 + _QUARTERS[found[2]]
    elif found := _SPOKEN.search(folded):
        minutes = int(found[1]) * 60 + int(found[2] or 0)
    else:
        return None
    late = minutes < 720 and _EVENING.search(folded) is not None
    minutes = (minutes + (720 if late else 0)) % 1440
    return time(minutes // 60, minutes % 60)


def time_in(folded: str, said: str) -> time | None:
    """The time of day that words name."""
    spoken = _half_past(in_digits(folded))
    if spoken is not None:
        return spoken
    if found := _HALF.search(said):
        return time(int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0), int(found[2] or 0))
    if found := _CLOCK.search(said):
        hour = int(found[1]) % 24
        late = hour < 12 and _EVENING.search(folded) is not None
        return time(hour + (12 if late else 0), int(found[2] or 0))
    return next((moment for name, moment in _NOON.items() if re.search(rf"\b{name}\b", folded)), None)
