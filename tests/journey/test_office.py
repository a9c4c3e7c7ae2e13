"""The office is closed: what is due waits for it, and customers hear when people are back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from gateway.settings import Office
from handoff.deadlines import MINUTE, PATIENCE
from tests.journey.product import ANNA, MARC, Time, running
from tests.journey.test_people import becomes, case, on_duty, owner, waiting

WEEK = {"windows": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "19:00"}]}
OFFICE = msgspec.convert({**WEEK, "not_on_holidays": True}, Office)
ALWAYS = {"windows": [{"from": "00:00", "to": "24:00"}]}
BACK = "De retour lundi à 9 h, une personne vous répond ici"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)


FRIDAY = "2027-05-21"  # then the weekend, and an ordinary Monday: Pentecost's was a week ago


@pytest.fixture
async def closing(tmp_path, sqlite_url):
    """A brand that closes at seven, on a clock of its own. Telegram has no window that would close meanwhile."""
    clock = Time()
    async with running(tmp_path, sqlite_url, clock=clock, office=OFFICE) as product:
        yield product


def said(product) -> list[str]:
    return product.heard("telegram")


async def told(product, words: str) -> None:
    async def so():
        return any(words in one for one in said(product))

    await product.until(so)


async def test_who_asks_just_before_it_closes_is_due_on_monday(closing):
    closing.clock.set(at(f"{FRIDAY}T18:55:00"))
    talk = await waiting(closing, "telegram")
    row = await case(closing, talk)
    gone = row.opened_at - at(f"{FRIDAY}T18:55:00")
    assert 0 <= gone < 4 * MINUTE
    assert row.due_at == at("2027-05-24T09:25:00") + gone
    assert not any("fermés" in one for one in said(closing))


async def test_who_asks_when_it_is_closed_hears_at_once_and_once_when_people_are_back(closing):
    closing.clock.set(at(f"{FRIDAY}T20:00:00"))
    talk = await waiting(closing, "telegram")
    await told(closing, BACK)
    assert (await case(closing, talk)).due_at == at("2027-05-24T09:30:00")
    await closing.tell("telegram", "C'est pour ma commande, elle n'est pas arrivée")
    closing.forward(PATIENCE.no_agent / 1000 + 1)
    await closing.settled()
    assert sum("fermés" in one or "garde sa place" in one for one in said(closing)) == 1
    async with closing.desk(ANNA) as anna:
        (queue,) = (await anna.get("floor"))["queues"]
        assert (queue["is_open"], queue["until"]) == (False, "2027-05-24T07:00:00Z")
        assert not (await anna.get("floor"))["waiting"][0]["alarming"]


async def test_somebody_who_is_there_all_the_same_is_asked_before_anybody_is_told(closing):
    closing.clock.set(at(f"{FRIDAY}T20:00:00"))
    async with closing.desk(MARC) as marc:
        await on_duty(marc)
        await closing.write("UPDATE duty SET seen_at = seen_at + 10000000")
        talk = await waiting(closing, "telegram")
        await becomes(closing, talk, "offer", "Marc")
        assert (await marc.act(talk, "accept"))[0] == 200
    assert not any("fermés" in one for one in said(closing))


async def test_who_writes_to_an_agent_that_has_left_hears_it_and_stays_theirs_until_monday(closing):
    closing.clock.set(at(f"{FRIDAY}T18:00:00"))
    async with closing.desk(MARC) as marc:
        talk = await waiting(closing, "telegram")
        assert (await marc.act(talk, "take"))[0] == 200
        assert (await marc.reply(talk, "Je regarde"))[0] in (200, 201, 202)
        closing.clock.set(at(f"{FRIDAY}T21:00:00"))
        await closing.tell("telegram", "Alors ?")
        await closing.settled()
        assert not any("fermés" in one for one in said(closing))  # perhaps somebody still answers
        closing.forward(PATIENCE.no_reply / 1000 + 1)
        await told(closing, BACK)
        assert await owner(closing, talk) == ("agent", "Marc")
        (deadline,) = await closing.rows("SELECT due_at FROM deadline WHERE kind = 'no_reply'")
        assert at("2027-05-24T09:05:00") <= deadline.due_at < at("2027-05-24T09:06:00")
        closing.clock.set(deadline.due_at)
        await becomes(closing, talk, "queue")


async def test_a_team_has_hours_of_its_own(closing):
    closing.clock.set(at(f"{FRIDAY}T20:00:00"))
    async with closing.desk(ANNA) as anna:
        assert (await anna.put("teams/nights", {"name": "Nights", "hours": WEEK}))[0] == 200
        _, made = await anna.put("teams/nights", {"name": "Nights", "hours": ALWAYS})
        assert made["hours"]["windows"][0]["to"] == "24:00"
        _, refused = await anna.put(
            "teams/nights", {"name": "Nights", "hours": {"windows": [{"from": "9", "to": "10"}]}}
        )
        assert refused["detail"].startswith("hours: cannot be: '9' is no time of day")
        talk = await waiting(closing, "telegram")
        assert (await anna.act(talk, "take"))[0] == 200
        held = (await anna.get(f"conversations/{talk}"))["conversation"]
        moved = {"epoch": held["owner"]["epoch"], "team": "nights", "reason": "Yours"}
        assert (await anna.post(f"conversations/{talk}/transfer", moved))[0] == 200
        row = await case(closing, talk)
        assert row.due_at == row.queued_at + PATIENCE.normal  # there nothing is closed
        queues = {one["team"]: one["is_open"] for one in (await anna.get("floor"))["queues"]}
        assert queues == {None: False, "nights": True}
        (changes,) = await closing.rows("SELECT COUNT(*) AS n FROM office")
        assert changes.n == 3  # the brand's, and two of the team


async def test_who_writes_to_a_team_that_is_closed_hears_so_while_the_brand_is_open(closing):
    closing.clock.set(at(f"{FRIDAY}T10:00:00"))
    async with closing.desk(ANNA) as anna:
        assert (await anna.put("teams/west", {"name": "West"}))[0] == 200
        talk = await waiting(closing, "telegram")
        assert (await anna.act(talk, "take"))[0] == 200
        held = (await anna.get(f"conversations/{talk}"))["conversation"]
        moved = {"epoch": held["owner"]["epoch"], "team": "west", "reason": "Yours"}
        assert (await anna.post(f"conversations/{talk}/transfer", moved))[0] == 200
        assert not any("fermés" in one for one in said(closing))
        seen = {one["team"]: one["since"] for one in (await anna.get("hours"))["items"]}["west"]
        status, west = await anna.put("hours/west", {"own": {**WEEK, "zone": "America/Toronto"}, "seen": seen})
        assert (status, west["is_open"], west["until"]) == (200, False, "2027-05-21T13:00:00Z")
        queues = {one["team"]: one["is_open"] for one in (await anna.get("floor"))["queues"]}
        assert queues == {None: True, "west": False}  # at once
        await closing.tell("telegram", "Vous êtes là ?")
        await told(closing, "fermés")
