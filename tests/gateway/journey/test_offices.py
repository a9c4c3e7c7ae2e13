"""Offices: the team's hours, else the brand's; and which of them held when."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gateway import tables
from gateway.ground.database import scratch
from gateway.journey.holding import offices
from gateway.journey.holding.offices import Configured, Hours
from gateway.terms.week import Window
from handoff import office_store, team_store
from handoff.office import ALWAYS
from handoff.office_store import BRAND

PARIS = "Europe/Paris"
HOUR = 3_600_000
DAY = Hours((Window("09:00", "19:00"),), PARIS, ("12-25", "easter+1"))
NIGHT = Hours((Window("20:00", "06:00"),))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).timestamp() * 1000)


@pytest.fixture
def connection():
    """Of a brand with hours."""
    with scratch(tables.ALL) as connection:
        yield connection.execution_options(**{offices.OPTION: Configured(DAY, PARIS)})


def nights(connection) -> None:
    team_store.put(connection, "nights", 1, name="Nights", hours=offices.written(NIGHT))


def test_nothing_said_is_always_open():
    with scratch(tables.ALL) as connection:
        assert offices.of(connection, None) == ALWAYS
        assert offices.histories(connection)("any").between(3, 10) == 7


def test_a_team_has_its_own_or_the_brands(connection):
    nights(connection)
    evening, noon = at("2026-11-27T22:00"), at("2026-11-27T12:00")
    for office in (lambda team: offices.of(connection, team), offices.every(connection)):
        assert [office(team).is_open(evening) for team in (None, "nights", "gone")] == [False, True, False]
        assert [office(team).is_open(noon) for team in (None, "nights", "gone")] == [True, False, True]
    assert not offices.of(connection, "nights").is_open(at("2026-12-25T22:00"))  # the brand is closed that day
    assert not offices.of(connection, None).is_open(at("2027-03-29T12:00"))  # Easter Monday


def test_what_was_changed_holds_from_then_on(connection):
    monday = at("2026-11-23T00:00")
    ranged = Hours((Window("09:00", "12:00"),), PARIS)
    for since, team, hours in (
        (monday + 24 * HOUR, BRAND, DAY), (monday + 48 * HOUR, "nights", NIGHT), (monday + 72 * HOUR, BRAND, ranged),
        (monday + 72 * HOUR, BRAND, ranged), (monday + 96 * HOUR, "nights", None), (monday + 120 * HOUR, BRAND, None),
    ):  # fmt: skip
        office_store.record(connection, team, offices.written(hours), since)
    assert len(office_store.changes(connection)) == 5  # what is as it was is not said again
    found = offices.histories(connection)
    by_day = [monday + 24 * HOUR * day for day in range(7)]
    brand = [found(None).between(day, day + 24 * HOUR) / HOUR for day in by_day]
    assert brand == [10, 10, 10, 3, 3, 24, 24]
    team = [found("nights").between(day, day + 24 * HOUR) / HOUR for day in by_day]
    assert team == [10, 10, 10, 10, 3, 24, 24]
    assert [found("gone").between(day, day + 24 * HOUR) / HOUR for day in by_day] == brand


def test_a_team_may_have_its_own_zone_and_closed_days(connection):
    team_store.put(connection, "nights", 1, name="Nights", hours=offices.written(NIGHT))
    own = Hours((Window("09:00", "17:00"),), "America/Montreal", ("07-01",))
    team_store.put(connection, "west", 1, name="West", hours=offices.written(own))
    day = "2026-11-27T"
    open_at = {hour: offices.of(connection, "west").is_open(at(f"{day}{hour}:00")) for hour in ("14", "15", "22", "23")}
    assert open_at == {"14": False, "15": True, "22": True, "23": False}
    assert offices.of(connection, "west").is_open(at("2026-12-25T16:00"))  # the brand is closed that day
    assert not offices.of(connection, "west").is_open(at("2027-07-01T16:00"))
    assert offices.of(connection, "west") == offices.every(connection)("west")  # so that what is computed once is kept


def test_what_people_say_of_the_brand_holds_until_they_take_it_back(connection):
    said = Hours((Window("06:00", "08:00"),), PARIS, ())
    early, noon = at("2026-11-27T07:00"), at("2026-11-27T12:00")
    configured, own = offices.written(DAY), offices.written(said)
    office_store.configure(connection, configured, 10)
    assert [offices.of(connection, None).is_open(one) for one in (early, noon)] == [False, True]
    assert office_store.record(connection, BRAND, own, 20, own=True, by="anna")
    office_store.configure(connection, configured, 30)  # another start
    assert [offices.of(connection, None).is_open(one) for one in (early, noon)] == [True, False]
    nights(connection)
    assert offices.of(connection, "nights").is_open(at("2026-12-25T22:00"))  # the brand is open that day now
    assert not office_store.record(connection, BRAND, own, 40, own=True, by="marc")
    assert office_store.record(connection, BRAND, configured, 50, by="anna")
    assert [offices.of(connection, None).is_open(one) for one in (early, noon)] == [False, True]
    office_store.configure(connection, None, 60)
    told = [(row.since, row.own, row.by) for row in office_store.changes(connection)]
    assert told == [(10, 0, None), (20, 1, "anna"), (50, 0, "anna"), (60, 0, None)]


def test_figures_count_each_team_by_its_zone_as_it_was(connection):
    monday = at("2026-11-23T00:00")
    west = Hours((Window("09:00", "17:00"),), "America/Montreal", ())
    office_store.record(connection, BRAND, offices.written(DAY), monday)
    office_store.record(connection, "west", offices.written(west), monday + 24 * HOUR)
    found = offices.histories(connection)("west")
    assert found.between(monday, monday + 24 * HOUR) == 10 * HOUR  # the brand's
    assert found.between(monday + 24 * HOUR, at("2026-11-24T15:00")) == 0
    assert found.between(at("2026-11-24T15:00"), at("2026-11-24T23:00")) == 8 * HOUR
