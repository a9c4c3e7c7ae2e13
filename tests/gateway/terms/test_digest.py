"""A digest's calendar: named by its local date, once a date, whatever clocks and travellers do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.terms import digest, wall, week
from tests.gateway.terms.effort import tries
from tests.gateway.terms.test_wall import instants, utc, zones

calendars = st.one_of(
    st.fixed_dictionaries({"every": st.sampled_from(["day", "week"]), "time": st.integers(0, 1439).map(week.clock_of),
                           "days": st.lists(st.sampled_from(week.DAYS), unique=True)}),
    st.fixed_dictionaries({"every": st.just("month"), "days": st.lists(st.sampled_from(week.DAYS), max_size=1),
                           "time": st.integers(0, 1439).map(week.clock_of), "nth": st.sampled_from([1, 2, 3, 4])}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("calendar", "after", "day"),
    [
        ({"days": ["sat"], "time": "10:00"}, (2026, 11, 26), date(2026, 11, 28)),
        ({"days": ["sat"], "time": "10:00"}, (2026, 11, 28, 9), date(2026, 12, 5)),  # ten in Paris has just struck
        ({"every": "day", "time": "18:00"}, (2026, 11, 26, 12), date(2026, 11, 26)),
        ({"every": "month", "days": ["mon"], "nth": 1}, (2026, 11, 26), date(2026, 12, 7)),
        ({"every": "month", "days": ["fri"], "nth": -1}, (2026, 11, 26), date(2026, 11, 27)),
        ({"every": "month", "nth": 15}, (2026, 11, 26), date(2026, 12, 15)),
    ],
)
def test_the_next_digest(calendar, after, day):
    slot = digest.next_slot(digest.normal(calendar), "Europe/Paris", utc(*after))
    assert slot.day == day


@tries(40)
@given(calendars, zones, instants)
def test_slots_follow_each_other_each_on_a_date_of_its_own(calendar, zone, after):
    value = digest.normal(calendar)
    seen = []
    for _ in range(6):
        slot = digest.next_slot(value, zone, after)
        assert slot.at > after
        shown, minute = wall.shown(slot.at, zone), week.minutes_of(value["time"])
        assert digest.falls_on(digest.msgspec.convert(value, digest.Digest), slot.day)
        assert shown.day == slot.day or (shown > wall.Wall(slot.day, minute))  # skipped by the clock: just after
        seen.append(slot.day)
        after = slot.at
    assert seen == sorted(set(seen))


def test_a_time_that_the_clock_skips_is_just_after_the_gap():
    value = digest.normal({"every": "day", "time": "02:30"})
    slot = digest.next_slot(value, "Europe/Paris", utc(2026, 3, 28, 20))
    assert (slot.day, slot.at) == (date(2026, 3, 29), utc(2026, 3, 29, 1))


def test_a_time_that_the_clock_shows_twice_is_the_first_and_only_once():
    value = digest.normal({"every": "day", "time": "02:30"})
    first = digest.next_slot(value, "Europe/Paris", utc(2026, 10, 24, 20))
    assert (first.day, first.at) == (date(2026, 10, 25), utc(2026, 10, 25, 0, 30))
    assert digest.next_slot(value, "Europe/Paris", first.at).day == date(2026, 10, 26)


def test_a_date_that_was_told_is_passed_over_by_who_travels_back():
    value = digest.normal({"every": "day", "time": "10:00"})
    told = digest.next_slot(value, "Pacific/Kiritimati", utc(2026, 11, 26))
    before = digest.next_slot(value, "Pacific/Niue", told.at)  # a day younger there
    again = digest.next_slot(value, "Pacific/Niue", before.at)
    assert again.day == told.day  # the same date dawns once more
    later = digest.next_slot(value, "Pacific/Niue", before.at, not_on=frozenset({told.day}))
    assert later.day > told.day
    assert datetime.fromtimestamp(later.at / 1000, UTC) > datetime.fromtimestamp(told.at / 1000, UTC)
