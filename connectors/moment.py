"""When something happened, as providers write it: seconds or milliseconds since 1970, or ISO 8601 text. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from typing import Any

EARLIEST_MILLIS = 1e11  # as seconds it would be the year 5138


def moment(value: Any) -> datetime | None:
    """The instant in UTC; None for what is none.

    >>> moment("1749416383") == moment(1749416383000) == moment("2025-06-08T20:59:43+0000")
    True
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return _counted(float(value))
    except OverflowError:
        return None
    except ValueError:
        return _written(str(value))


def _counted(number: float) -> datetime | None:
    if not isfinite(number) or number <= 0:
        return None
    try:
        return datetime.fromtimestamp(number if number < EARLIEST_MILLIS else number / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _written(text: str) -> datetime | None:
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        return given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)
    except OverflowError:  # the first and the last day that there are
        return None
