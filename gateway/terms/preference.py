"""Terms: all that a customer decided, as rules by scope. Pure: a fold of the ledger.

Scopes are "all", "channel:sms", "category:marketing", "topic:offers". A rule that is absent inherits; a value of 0 or
"off" is a decision. Fields:

    initiative  push, digest, pull, off
    frequency   each, daily, weekly, monthly, or {"max": 2, "per": "week"}: at most so many in any rolling period
    pause       until when, in milliseconds; nothing but what is critical before
    stopped     true: the objection (STOP)
    consent     true: agreed to be written to
    language    a language chosen by the customer
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

Value = Any  # plain JSON
DAYS = {"day": 1, "week": 7, "month": 30}
DAY = 86_400_000
_PACES: dict[str, tuple[int, str]] = {"daily": (1, "day"), "weekly": (1, "week"), "monthly": (1, "month")}
_INITIATIVES = ("push", "digest", "pull", "off")  # from the most to the least


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field of one scope, before and after; None is "inherit"."""

    scope: str
    field: str
    before: Value = None
    after: Value = None


class Terms(msgspec.Struct, frozen=True):
    """`rules` by scope, then field. `version` counts the changes."""

    version: int = 0
    rules: dict[str, dict[str, Value]] = {}

    def get(self, scope: str, field: str) -> Value:
        """What was decided for this very scope; None: nothing."""
        return self.rules.get(scope, {}).get(field)

    def nearest(self, scopes: Iterable[str], field: str) -> Value:
        """The decision of the first scope that has one."""
        return next((value for scope in scopes if (value := self.get(scope, field)) is not None), None)

    def any(self, scopes: Iterable[str], field: str) -> bool:
        """Whether one of these scopes says yes."""
        return any(self.get(scope, field) is True for scope in scopes)


def apply(terms: Terms, changes: Sequence[Change]) -> Terms:
    """The terms after these changes."""
    rules = {scope: dict(fields) for scope, fields in terms.rules.items()}
    for change in changes:
        fields = rules.setdefault(change.scope, {})
        if change.after is None:
            fields.pop(change.field, None)
        else:
            fields[change.field] = change.after
    kept = {scope: fields for scope, fields in rules.items() if fields}
    return Terms(terms.version + 1 if changes else terms.version, kept)


def reversed_changes(changes: Sequence[Change]) -> list[Change]:
    """What takes these changes back."""
    return [
        Change(scope=change.scope, field=change.field, before=change.after, after=change.before)
        for change in reversed(changes)
    ]


def cap(frequency: Value) -> tuple[int, int] | None:
    """At most so many in so many milliseconds; None: no limit.

    >>> cap("weekly"), cap("each"), cap({"max": 0, "per": "week"})
    ((1, 604800000), None, (0, 604800000))
    """
    if isinstance(frequency, dict):
        return int(frequency["max"]), DAYS[frequency["per"]] * DAY
    pace = _PACES.get(frequency) if isinstance(frequency, str) else None
    return (pace[0], DAYS[pace[1]] * DAY) if pace else None


def valid(field: str, value: Value) -> bool:
    """Is this a value that the field may have?"""
    if field == "initiative":
        return value in _INITIATIVES
    if field == "frequency":
        return value in ("each", *_PACES) or _is_cap(value)
    if field == "language":
        return isinstance(value, str) and 2 <= len(value) <= 3
    if field == "pause":
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    return field in ("stopped", "consent") and value in (True, False)


def loosens(field: str, before: Value, after: Value) -> bool:
    """Would the customer be written to more than before? What is absent counts as what it inherits, which is given.

    >>> loosens("frequency", "weekly", "daily"), loosens("initiative", "push", "off")
    (True, False)
    """
    match field:
        case "initiative":
            return _INITIATIVES.index(after or "push") < _INITIATIVES.index(before or "push")
        case "frequency":
            return _per_day(after) > _per_day(before)
        case "pause":
            return (after or 0) < (before or 0)
        case "stopped":
            return bool(before) and not after
        case "consent":
            return bool(after) and not before
        case _:
            return False


def _is_cap(value: Value) -> bool:
    if not isinstance(value, dict) or set(value) != {"max", "per"} or value["per"] not in DAYS:
        return False
    most = value["max"]
    return isinstance(most, int) and not isinstance(most, bool) and 0 <= most <= 1000


def _per_day(frequency: Value) -> float:
    limit = cap(frequency)
    return float("inf") if limit is None else limit[0] / limit[1]
