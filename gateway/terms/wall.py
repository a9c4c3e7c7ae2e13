"""Wall time: what the clock on the wall shows where somebody is, and when it shows it. Minutes count from midnight.

Twice a year a wall clock jumps. A time that it skips is taken as the first instant after the gap, a time that it shows
twice as the first of the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 1440  # minutes
MIDNIGHT = datetime.min.time()
_MINUTE = 60_000  # milliseconds


class Wall(NamedTuple):
    """A wall clock at one instant."""

    day: date
    minute: int


def shown(now: int, zone: str) -> Wall:
    """What the clock shows there at `now` (milliseconds)."""
    local = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    return Wall(local.date(), local.hour * 60 + local.minute)


def instant(day: date, minute: int, zone: str) -> int:
    """The first instant at which the clock shows this, or has passed it; `minute` may lie beyond the day."""
    return instants(day, minute, zone)[0]


@lru_cache(maxsize=16_384)
def instants(day: date, minute: int, zone: str) -> tuple[int, ...]:
    """Every instant at which the clock begins to show this: one, two on the day it goes back, the gap's end if none."""
    there = ZoneInfo(zone)
    naive = datetime.combine(day, MIDNIGHT) + timedelta(minutes=minute)
    first, second = naive.replace(tzinfo=there), naive.replace(tzinfo=there, fold=1)
    if first.utcoffset() == second.utcoffset():
        return (_millis(first),)
    if first.astimezone(UTC).astimezone(there).replace(tzinfo=None) == naive:
        return _millis(first), _millis(second)
    return (_jump(_millis(second), _millis(first), there),)


@lru_cache(maxsize=4096)
def jump(day: date, zone: str) -> int | None:
    """The instant at which the clock jumps on that day, forward or back; None on nearly all."""
    there = ZoneInfo(zone)
    start = datetime.combine(day, MIDNIGHT, there)
    end = datetime.combine(day + timedelta(days=1), MIDNIGHT, there)
    return None if start.utcoffset() == end.utcoffset() else _jump(_millis(start), _millis(end), there)


def _jump(before: int, after: int, zone: ZoneInfo) -> int:
    """The minute between these instants from which on the clock is the later one's."""
    offset = _offset(after, zone)
    while after - before > _MINUTE:
        middle = (before + after) // 2 // _MINUTE * _MINUTE
        if _offset(middle, zone) == offset:
            after = middle
        else:
            before = middle
    return after


def _offset(at: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(at / 1000, zone).utcoffset()


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
