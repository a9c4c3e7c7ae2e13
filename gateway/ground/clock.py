"""Time: one clock, handed to whoever needs it. Stored instants are milliseconds since 1970, UTC."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], int]


def now() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def to_millis(moment: datetime) -> int:
    """An aware datetime as milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def to_datetime(millis: int) -> datetime:
    return datetime.fromtimestamp(millis / 1000, UTC)


def to_iso(millis: int | None) -> str | None:
    """ISO 8601 UTC, with milliseconds only where there are any: what the API shows."""
    if millis is None:
        return None
    moment = to_datetime(millis)
    text = moment.isoformat(timespec="milliseconds" if millis % 1000 else "seconds")
    return text.replace("+00:00", "Z")
