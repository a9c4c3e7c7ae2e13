"""The fields of a rule: which values each may have, how a value is kept, and which of two allows more.

initiative  push, digest, pull, off
frequency   "each", or {"n": 2, "per": "week"}: at most so many in any rolling period ("span": 2, in any two
            of them); n 0 is not at all
digest      {"days": ["sat"], "time": "10:00", "every": "week"}: when what was gathered is told
hours       {"windows": [{"days": ["mon"], "from": "09:00", "to": "18:00"}]}: local wall time, half-open
holidays    false: not on public holidays
channels    ["telegram", "sms"]: only these, in this order
pause       until when, in milliseconds
language    a language chosen by the customer
zone        the time zone where they are, by its IANA name
no_robot    true: only people write to this customer
stopped     true: the objection (STOP)
consent     true: agreed to be written to; or {"where": [address ids], "until": …} where it is not everywhere
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import available_timezones

import msgspec

from gateway.terms import digest, frequency, week

INITIATIVES: Final = ("push", "digest", "pull", "off")  # from the most to the least
CHANNELS: Final = ("whatsapp", "messenger", "sms", "telegram", "email", "webchat")
FURTHEST = 4_102_444_800_000  # 2100: a date beyond is a slip of the pen
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class _Agreed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    where: list[str] | None = None
    until: int | None = None
    pending: bool = False


class Field(msgspec.Struct, frozen=True):
    """`loosens(before, after)`: would the customer be written to more? None is "inherit"."""

    normal: Callable[[Any], Any]
    loosens: Callable[[Any, Any], bool]


def normal(field: str, value: Any) -> Any:
    """The one way this value is kept. Raises ValueError where the field may not have it."""
    known = FIELDS.get(field)
    if known is None:
        raise ValueError(f"{field} is no field")
    return known.normal(value)


def loosens(field: str, before: Any, after: Any) -> bool:
    """Would the customer be written to more than before? What is absent counts as what it inherits, which is given.

    >>> loosens("frequency", {"n": 1, "per": "week"}, {"n": 1, "per": "day"}), loosens("initiative", "push", "off")
    (True, False)
    """
    return FIELDS[field].loosens(before, after)


def both(field: str, mine: Any, theirs: Any) -> Any:
    """The value that lets through no more than either of two people decided."""
    made = _BOTH.get(field)
    if made is not None:
        return made(mine, theirs)
    return theirs if loosens(field, theirs, mine) else mine


def agrees(value: Any, address_id: str, now: int) -> str | None:
    """Why such a consent does not hold for this address now; None: it holds."""
    if value is True:
        return None
    if not isinstance(value, Mapping):
        return "NO_CONSENT"
    if value.get("pending"):
        return "OPTIN_PENDING"
    where, until = value.get("where"), value.get("until")
    if where is not None and address_id not in where:
        return "NO_CONSENT"
    return "CONSENT_EXPIRED" if until is not None and until <= now else None


def _initiative(value: Any) -> str:
    if value not in INITIATIVES:
        raise ValueError(f"initiative is one of {', '.join(INITIATIVES)}")
    return str(value)


def _channels(value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not value or any(one not in CHANNELS for one in value):
        raise ValueError(f"channels are a list of {', '.join(CHANNELS)}")
    return list(dict.fromkeys(value))


def _pause(value: Any) -> int:
    until = value
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("the end of a pause names its zone")
        until = int(moment.timestamp() * 1000)
    if isinstance(until, bool) or not isinstance(until, int) or not 0 < until < FURTHEST:
        raise ValueError("the end of a pause is an instant")
    return until


def _language(value: Any) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise ValueError("a language is a code of two or three letters")
    return value


def _zone(value: Any) -> str:
    if not isinstance(value, str) or value not in available_timezones():
        raise ValueError("a zone is written like Europe/Paris")
    return value


def _claim(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _consent(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    try:
        return msgspec.to_builtins(msgspec.convert(value, _Agreed))
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None


def _more_initiative(before: Any, after: Any) -> bool:
    return INITIATIVES.index(after or "push") < INITIATIVES.index(before or "push")


def _more_often(before: Any, after: Any) -> bool:
    """As much in the long run, but more of it at once, is more too: seven a week may be seven in a day."""
    return (frequency.per_day(after), frequency.at_once(after)) > (frequency.per_day(before), frequency.at_once(before))


def _more_digests(before: Any, after: Any) -> bool:
    return before is not None and after is not None and digest.per_month(after) > digest.per_month(before)


def _more_hours(before: Any, after: Any) -> bool:
    outer = week.ALWAYS if before is None else week.week(before)
    return not week.within(week.ALWAYS if after is None else week.week(after), outer)


def _more_channels(before: Any, after: Any) -> bool:
    return before is not None and (after is None or not set(after) <= set(before))


def _more_consent(before: Any, after: Any) -> bool:
    if not after or after == before:
        return False
    if not before or before is True or after is True:
        return before is not True
    wider = before.get("where") is not None and not set(after.get("where") or ["*"]) <= set(before["where"])
    return wider or (after.get("until") or FURTHEST) > (before.get("until") or FURTHEST)


def _both_channels(mine: Any, theirs: Any) -> Any:
    return [one for one in mine if one in theirs] or theirs


# Of two values neither need be the stricter
_BOTH: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "frequency": frequency.both,
    "hours": week.both,
    "channels": _both_channels,
}
FIELDS: Final[Mapping[str, Field]] = {
    "initiative": Field(_initiative, _more_initiative),
    "frequency": Field(frequency.normal, _more_often),
    "digest": Field(digest.normal, _more_digests),
    "hours": Field(week.normal, _more_hours),
    "holidays": Field(_claim, lambda before, after: before is False and after is not False),
    "channels": Field(_channels, _more_channels),
    "pause": Field(_pause, lambda before, after: (after or 0) < (before or 0)),
    "language": Field(_language, lambda _before, _after: False),
    "zone": Field(_zone, lambda _before, _after: False),
    "no_robot": Field(_claim, lambda before, after: before is True and after is not True),
    "stopped": Field(_claim, lambda before, after: bool(before) and not after),
    "consent": Field(_consent, _more_consent),
}
