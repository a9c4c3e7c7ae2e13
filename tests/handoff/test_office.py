"""Office: business time by the local clock, over nights, lunches, holidays and the two days on which clocks jump."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.office import ALWAYS, MINUTE, YEAR, History, Office, of_team

PARIS = "Europe/Paris"
HOUR = 60 * MINUTE
EVEN = ((9 * 60, 19 * 60),)  # nine to seven
WEEKDAYS = (EVEN,) * 5 + ((), ())
SPLIT = (((9 * 60, 12 * 60), (14 * 60, 18 * 60)),) * 7
NIGHTS = (((0, 5 * 60), (22 * 60, 24 * 60)),) * 7
WORKS = Office(PARIS, WEEKDAYS)


def at(text: str, zone: str = PARIS) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def closed_on(*days: str) -> Office:
    return Office(PARIS, WEEKDAYS, partial(_among, frozenset(map(date.fromisoformat, days))))


def _among(days: frozenset[date], day: date) -> bool:
    return day in days


DUE = [
    # from, minutes of business time, over
    ("2026-11-25T10:00", 30, "2026-11-25T10:30", WORKS),
    ("2026-11-27T18:55", 30, "2026-11-30T09:25", WORKS),  # Friday evening: due on Monday
    ("2026-11-27T18:30", 30, "2026-11-27T19:00", WORKS),  # just before it closes is in time
    ("2026-11-28T12:00", 0, "2026-11-30T09:00", WORKS),  # at once is when it opens
    ("2026-11-27T18:55", 30, "2026-12-01T09:25", closed_on("2026-11-30")),  # Monday is a holiday
    ("2026-11-25T11:50", 30, "2026-11-25T14:20", Office(PARIS, SPLIT)),  # over lunch
    ("2026-11-25T23:30", 60, "2026-11-26T00:30", Office(PARIS, NIGHTS)),  # midnight is no border
    ("2026-03-28T23:00", 240, "2026-03-29T04:00", Office(PARIS, NIGHTS)),  # the night has an hour less
    ("2026-10-24T23:00", 240, "2026-10-25T02:00", Office(PARIS, NIGHTS)),  # and one more: two has come twice
    ("2026-03-27T18:00", 120, "2026-03-30T10:00", WORKS),  # the clock changed on Sunday
    ("2026-11-28T12:00", 30, "2026-11-28T12:30", ALWAYS),
]


@pytest.mark.parametrize(("start", "minutes", "over", "office"), DUE)
def test_a_wait_is_over_in_business_time(start, minutes, over, office):
    found = office.after(at(start), minutes * MINUTE)
    if start == "2026-10-24T23:00":  # 23:00, 00:00, 01:00, 02:00 (summer), 02:00 (winter): three hours on
        assert found == at(over) + HOUR
    else:
        assert found == at(over)
    assert office.between(at(start), found) == minutes * MINUTE


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-24T10:00", "2026-11-24T11:30", 1.5),
        ("2026-11-24T18:00", "2026-11-25T10:00", 2),  # the night costs nothing
        ("2026-11-27T18:00", "2026-11-30T10:00", 2),  # nor does the weekend
        ("2026-11-28T10:00", "2026-11-28T12:00", 0),
        ("2026-03-27T09:00", "2026-03-30T09:00", 10),
        ("2026-11-24T12:00", "2026-11-24T12:00", 0),
        ("2026-11-24T12:00", "2026-11-24T11:00", 0),
    ],
)
def test_business_time_is_what_lies_within_open_hours(start, end, hours):
    assert WORKS.between(at(start), at(end)) == hours * HOUR


def test_it_says_when_it_opens_and_closes():
    noon, night = at("2026-11-27T12:00"), at("2026-11-27T21:00")
    assert (WORKS.is_open(noon), WORKS.opens(noon), WORKS.closes(noon)) == (True, noon, at("2026-11-27T19:00"))
    assert (WORKS.is_open(night), WORKS.opens(night), WORKS.closes(night)) == (False, at("2026-11-30T09:00"), None)
    assert not WORKS.is_open(at("2026-11-27T19:00"))  # half-open
    assert Office(PARIS, NIGHTS).closes(at("2026-11-27T23:00")) == at("2026-11-28T05:00")  # through midnight
    assert (ALWAYS.opens(noon), ALWAYS.closes(noon)) == (noon, None)
    round_the_clock = Office(PARIS, (((0, 24 * 60),),) * 7)
    assert (round_the_clock.is_open(night), round_the_clock.closes(night)) == (True, None)


@pytest.mark.parametrize("office", [Office(PARIS, ((),) * 7), Office(PARIS, WEEKDAYS, lambda _day: True)])
def test_what_never_opens_has_an_answer(office):
    """Due a year later, behind everything else: nobody looks for ever."""
    start = at("2026-11-27T12:00")
    assert (office.opens(start), office.after(start, MINUTE), office.is_open(start)) == (None, start + YEAR, False)
    assert office.between(start, start + YEAR) == 0


def test_a_time_that_the_clock_skips_is_the_end_of_the_gap():
    early = Office(PARIS, (((2 * 60 + 30, 4 * 60),),) * 7)
    assert early.opens(at("2026-03-29T01:00")) == at("2026-03-29T03:00")
    assert early.between(at("2026-03-29T00:00"), at("2026-03-30T00:00")) == HOUR
    within = Office(PARIS, (((2 * 60, 2 * 60 + 45),),) * 7)  # that morning it does not open at all
    assert within.opens(at("2026-03-29T00:00")) == at("2026-03-30T02:00")


def test_a_day_that_a_zone_leaves_out_is_none():
    samoa = Office("Pacific/Apia", (EVEN,) * 7)  # it went from the 29th to the 31st
    assert samoa.opens(at("2011-12-29T19:00", "Pacific/Apia")) == at("2011-12-31T09:00", "Pacific/Apia")


def test_a_team_has_its_own_hours_in_the_zone_and_holidays_of_the_brand():
    brand = closed_on("2026-11-25")
    nights = of_team(brand, NIGHTS)
    assert nights.is_open(at("2026-11-26T23:00"))
    assert not nights.is_open(at("2026-11-25T23:00"))
    assert of_team(brand, None) is brand


def test_what_is_past_keeps_the_hours_that_held_then():
    noon = at("2026-11-25T12:00")
    history = History(((at("2026-01-01T00:00"), WORKS), (noon, Office(PARIS, SPLIT))))
    assert history.between(at("2026-11-24T09:00"), at("2026-11-24T21:00")) == 10 * HOUR
    assert history.between(at("2026-11-26T09:00"), at("2026-11-26T21:00")) == 7 * HOUR
    assert history.between(at("2026-11-25T09:00"), at("2026-11-25T21:00")) == (3 + 4) * HOUR
    assert history.between(at("2025-11-26T09:00"), at("2025-11-26T21:00")) == 10 * HOUR  # before all: as at first
    assert History.of(ALWAYS).between(3, 10) == 7


# -- whatever the hours

some = settings(max_examples=50, deadline=None)
minutes = st.integers(0, 24 * 60)
days = st.lists(st.tuples(minutes, minutes).map(sorted).map(tuple), max_size=3).map(tuple)
weeks = st.tuples(*[days] * 7)
holidays = st.sets(st.integers(0, 60), max_size=40).map(
    lambda numbers: partial(_among, frozenset(date.fromordinal(date(2026, 3, 1).toordinal() + one) for one in numbers))
)
offices = st.builds(Office, st.sampled_from([PARIS, "America/New_York", "Asia/Kathmandu"]), weeks, holidays)
moments = st.one_of(
    st.integers(at("2026-03-01T00:00"), at("2026-04-15T00:00")),
    st.sampled_from(["2026-03-29T01:59", "2026-03-29T03:00", "2026-10-25T01:59", "2026-10-25T03:00"]).map(at),
    st.integers(at("2026-10-20T00:00"), at("2026-10-30T00:00")),
)
waits = st.integers(0, 20 * HOUR)


@some
@given(offices, moments, waits)
def test_a_wait_takes_as_much_business_time_as_it_is_long(office, start, wait):
    over = office.after(start, wait)
    assert start + wait <= over <= start + YEAR
    if over < start + YEAR:
        assert office.between(start, over) == wait
    else:
        assert office.between(start, over) <= wait


@some
@given(offices, moments, moments, waits, waits)
def test_nobody_is_overtaken_by_who_comes_much_later(office, first, second, short, more):
    """Who waits is due no later than who comes after with the same target; and one with a shorter target is due before
    them only where it comes within the difference of the two, in business time: so nobody starves."""
    first, second = sorted((first, second))
    long = short + more
    assert office.after(first, long) <= office.after(second, long)
    if office.between(first, second) >= more:
        assert office.after(first, long) <= office.after(second, short)


@some
@given(offices, moments, moments, moments)
def test_business_time_adds_up(office, first, middle, last):
    first, middle, last = sorted((first, middle, last))
    assert office.between(first, last) == office.between(first, middle) + office.between(middle, last)
    assert 0 <= office.between(first, last) <= last - first
    changed = History(((0, office), (middle, office)))
    assert changed.between(first, last) == office.between(first, last)


@some
@given(offices, moments)
def test_it_opens_at_the_first_open_moment(office, now):
    opens = office.opens(now)
    if opens is None:
        assert office.between(now, now + YEAR) == 0
    else:
        assert office.is_open(opens)
        assert office.between(now, opens) == 0
    closes = office.closes(now)
    if closes is not None:
        assert office.between(now, closes) == closes - now
        assert not office.is_open(closes)


@some
@given(weeks, moments)
def test_it_is_open_as_the_wall_clock_says(week, now):
    """Minute by minute, but in the hour that the clock shows twice."""
    for step in range(0, 24 * 60, 17):
        moment = now // MINUTE * MINUTE + step * MINUTE
        shown = datetime.fromtimestamp(moment / 1000, UTC).astimezone(ZoneInfo(PARIS))
        if shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset():
            continue
        minute = shown.hour * 60 + shown.minute
        told = any(opens <= minute < closes for opens, closes in week[shown.weekday()])
        assert Office(PARIS, week).is_open(moment) == told
