"""Figures of human work: pure. Median, p90 and n, never an average alone; who still waits counts as waiting.

Times are milliseconds. Business time is what of a span lies within opening hours as they were then; clock time is shown
beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import msgspec

from handoff.office import History

FEW = 20  # below, a figure says that it is one of few
DEFINITION = "causerie.figures.3"  # of what each figure means; a change of meaning is a new one

Hours = Callable[[str | None], History]  # by team; of no team, the brand's


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One measure over many cases. `open`: those that still run, and count with the time until now."""

    name: str
    n: int
    open: int = 0
    median: float | None = None
    p90: float | None = None
    few: bool = True
    business_median: float | None = None
    business_p90: float | None = None
    cases: tuple[str, ...] = ()


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a whole, with its 95 % interval (Wilson)."""

    name: str
    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None
    cases: tuple[str, ...] = ()


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """From when to when in one case, which is this team's; `end` None: it still runs."""

    case_id: str
    team: str | None = None
    start: int
    end: int | None


def figure(name: str, spans: Sequence[Span], now: int, hours: Hours) -> Figure:
    """How long it took, in seconds."""
    clock = sorted((one.end or now) - one.start for one in spans)
    business = sorted(hours(one.team).between(one.start, one.end or now) for one in spans)
    return Figure(
        name=name, n=len(spans), open=sum(1 for one in spans if one.end is None), median=_seconds(clock, 0.5),
        p90=_seconds(clock, 0.9), few=len(spans) < FEW, business_median=_seconds(business, 0.5),
        business_p90=_seconds(business, 0.9), cases=tuple(one.case_id for one in spans),
    )  # fmt: skip


def amount(name: str, amounts: Sequence[tuple[str, int]], running: int) -> Figure:
    """How much of each case, in seconds: no span, so no hour of the day is known of it. `running` are still open."""
    ordered = sorted(milliseconds for _, milliseconds in amounts)
    return Figure(
        name=name, n=len(ordered), open=running, median=_seconds(ordered, 0.5), p90=_seconds(ordered, 0.9),
        few=len(ordered) < FEW, cases=tuple(case_id for case_id, _ in amounts),
    )  # fmt: skip


def tally(name: str, counts: Sequence[tuple[str, int]], running: int) -> Figure:
    """How often in each case. `running` are still open, and count with what has been."""
    ordered = sorted(count for _, count in counts)
    median, p90 = (quantile(ordered, share_) for share_ in (0.5, 0.9))
    return Figure(
        name=name, n=len(ordered), open=running, median=None if median is None else round(median, 1),
        p90=None if p90 is None else round(p90, 1), few=len(ordered) < FEW,
        cases=tuple(case_id for case_id, _ in counts),
    )  # fmt: skip


def share(name: str, part: Iterable[str], whole: int) -> Share:
    cases = tuple(part)
    low, high = wilson(len(cases), whole)
    return Share(
        name=name, n=len(cases), of=whole, share=len(cases) / whole if whole else None, low=low, high=high, cases=cases
    )  # fmt: skip


def quantile(ordered: Sequence[int], share_: float) -> float | None:
    """Of values in order, between the two nearest; None of nothing."""
    if not ordered:
        return None
    place = share_ * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def wilson(part: int, whole: int) -> tuple[float | None, float | None]:
    """Where the true share lies, 19 times in 20."""
    if whole == 0:
        return None, None
    z, p = 1.96, part / whole
    middle, scale = p + z * z / (2 * whole), 1 + z * z / whole
    spread = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _seconds(ordered: Sequence[int], share_: float) -> float | None:
    found = quantile(ordered, share_)
    return None if found is None else round(found / 1000, 1)
