"""Figures: medians and shares that say how sure they are; business time by the local clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.insights.figures import Span, amount, business_time, figure, quantile, share, wilson

PARIS = "Europe/Paris"
HOUR = 3_600_000


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-24T10:00", "2026-11-24T11:30", 1.5),
        ("2026-11-24T17:00", "2026-11-25T10:00", 2),  # the night costs nothing
        ("2026-11-27T17:00", "2026-11-30T10:00", 2),  # nor does the weekend
        ("2026-11-28T10:00", "2026-11-28T12:00", 0),
        ("2026-03-27T09:00", "2026-03-30T09:00", 9),  # the clock changed on Sunday
        ("2026-11-24T12:00", "2026-11-24T12:00", 0),
    ],
)
def test_business_time_is_what_lies_within_opening_hours(start, end, hours):
    assert business_time(at(start), at(end), PARIS) == hours * HOUR


def test_lunch_closes_too():
    split = dict.fromkeys(range(7), (("09:00", "12:00"), ("14:00", "18:00")))
    assert business_time(at("2026-11-24T11:00"), at("2026-11-24T15:00"), PARIS, split) == 2 * HOUR


@given(st.integers(0, 10**11), st.integers(0, 10**9), st.integers(0, 10**9))
def test_business_time_adds_up(start, first, second):
    whole = business_time(start, start + first + second, PARIS)
    middle = start + first
    assert whole == business_time(start, middle, PARIS) + business_time(middle, start + first + second, PARIS)
    assert 0 <= whole <= first + second


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_a_quantile_lies_within(values):
    ordered = sorted(values)
    assert ordered[0] <= quantile(ordered, 0.5) <= quantile(ordered, 0.9) <= ordered[-1]


def test_who_still_waits_counts_with_the_time_until_now():
    spans = [Span(case_id="a", start=0, end=1000), Span(case_id="b", start=0, end=None)]
    made = figure("queue_wait", spans, 9000, PARIS)
    assert (made.n, made.open, made.median, made.few, made.cases) == (2, 1, 5.0, True, ("a", "b"))
    assert figure("queue_wait", [], 0, PARIS).median is None


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_interval_holds_its_share(part, more):
    whole = part + more
    low, high = wilson(part, whole)
    if whole == 0:
        assert (low, high) == (None, None)
    else:
        assert 0 <= low <= part / whole + 1e-9
        assert part / whole - 1e-9 <= high <= 1


def test_a_share_names_its_cases():
    made = share("late", ["a", "b"], 8)
    assert (made.n, made.of, made.share, made.cases) == (2, 8, 0.25, ("a", "b"))


def test_an_amount_has_one_clock():
    made = amount("focus", [("a", 9000), ("b", 1000), ("c", 5000)], 1)
    assert (made.n, made.open, made.median, made.business_median, made.few) == (3, 1, 5.0, None, True)
    assert made.cases == ("a", "b", "c")
    assert amount("focus", [], 0).median is None
