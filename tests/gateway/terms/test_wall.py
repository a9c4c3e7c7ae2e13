"""What a clock on the wall shows, also on the two days a year on which it jumps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.terms import wall
from gateway.terms.wall import Wall
from tests.gateway.terms.effort import tries

ZONES = (
    "Europe/Paris", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Asia/Kolkata",
    "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Niue", "Pacific/Chatham", "Indian/Reunion",
    "America/Guadeloupe", "Africa/Casablanca", "UTC",
)  # fmt: skip
zones = st.sampled_from(ZONES)
instants = st.integers(1_700_000_000_000, 1_900_000_000_000)


def utc(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp() * 1000)


@tries(40)
@given(instants, zones)
def test_a_time_that_is_shown_begins_at_one_of_its_instants(at, zone):
    shown = wall.shown(at, zone)
    assert any(0 <= at - start < 60_000 for start in wall.instants(shown.day, shown.minute, zone))


@tries(40)
@given(st.dates(date(2024, 1, 1), date(2029, 12, 31)), st.integers(0, 1439), zones)
def test_an_instant_shows_the_time_it_was_made_of_or_lies_behind_a_gap(day, minute, zone):
    found = wall.instants(day, minute, zone)
    assert list(found) == sorted(set(found))
    for at in found:
        shown = wall.shown(at, zone)
        if len(found) == 2 or shown == Wall(day, minute):
            assert shown == Wall(day, minute)
        else:
            before = wall.shown(at - 60_000, zone)
            assert before < Wall(day, minute) < shown  # nobody's clock showed it


@pytest.mark.parametrize(
    ("day", "minute", "expected"),
    [
        (date(2026, 3, 29), 90, (utc(2026, 3, 29, 0, 30),)),
        (date(2026, 3, 29), 150, (utc(2026, 3, 29, 1, 0),)),  # skipped: three o'clock comes next
        (date(2026, 10, 25), 150, (utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30))),  # shown twice
        (date(2026, 10, 25), 1440, (utc(2026, 10, 25, 23, 0),)),
    ],
)
def test_paris_in_spring_and_autumn(day, minute, expected):
    assert wall.instants(day, minute, "Europe/Paris") == expected
    assert wall.instant(day, minute, "Europe/Paris") == expected[0]


@tries(40)
@given(st.dates(date(2024, 1, 1), date(2029, 12, 31)), zones)
def test_a_jump_is_where_the_offset_changes(day, zone):
    jump = wall.jump(day, zone)
    start, end = wall.instant(day, 0, zone), wall.instant(day + timedelta(days=1), 0, zone)
    if jump is None:
        assert end - start == 86_400_000
    else:
        assert start < jump <= end
        assert end - start != 86_400_000
