"""Plain JSON read without trust: what has another type than it should counts as absent."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from typing import Any

from connectors.moment import moment as read_moment

UNDATED = datetime.fromtimestamp(0, UTC)


def mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def mappings(value: Any) -> list[dict[str, Any]]:
    return [mapping(one) for one in listed(value)]


def text(value: Any) -> str | None:
    """A text that is not empty; numbers as they are written. NUL is taken out: databases refuse it."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).replace("\x00", "") or None


def number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        given = float(value)
    except (ValueError, OverflowError):
        return None
    return given if isfinite(given) else None


def moment(value: Any) -> datetime:
    """What cannot be read says 1970, and counts as of its arrival."""
    return read_moment(value) or UNDATED
