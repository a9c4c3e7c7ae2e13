"""The office: when people answer. Business time is what of a time lies within its open hours. Pure.

Hours are those of a wall clock, which jumps twice a year: a time that it skips is the end of the gap, a time that it
shows twice is the first of the two. Times are milliseconds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = 60_000
YEAR = 366 * 24 * 60 * MINUTE  # nobody looks further ahead

Span = tuple[int, int]  # half-open
Week = tuple[tuple[Span, ...], ...]  # in minutes of the day, by weekday, Monday first

MIDNIGHT = datetime.min.time()


def _never(_day: date) -> bool:
    return False


@dataclass(frozen=True)
class Office:
    """`week` None: always open. On days that are `closed`, holidays perhaps, nobody works at all."""

    zone: str = "UTC"
    week: Week | None = None
    closed: Callable[[date], bool] = _never

    def is_open(self, at: int) -> bool:
        if self.week is None:
            return True
        return any(opens <= at < closes for opens, closes in _of_day(self, self._day(at)))

    def opens(self, at: int) -> int | None:
        """The first open moment from `at` on, which is `at` itself while it is open; None: not within a year."""
        if self.week is None:
            return at
        return next((start for start, _ in self._spans(at, at + YEAR)), None)

    def closes(self, at: int) -> int | None:
        """Until when it is open without a break, where it is open at `at`; None: for more than a year, or it is not."""
        if self.week is None or not self.is_open(at):
            return None
        until = at
        for start, end in self._spans(at, at + YEAR):
            if start > until:
                break
            until = end
        return until if until < at + YEAR else None

    def after(self, start: int, wait: int) -> int:
        """When `wait` of business time is over; a year after `start` where that has not come by then.

        Who starts later is never over earlier, for the same wait: so the order of a queue holds.
        """
        if self.week is None:
            return start + wait
        left = wait
        for begins, ends in self._spans(start, start + YEAR):
            if ends - begins >= left:
                return begins + left
            left -= ends - begins
        return start + YEAR

    def between(self, start: int, end: int) -> int:
        """How much business time lies between."""
        if self.week is None or end <= start:
            return max(0, end - start)
        return sum(ends - begins for begins, ends in self._spans(start, end))

    def _spans(self, start: int, end: int) -> Iterator[Span]:
        """What is open from `start` to `end`, in order."""
        day = self._day(start)
        while _instant(day, 0, self.zone) < end:
            for opens, closes in _of_day(self, day):
                if opens < end and closes > start:
                    yield max(opens, start), min(closes, end)
            day += timedelta(days=1)

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at / 1000, ZoneInfo(self.zone)).date()


ALWAYS = Office()


@dataclass(frozen=True)
class History:
    """Which hours held from when on, oldest first; the first of them also before. What is past stays as it was."""

    changes: tuple[tuple[int, Office], ...]

    @classmethod
    def of(cls, office: Office) -> History:
        """It was always so."""
        return cls(((0, office),))

    def between(self, start: int, end: int) -> int:
        """How much business time lies between, each moment by the hours that held then."""
        untils = [*(since for since, _ in self.changes[1:]), end]
        total = 0
        for until, (_, office) in zip(untils, self.changes, strict=True):
            total += office.between(start, min(until, end))
            start = max(start, until)
        return total


def of_team(
    brand: Office, week: Week | None, zone: str | None = None, closed: Callable[[date], bool] | None = None
) -> Office:  # fmt: skip
    """Hours of a team's own, where it has some: in the brand's zone and with the brand's holidays, unless it has those
    of its own as well."""
    if week is None:
        return brand
    return replace(brand, week=week, zone=zone or brand.zone, closed=closed or brand.closed)


@lru_cache(maxsize=4096)
def _of_day(office: Office, day: date) -> tuple[Span, ...]:
    """The instants between which it is open on one day, in order and apart from each other."""
    if office.week is None or office.closed(day):
        return ()
    spans: list[Span] = []
    for opens, closes in sorted(office.week[day.weekday()]):
        begins = max(_instant(day, opens, office.zone), spans[-1][1] if spans else 0)
        ends = _instant(day, closes, office.zone)
        if begins < ends:
            spans.append((begins, ends))
    return tuple(spans)


@lru_cache(maxsize=16_384)
def _instant(day: date, minute: int, zone: str) -> int:
    """The first instant at which the clock there shows this, or has passed it."""
    there = ZoneInfo(zone)
    naive = datetime.combine(day, MIDNIGHT) + timedelta(minutes=minute)
    first, second = (_millis(naive.replace(tzinfo=there, fold=fold)) for fold in (0, 1))
    if first <= second:
        return first
    gap = range(second, first + 1, MINUTE)  # the clock jumps somewhere between
    return gap[bisect_left(gap, True, key=lambda at: _shown(at, there) >= naive)]


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _shown(at: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at / 1000, zone).replace(tzinfo=None)
