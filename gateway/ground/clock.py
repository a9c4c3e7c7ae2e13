"""Time: one clock, handed to whoever needs it. Stored instants are milliseconds since 1970, UTC."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

Clock = Callable[[], int]

DOUBT = 5_000  # milliseconds that clocks may differ by, or go back, without having been set
log = structlog.get_logger()
# It goes on while the machine sleeps, and nobody can set it
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class SharedClock:
    """The time that `ask` tells, here the database's, carried on by a clock that nobody can set.

    Processes that share a database must agree on the time: what one of them puts off by its own clock, another would do
    too early, or leave undone for as long as the two differ.
    """

    EVERY = 1.0  # seconds between looks
    TOLERANCE = 50.0  # milliseconds that an answer may be late without being news
    WORTH_TELLING = 1_000.0  # milliseconds

    def __init__(self, ask: Clock) -> None:
        self._ask = ask
        self._ahead: float | None = None  # of the steady clock; one value, since another thread sets it
        self.look()

    def __call__(self) -> int:
        assert self._ahead is not None
        return int(_steady() + self._ahead)

    def look(self) -> None:
        """In a thread: ask, and believe it where the way there and back does not explain the difference."""
        before = _steady()
        told = self._ask()
        after = _steady()
        doubt = (after - before) / 2
        ahead = told + doubt - after
        differs = ahead - self._ahead if self._ahead is not None else 0.0
        if self._ahead is None or abs(differs) > doubt + self.TOLERANCE:
            self._ahead = ahead
        if abs(differs) > max(doubt, self.WORTH_TELLING):
            log.warning("clock_set", milliseconds=int(differs))

    async def run(self) -> None:
        """Look again and again; while nobody tells the time it goes on."""
        while True:
            await asyncio.sleep(self.EVERY)
            try:
                await asyncio.to_thread(self.look)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with the database, others say it
                log.debug("clock_not_told", error=type(error).__name__)


def _steady() -> float:
    return time.clock_gettime(_STEADY) * 1000


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
