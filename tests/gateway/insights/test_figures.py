"""Figures: medians and shares that say how sure they are; business time by the local clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gateway.insights.figures import Span, amount, figure, quantile, share, tally, wilson
from handoff.office import ALWAYS, History, Office

PARIS = "Europe/Paris"
HOUR = 3_600_000


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).timestamp() * 1000)


EVEN = Office(PARIS, (((9 * 60, 18 * 60),),) * 5 + ((), ()))
NIGHTS = Office(PARIS, (((0, 6 * 60), (20 * 60, 24 * 60)),) * 7)
CHANGED = History(((0, EVEN), (at("2026-11-25T00:00"), NIGHTS)))


def hours(team: str | None) -> History:
    return {None: History.of(EVEN), "nights": History.of(NIGHTS), "moved": CHANGED}[team]


def test_business_time_is_by_the_hours_of_the_team_and_of_then():
    start, end = at("2026-11-24T17:00"), at("2026-11-25T10:00")
    spans = [Span(case_id=team or "", team=team, start=start, end=end) for team in (None, "nights", "moved")]
    made = [figure("queue_wait", [one], 0, hours).business_median for one in spans]
    assert made == [2 * HOUR / 1000, 10 * HOUR / 1000, 7 * HOUR / 1000]  # one hour of the day, six of the new nights
    whole = figure("queue_wait", spans, 0, hours)
    assert (whole.median, whole.business_median) == (17 * HOUR / 1000, 7 * HOUR / 1000)


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_a_quantile_lies_within(values):
    ordered = sorted(values)
    assert ordered[0] <= quantile(ordered, 0.5) <= quantile(ordered, 0.9) <= ordered[-1]


def test_who_still_waits_counts_with_the_time_until_now():
    spans = [Span(case_id="a", start=0, end=1000), Span(case_id="b", start=0, end=None)]
    made = figure("queue_wait", spans, 9000, lambda _team: History.of(ALWAYS))
    assert (made.n, made.open, made.median, made.few, made.cases) == (2, 1, 5.0, True, ("a", "b"))
    assert figure("queue_wait", [], 0, lambda _team: History.of(ALWAYS)).median is None


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


def test_a_tally_is_no_time():
    made = tally("contacts", [("a", 4), ("b", 1), ("c", 1), ("d", 2)], 2)
    assert (made.n, made.open, made.median, made.p90, made.business_median) == (4, 2, 1.5, 3.4, None)
    assert tally("contacts", [], 0).median is None
