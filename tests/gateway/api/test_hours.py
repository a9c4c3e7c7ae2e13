"""When people answer, at the Desk: supervisors see and change it, it holds at once, and nobody overwrites anybody."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import problem

NINE_TO_FIVE = {"windows": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "17:00"}]}
WEST = {**NINE_TO_FIVE, "zone": "America/Montreal", "closed": ["07-01", "2020-05-14", "easter+1"]}
ALWAYS = {"windows": [{"from": "00:00", "to": "24:00"}]}
CANNOT_BE = [
    ({"windows": [{"from": "09:00", "to": "09:00"}]}, "invalid", "does not end where it starts"),
    ({"windows": [{"from": "9h", "to": "10:00"}]}, "invalid", "'9h' is no time of day"),
    ({"windows": [{"from": "09:00", "to": "25:00"}]}, "invalid", "'25:00' is no time of day"),
    ({"windows": [{"days": [], "from": "09:00", "to": "10:00"}]}, "invalid", "has days"),
    ({"windows": [{"from": "09:00", "to": "13:00"}, {"days": ["tue"], "from": "12:00", "to": "18:00"}]},
     "overlap", "on tue two periods overlap"),
    ({"windows": [{"days": ["sun"], "from": "22:00", "to": "03:00"}, {"days": ["mon"], "from": "02:00", "to": "9:00"}]},
     "overlap", "on mon two periods overlap"),
    ({**NINE_TO_FIVE, "zone": "Paris"}, "no_zone", "'Paris' is no time zone"),
    ({**NINE_TO_FIVE, "closed": ["02-30"]}, "invalid", "day is out of range for month"),
    ({**NINE_TO_FIVE, "closed": ["2027-02-29"]}, "invalid", "day"),
    ({**NINE_TO_FIVE, "closed": ["someday"]}, "invalid", "'someday' is no holiday"),
    ({"windows": [{"days": ["mon"], "from": "09:00", "to": "10:00"}],
      "closed": [f"mon{nth}-{month:02}" for nth in range(1, 6) for month in range(1, 13)]},
     "never_open", "would not open within a year"),
]  # fmt: skip


@pytest.fixture
def anna(any_door):
    """An admin, who finds everything as it is configured and a team without hours of its own."""
    anna = log_in(any_door)
    assert any_door.ask("PUT", "/desk/api/teams/west", body={"name": "West"}, headers=anna).status == 200
    yield anna
    said(any_door, anna, None, None)
    assert any_door.ask("DELETE", "/desk/api/teams/west", headers=anna).status == 204


def offices(door, who):
    answer = door.ask("GET", "/desk/api/hours", headers=who)
    assert answer.status == 200, answer.body
    return {one["team"]: one for one in answer.json["items"]}


def puts(door, who, team, own, seen):
    path = "/desk/api/hours" if team is None else f"/desk/api/hours/{team}"
    return door.ask("PUT", path, body={"own": own, "seen": seen}, headers=who)


def said(door, who, team, own):
    """Whatever it was, it is this now."""
    answer = puts(door, who, team, own, offices(door, who)[team]["since"])
    assert answer.status == 200, answer.body
    return answer.json


def test_a_team_has_the_brands_until_somebody_says_otherwise_and_again_once_they_take_it_back(any_door, anna):
    before = offices(any_door, anna)["west"]
    assert (before["own"], before["windows"], before["is_open"], before["until"]) == (None, None, True, None)
    west = said(any_door, anna, "west", WEST)
    assert west["own"]["windows"] == west["windows"] == NINE_TO_FIVE["windows"]
    assert (west["zone"], west["by"]) == ("America/Montreal", "Anna")
    assert west["closed_on"][-1] == {"day": "2020-05-14", "next": None}
    coming = [one["next"] for one in west["closed_on"][:2]]
    assert coming == sorted(coming)
    assert coming[0] >= datetime.now(UTC).date().isoformat()
    floor = any_door.ask("GET", "/desk/api/floor", headers=anna).json["queues"]
    assert {one["team"]: one["is_open"] for one in floor}["west"] == west["is_open"]
    again = said(any_door, anna, "west", None)
    assert (again["own"], again["windows"]) == (None, None)
    assert again["former"]["own"] == west["own"]  # which is how to undo it
    assert said(any_door, anna, "west", again["former"]["own"])["own"] == west["own"]


def test_the_brands_hours_are_as_configured_until_somebody_says_otherwise(any_door, anna):
    brand = said(any_door, anna, None, NINE_TO_FIVE)
    assert brand["own"] == {**NINE_TO_FIVE, "zone": "Europe/Paris", "closed": []}
    assert offices(any_door, anna)["west"]["windows"] == NINE_TO_FIVE["windows"]
    said(any_door, anna, "west", ALWAYS)
    assert offices(any_door, anna)["west"]["is_open"]
    changed = said(any_door, anna, None, WEST)
    assert changed["former"]["own"] == brand["own"]
    assert offices(any_door, anna)["west"]["zone"] == "America/Montreal"
    back = said(any_door, anna, None, None)
    assert (back["own"], back["windows"], back["is_open"], back["by"]) == (None, None, True, "Anna")
    assert back["former"]["own"] == changed["own"]


@pytest.mark.parametrize(("own", "code", "detail"), CANNOT_BE)
@pytest.mark.parametrize("team", [None, "west"])
def test_hours_that_cannot_be_are_refused_with_what_is_wrong(any_door, anna, team, own, code, detail):
    before = offices(any_door, anna)[team]
    refused = problem(puts(any_door, anna, team, own, before["since"]), 422, code)
    assert detail in refused["detail"]
    assert offices(any_door, anna)[team] == before


@pytest.mark.parametrize(
    "own", [{}, {"windows": []}, {"windows": [{"days": ["monday"], "from": "9:00", "to": "10:00"}]}]
)
def test_what_is_no_hours_is_refused(any_door, anna, own):
    assert puts(any_door, anna, "west", own, offices(any_door, anna)["west"]["since"]).status == 422


@pytest.mark.parametrize("team", [None, "west"])
def test_of_two_who_change_them_at_once_the_second_is_told(any_door, anna, team):
    seen = said(any_door, anna, team, ALWAYS)["since"]
    assert puts(any_door, anna, team, NINE_TO_FIVE, seen).status == 200
    problem(puts(any_door, anna, team, WEST, seen), 409, "changed_meanwhile")
    assert offices(any_door, anna)[team]["windows"] == NINE_TO_FIVE["windows"]


def test_a_change_is_written_down_with_what_it_was_and_what_changes_nothing_is_not(any_door, anna):
    said(any_door, anna, "west", ALWAYS)
    said(any_door, anna, "west", WEST)
    said(any_door, anna, "west", WEST)
    (row,) = any_door.ask("GET", "/desk/api/audit?target=team:west&limit=1", headers=anna).json["items"]
    assert (row["action"], row["agent_name"]) == ("change_hours", "Anna")
    detail = json.loads(row["detail"])
    assert json.loads(detail["before"])["windows"][0]["to"] == "24:00"
    assert json.loads(detail["after"])["zone"] == "America/Montreal"


def test_no_team_has_no_hours(any_door, anna):
    problem(puts(any_door, anna, "nobody", ALWAYS, None), 404, "not_found")
