"""Hours of a week: half-open, in local wall time, the night belonging to the day on which it begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.terms import week
from gateway.terms.wording import hours
from tests.gateway.terms.effort import tries

days = st.lists(st.sampled_from(week.DAYS), min_size=1, unique=True)
clocks = st.integers(0, 1439).map(week.clock_of)
windows = st.builds(lambda d, a, b: {"days": d, "from": a, "to": b}, days, clocks, clocks).filter(
    lambda one: one["from"] != one["to"]
)
values = st.builds(lambda some: {"windows": some}, st.lists(windows, min_size=1, max_size=4))


def nightly(*names):
    return week.week({"windows": [{"days": list(names), "from": "22:00", "to": "02:00"}]})


@pytest.mark.parametrize(
    ("weekday", "minute", "open_"),
    [
        (1, 1319, False), (1, 1320, True), (1, 1439, True),  # Tuesday evening
        (2, 0, True), (2, 119, True), (2, 120, False),  # the end of Tuesday's night
        (1, 60, False),  # Monday's night, which is not asked for
        (2, 1380, False),  # Wednesday evening
    ],
)  # fmt: skip
def test_tuesday_night_is_tuesday_evening_and_early_wednesday(weekday, minute, open_):
    assert week.is_open(nightly("tue"), weekday, minute) is open_


def test_sunday_night_ends_on_monday():
    assert week.is_open(nightly("sun"), 0, 60)
    assert not week.is_open(nightly("sun"), 6, 60)


def test_a_window_opens_on_its_minute_and_is_closed_on_its_last():
    office = week.week({"windows": [{"days": ["mon"], "from": "09:00", "to": "18:00"}]})
    assert [week.is_open(office, 0, minute) for minute in (539, 540, 1079, 1080)] == [False, True, True, False]


@tries(40)
@given(values)
def test_hours_are_kept_in_one_way_and_mean_the_same(value):
    kept = week.normal(value)
    assert week.normal(kept) == kept
    assert week.week(kept) == week.week(value)
    assert all(hours(kept).values())


@tries(40)
@given(values)
def test_a_window_is_open_for_as_long_as_it_says(value):
    for window in value["windows"]:
        spans = week.week({"windows": [window]})
        opens, closes = week.minutes_of(window["from"]), week.minutes_of(window["to"])
        for day in window["days"]:
            start = week.DAYS.index(day) * 1440
            inside = [(start + opens + n) % 10_080 for n in range((closes - opens) % 1440)]
            assert all(week.is_open(spans, minute // 1440, minute % 1440) for minute in inside)
        assert sum(b - a for one in spans for a, b in one) == len(window["days"]) * ((closes - opens) % 1440)


@tries(40)
@given(values, values)
def test_what_lies_within_is_never_open_when_the_outer_is_closed(inner, outer):
    a, b = week.week(inner), week.week(outer)
    every = [(day, minute) for day in range(7) for minute in range(0, 1440, 7)]
    if week.within(a, b):
        assert all(week.is_open(b, *one) for one in every if week.is_open(a, *one))
    assert week.within(a, week.ALWAYS)
    assert week.within(a, a)


@pytest.mark.parametrize(
    "value",
    [
        {"windows": []},
        {"windows": [{"from": "09:00", "to": "09:00"}]},  # neither never nor always
        {"windows": [{"from": "24:00", "to": "09:00"}]},
        {"windows": [{"from": "9", "to": "18:00"}]},
        {"windows": [{"from": "09:00", "to": "25:00"}]},
        {"windows": [{"days": [], "from": "09:00", "to": "18:00"}]},
        {"windows": [{"days": ["funday"], "from": "09:00", "to": "18:00"}]},
        {"windows": [{"from": "09:00", "to": "18:00", "zone": "UTC"}]},
        {"windows": [{"from": "09:00", "to": "18:00"}] * 43},
        [], None, "09:00-18:00",
    ],
)  # fmt: skip
def test_what_are_no_hours_is_refused(value):
    with pytest.raises(ValueError):
        week.normal(value)


@pytest.mark.parametrize(
    ("windows", "french", "english"),
    [
        ([{"days": list(week.DAYS[:6]), "from": "00:00", "to": "24:00"}], "pas le dimanche", "not on Sundays"),
        ([{"days": list(week.DAYS[:5]), "from": "09:00", "to": "19:30"}], "du lundi au vendredi de 9 h à 19 h 30",
         "Monday to Friday 9am to 7:30pm"),
        ([{"days": ["tue", "thu"], "from": "22:00", "to": "02:00"}], "le mardi et jeudi de 22 h à 2 h",
         "Tuesday and Thursday 10pm to 2am"),
        ([{"days": list(week.DAYS), "from": "08:00", "to": "20:00"}], "tous les jours de 8 h à 20 h",
         "every day 8am to 8pm"),
        ([{"days": list(week.DAYS), "from": "00:00", "to": "24:00"}], "à toute heure", "at any time"),
    ],
)  # fmt: skip
def test_hours_are_told_in_words(windows, french, english):
    assert hours(week.normal({"windows": windows})) == {"fr": french, "en": english}
