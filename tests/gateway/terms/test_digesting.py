"""Digests are told on the customer's days: once a date, as one message, whoever works and whatever clocks do."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gateway.journey.digest import digesting
from gateway.journey.digest.digesting import Teller
from tests.gateway.terms.town import Town

SATURDAY = {"days": ["sat"], "time": "10:00"}
DAILY = {"every": "day", "time": "02:30"}
HOUR = 3_600_000


def paris(*when) -> int:
    return int(datetime(*when, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC).timestamp() * 1000)


def work(town: Town) -> None:
    """One look of a worker."""
    teller = Teller(town.rulebook, town.accounts, "fr")
    town.write(digesting.look, teller, 50, town.now)
    town.write(digesting.tell, teller, 50, town.now)


def told(town: Town) -> list[str]:
    rows = town.rows("SELECT content FROM message WHERE idempotency_key IS NOT NULL ORDER BY id")
    return [json.loads(row.content)["body"] for row in rows]


@pytest.fixture
def ann(town) -> str:
    customer = town.meet("telegram", "1")
    town.act(customer, "terms.follow", topic="offers")
    town.act(customer, "terms.set", scope="topic:offers", field="digest", value=SATURDAY)
    work(town)
    town.now = paris(2026, 11, 26, 12)
    return customer


def test_a_digest_is_one_message_in_its_time(town, ann):
    said = [town.post(ann).message_id for _ in range(3)]
    work(town)
    assert told(town) == []
    town.now = paris(2026, 11, 28, 10)
    work(town)
    work(town)
    (body,) = told(town)
    assert body.startswith("Votre récapitulatif :")
    assert body.count("• Bonjour") == 3
    assert len(town.run()) == 1
    town.now += 5 * 24 * HOUR
    work(town)
    assert town.run() == []
    assert {town.state(one) for one in said} == {"told"}


def test_nothing_gathered_is_no_digest(town, ann):
    town.now = paris(2026, 11, 28, 10)
    work(town)
    assert told(town) == []


def test_a_digest_is_no_way_around_stop(town, ann):
    town.post(ann)
    town.now = paris(2026, 11, 28, 10)
    work(town)
    assert len(told(town)) == 1  # promised, and not gone yet
    town.act(ann, "terms.stop")
    assert town.run() == []
    (row,) = town.rows("SELECT d.codes FROM decision d JOIN message m ON m.id = d.message_id "
                       "WHERE m.idempotency_key IS NOT NULL ORDER BY d.id DESC LIMIT 1")  # fmt: skip
    assert row.codes == '["STOP_ALL"]'


def test_a_silence_holds_a_digest_that_is_promised(town, ann):
    town.post(ann)
    town.now = paris(2026, 11, 28, 10)
    work(town)
    silence = town.silence()
    assert town.run() == []
    town.lift(silence)
    town.now += HOUR
    assert len(town.run()) == 1


def test_a_digest_counts_once_and_its_own_measure_does_not_hold_it(town, ann):
    town.act(ann, "terms.set", field="frequency", value={"n": 1, "per": "month"})
    for day in ((2026, 11, 28), (2026, 12, 5)):
        town.now = paris(*day, 9)
        town.post(ann)
        town.now = paris(*day, 10)
        work(town)
        assert len(town.run()) == 1
    assert len(town.rows("SELECT * FROM contact WHERE state <> 'released'")) == 2


@pytest.mark.parametrize("night", [(2026, 3, 29), (2026, 10, 25)])
def test_the_night_when_clocks_change_has_one_digest(town, ann, night):
    town.now = paris(*night, 0)
    town.act(ann, "terms.set", scope="topic:offers", field="digest", value=DAILY)
    work(town)
    town.post(ann)
    for _ in range(6 * 4):
        town.now += HOUR // 4
        work(town)
        town.run()
    assert len(told(town)) == 1
    town.post(ann)
    for _ in range(18):
        town.now += HOUR
        work(town)
    assert len(told(town)) == 1  # the next is for the next date


def test_who_was_away_for_weeks_tells_once(town, ann):
    town.post(ann)
    town.now = paris(2026, 12, 17, 11)
    work(town)
    assert (told(town), town.run()) == ([], [])  # too late for that one
    town.now = paris(2026, 12, 19, 10)
    work(town)
    assert len(told(town)) == len(town.run()) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_several_workers_tell_each_digest_once(kind, request):
    with request.getfixturevalue(f"{kind}_town")() as town:
        people = [town.meet("telegram", str(number)) for number in range(12)]
        for one in people:
            town.act(one, "terms.follow", topic="offers")
            town.act(one, "terms.set", scope="topic:offers", field="digest", value=SATURDAY)
        work(town)
        for one in people:
            town.post(one)
            town.post(one)
        town.now = paris(2026, 11, 28, 10)
        failures: list[BaseException] = []

        def crew() -> None:
            try:
                mine = Town(town.database, now=town.now)
                for _ in range(3):
                    work(mine)
            except BaseException as error:  # noqa: BLE001 - told to the test
                failures.append(error)

        threads = [threading.Thread(target=crew) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert failures == []
        assert len(told(town)) == 12
        assert len(town.run()) == 12
