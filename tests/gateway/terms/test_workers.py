"""Several workers on one database: no slot is taken twice, no message leaves twice, and STOP stops all of them."""

from __future__ import annotations

import math
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gateway.terms import terms_store
from gateway.terms.policy import Brand, Cap
from tests.gateway.terms.policy.asked import DAY
from tests.gateway.terms.town import ACCOUNTS, LOST, OK, REFUSED, Town

PEOPLE = 12
MESSAGES = 5  # to each, on each of two accounts
IDLE = 3 * len(ACCOUNTS)  # looks that find nothing before a worker ends
SECONDS = 300.0  # for all of it; it takes a few


@pytest.fixture(params=["sqlite", "postgres"])
def build(request):
    return request.getfixturevalue(f"{request.param}_town")


def settled(town: Town, *, cap: int | None) -> list[str]:
    """People who are reached on two accounts, and what waits for them."""
    town.now -= 2 * DAY
    people = []
    for number in range(PEOPLE):
        customer = town.meet("telegram", str(number))
        town.join(customer, "bot", str(number))
        town.act(customer, "terms.follow", topic="offers")
        if cap is not None:
            town.act(customer, "terms.set", field="frequency", value={"n": cap, "per": "day"})
        people.append(customer)
    town.now += 2 * DAY
    for customer in people:
        for _ in range(MESSAGES):
            for account in ("telegram", "bot"):
                town.post(customer, account=account, is_bound=True)
    return people


class Crew:
    """Workers that claim, call and settle, each in a thread, in whatever order they come."""

    def __init__(self, town: Town, workers: int, *, outcomes=(OK,), crashes: float = 0.0) -> None:
        self.town, self.outcomes, self.crashes = town, outcomes, crashes
        self.lock = threading.Lock()
        self.idle = 0
        self.begun: list[tuple[str, str, float]] = []  # customer, message, when the last look began
        self.failures: list[BaseException] = []
        self.threads = [threading.Thread(target=self._work, args=(number,)) for number in range(workers)]
        self.ends = time.monotonic() + SECONDS

    @contextmanager
    def at_work(self):
        for one in self.threads:
            one.start()
        yield self
        for one in self.threads:
            one.join()
        assert self.failures == []
        assert time.monotonic() < self.ends, "they did not come to an end"

    def _work(self, number: int) -> None:
        mine = Town(self.town.database, brand=self.town.brand, now=self.town.now)
        dice = random.Random(number)
        idle, looks = 0, self._looks(dice)
        try:
            while idle < IDLE and time.monotonic() < self.ends:
                busy = mine.claim(next(looks), dice.choice((1, 3, 8)))
                idle = 0 if busy else idle + 1
                if mine.claimed and dice.random() < self.crashes:
                    mine.claimed.clear()  # as if the process had died here
                while mine.claimed:
                    self._call(mine, dice)
                while mine.flying:
                    mine.end(outcome=dice.choice(self.outcomes))
        except BaseException as error:  # noqa: BLE001 - told to the test
            self.failures.append(error)
        with self.lock:
            self.town.calls += mine.calls

    @staticmethod
    def _looks(dice: random.Random) -> Iterator[str]:
        """Every account in turn, in any order: who ends has seen that none has anything."""
        while True:
            yield from dice.sample(sorted(ACCOUNTS), len(ACCOUNTS))

    def _call(self, mine: Town, dice: random.Random) -> None:
        looked = time.monotonic()
        call = mine.call(dice.randrange(len(mine.claimed)))
        if call is not None:
            with self.lock:
                self.begun.append((call.due.customer_id, call.due.message_id, looked))


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_each_message_leaves_once_whoever_works(build, workers):
    with build() as town:
        settled(town, cap=None)
        with Crew(town, workers).at_work():
            pass
        counts = Counter(call.due.message_id for call in town.calls)
        assert set(counts) == set(town.posted)
        assert set(counts.values()) == {1}


@pytest.mark.parametrize("workers", [2, 4])
def test_no_worker_takes_a_slot_that_another_took(build, workers):
    with build(brand=Brand(caps=(Cap("category:marketing", 3, DAY),))) as town:
        people = settled(town, cap=2)
        with Crew(town, workers, outcomes=(OK, OK, REFUSED, LOST), crashes=0.1).at_work():
            pass
        for customer in people:
            assert town.counted(customer, "all", town.now - DAY, town.now) <= 2
        for row in town.rows("SELECT customer_id, count(*) AS n FROM contact WHERE state <> 'released' GROUP BY 1"):
            assert row.n <= 2
        town.now += 70_000
        town.die()
        for _ in range(3):
            town.now += DAY
            town.run()
            for customer in people:
                assert town.counted(customer, "all", town.now - DAY, town.now) <= 2


def test_the_same_terms_changed_by_many_at_once_lose_nothing(build):
    with build() as town:
        customer = town.meet("telegram", "1")
        failures: list[BaseException] = []

        def change(number: int) -> None:
            try:
                mine = Town(town.database, now=town.now)
                for turn in range(5):
                    mine.act(customer, "terms.set", scope=f"topic:{('offers', 'shoes', 'fashion', 'orders')[number]}",
                             field="frequency", value={"n": turn + 1, "per": "week"})  # fmt: skip
            except BaseException as error:  # noqa: BLE001 - told to the test
                failures.append(error)

        threads = [threading.Thread(target=change, args=(number,)) for number in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert failures == []
        terms = town.read(terms_store.load, customer)
        assert terms == town.terms(customer)
        assert terms.version == 20
        assert {scope: rules["frequency"]["n"] for scope, rules in terms.rules.items()} == dict.fromkeys(
            ("topic:offers", "topic:shoes", "topic:fashion", "topic:orders"), 5
        )


def test_nothing_that_sells_begins_after_a_stop_or_a_silence_was_committed(build):
    with build() as town:
        people = settled(town, cap=None)
        stopped: dict[str, float] = {}
        with Crew(town, 3).at_work() as crew:
            own = Town(town.database, now=town.now)
            for customer in people[: PEOPLE // 2]:
                own.act(customer, "terms.stop")
                stopped[customer] = time.monotonic()
            own.silence()
            silent = time.monotonic()
        for customer, message, looked in crew.begun:
            assert looked < stopped.get(customer, silent), message
            assert looked < silent, message
        states = Counter(row.state for row in town.rows("SELECT state FROM delivery"))
        assert set(states) <= {"accepted", "sent", "suppressed", "held", "unknown"}
        assert town.rows("SELECT * FROM contact WHERE state = 'reserved'") == []


def test_nothing_begins_for_who_is_one_with_somebody_who_stopped(build):
    """Links are made, and some undone, while others claim: whoever holds what, no call begins while one stands."""
    with build() as town:
        people = settled(town, cap=None)
        givers, takers = people[::2], people[1::2]
        for taker in takers:
            town.act(taker, "terms.stop")
        linked: dict[str, float] = {}
        with Crew(town, 3).at_work() as crew:
            for giver, taker in zip(givers, takers, strict=True):
                link = town.merge(giver, taker)
                linked[giver] = time.monotonic()
                if giver in givers[::2]:
                    town.part(link)
                    del linked[giver]
        for customer, message, looked in crew.begun:
            assert customer in givers, "who had stopped is called"
            assert looked < linked.get(customer, math.inf), message
        states = Counter(row.state for row in town.rows("SELECT state FROM delivery"))
        assert set(states) <= {"accepted", "sent", "suppressed"}
        assert town.rows("SELECT * FROM contact WHERE state = 'reserved'") == []
