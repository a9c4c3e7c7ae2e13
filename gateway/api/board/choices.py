"""What the page offers to choose from, and how a rule shows as a choice. Pure; words are the template's.

A rule that was said in other words than the page has is `custom`: it is kept unless another choice is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gateway.terms import digest
from gateway.terms.actions import ActionRefused
from gateway.terms.frequency import pace
from gateway.terms.week import DAYS

Form = Mapping[str, str]

PACES: Mapping[str, Any] = {
    "each": "each", "daily": "daily", "three": {"n": 3, "per": "week"}, "weekly": "weekly", "monthly": "monthly",
}  # fmt: skip
CLOCKS = tuple(f"{hour:02}:00" for hour in range(25))
DIGESTS = ("daily", *DAYS, "first")
_WHOLE_DAY = (CLOCKS[0], CLOCKS[-1])


class HoursShown(NamedTuple):
    days: tuple[str, ...] = DAYS
    opens: str = CLOCKS[0]
    closes: str = CLOCKS[-1]
    custom: bool = False


class DigestShown(NamedTuple):
    when: str = "sat"  # daily, a day of every week, "first" (the first Saturday of a month), custom
    time: str = "10:00"


def pace_shown(value: Any) -> str:
    return "three" if value == PACES["three"] else pace(value)


def pace_asked(form: Form) -> Any:
    return PACES[_one_of(form.get("pace", ""), PACES)]


def hours_shown(value: Any) -> HoursShown:
    """
    >>> hours_shown({"windows": [{"days": ["sat", "sun"], "from": "10:00", "to": "18:00"}]})
    HoursShown(days=('sat', 'sun'), opens='10:00', closes='18:00', custom=False)
    """
    windows = value["windows"] if value else []
    if not windows:
        return HoursShown()
    one = windows[0]
    odd = len(windows) > 1 or one["from"] not in CLOCKS or one["to"] not in CLOCKS
    return HoursShown(tuple(one["days"]), one["from"], one["to"], odd)


def hours_asked(form: Form) -> Any:
    """None: at any time. Refused where no hour is left, or where one cannot tell whether all are."""
    days = [one for one in DAYS if one in form.get("days", "").split(",")]
    opens, closes = (_one_of(form.get(name, ""), CLOCKS) for name in ("opens", "closes"))
    if not days or opens == closes:
        raise ActionRefused("no_hours")
    if len(days) == len(DAYS) and (opens, closes) == _WHOLE_DAY:
        return None
    return {"windows": [{"days": days, "from": opens, "to": closes}]}


def holidays_asked(form: Form) -> bool | None:
    """False: not on these. None: as on any other day."""
    return {"no": False, "yes": None}[_one_of(form.get("holidays", ""), ("no", "yes"))]


def digest_shown(value: Any) -> DigestShown:
    """
    >>> digest_shown({"days": ["sat"], "time": "18:00", "every": "week"})
    DigestShown(when='sat', time='18:00')
    """
    for when in DIGESTS:
        if digest.normal({**_calendar(when), "time": value["time"]}) == value:
            return DigestShown(when, value["time"])
    return DigestShown("custom", value["time"])


def digest_asked(form: Form) -> dict[str, Any]:
    when = _one_of(form.get("when", ""), DIGESTS)
    return {**_calendar(when), "time": _one_of(form.get("time", ""), CLOCKS[:-1])}


def channels_asked(form: Form, there: Sequence[str]) -> list[str] | None:
    """These, in this order; None: wherever they are."""
    given = [one for one in (form.get("first", ""), form.get("then", "")) if one]
    wanted = list(dict.fromkeys(_one_of(one, there) for one in given))
    return wanted or None


def _calendar(when: str) -> dict[str, Any]:
    match when:
        case "daily":
            return {"every": "day"}
        case "first":
            return {"every": "month", "days": ["sat"], "nth": 1}
        case _:
            return {"every": "week", "days": [when]}


def _one_of(wanted: str, known: Any) -> str:
    if wanted not in known:
        raise ActionRefused("bad_value")
    return wanted
