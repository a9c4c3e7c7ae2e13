"""The machine: people, terms, campaigns, silences, links, and one to four workers, in any order.

The rules after the first only begin what may go wrong; who lives there and what holds is in the rooms beside.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from gateway.journey.claiming import LEASE
from gateway.terms.policy import Brand, Cap
from gateway.terms.preference import Terms
from tests.gateway.terms.drawn import DAWN, OUTCOMES, PEOPLE, RULES, SCOPES
from tests.gateway.terms.judging import Judge
from tests.gateway.terms.kinship import WHO, Kinship
from tests.gateway.terms.policy.asked import DAY, HOUR
from tests.gateway.terms.town import Hand, Town

WORKERS = st.integers(0, 3)
ACCOUNTS = st.sampled_from(["telegram", "sms"])


class City(Kinship, Judge, RuleBasedStateMachine):
    """Nothing that a rule is asked for depends on what came before: workers at once are no two times the same."""

    build: ClassVar[Callable[..., AbstractContextManager[Town]]]
    brand: ClassVar[Brand] = Brand(caps=(Cap("category:marketing", 4, DAY),), gap=HOUR)

    @initialize(season=st.sampled_from(sorted(DAWN)), workers=st.integers(1, 4))
    def found(self, season: str, workers: int) -> None:
        self.gate = type(self).build(brand=self.brand, now=DAWN[season] - 2 * DAY)
        self.town = self.gate.__enter__()
        self.town.hands = [Hand() for _ in range(workers)]
        self.first: list[str] = []
        self.joined: dict[str, int] = {}
        self.complaining: set[str] = set()
        for account, address, zone in PEOPLE:
            self.settle(account, address, zone)
        second = self.town.join(self.person(0), "sms", "+33687654321")
        self.town.act(self.person(0), "terms.follow", said_at=second, topic="offers")
        self.town.now += 2 * DAY

    def settle(self, account: str, address: str, zone: str | None) -> None:
        customer = self.town.meet(account, address)
        self.first.append(self.town.homes(customer)[0])
        self.town.act(customer, "terms.follow", said_at=self.first[-1], topic="offers")
        self.town.act(customer, "terms.set", field="frequency", value={"n": 2, "per": "week"})
        if zone:
            self.town.act(customer, "terms.set", field="zone", value=zone)

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.look_at_all()
            self.all_comes_to_an_end()
            self.gate.__exit__(None, None, None)

    # -- customers

    @rule(who=WHO, scope=st.sampled_from(SCOPES), chosen=RULES)
    def decide(self, who: int, scope: str, chosen: tuple[str, Any]) -> None:
        name, value = chosen
        before = self.town.terms(self.person(who))
        done = self.act(who, "terms.set", scope=scope, field=name, value=value)
        if done["change"]:
            self._undone_is_as_before(who, done["change"], before)

    def act(self, who: int, action: str, **args: Any) -> dict[str, Any]:
        return self.town.act(self.person(who), action, said_at=self.first[who], **args)

    def _undone_is_as_before(self, who: int, change: str, before: Terms) -> None:
        """14: taking a change back restores what was; done again, it holds again."""
        after = self.town.terms(self.person(who))
        undone = self.act(who, "terms.undo", change=change)
        assert self.town.terms(self.person(who)).rules == before.rules
        self.act(who, "terms.undo", change=undone["change"])
        assert self.town.terms(self.person(who)).rules == after.rules

    @rule(who=WHO, action=st.sampled_from(["terms.stop", "terms.start"]), scope=st.sampled_from(SCOPES[:5]))
    def stop_or_start(self, who: int, action: str, scope: str) -> None:
        self.act(who, action, scope=scope)

    @rule(who=WHO, topic=st.sampled_from(["offers", "shoes", "fashion"]))
    def follow(self, who: int, topic: str) -> None:
        self.act(who, "terms.follow", topic=topic)

    @rule(who=WHO, days=st.sampled_from(["P1D", "P3D"]))
    def pause(self, who: int, days: str) -> None:
        self.act(who, "terms.pause", **{"for": days})

    @rule(who=WHO, ahead=st.sampled_from([60_000, DAY]), calls_first=st.booleans(), then=WHO)
    def complain_for_a_while(self, who: int, ahead: int, calls_first: bool, then: int) -> None:
        """And be left alone, also by what was claimed a moment before, and also as whoever they turn out to be."""
        self.claim_all(calls_first)
        complains = self.person(who)
        self.complaining.add(complains)
        self.town.complain(complains, is_open=True)
        self.turn_out_to_be_one.__wrapped__(self, who, then, "merge")
        self.send_on(ahead)
        self.complaining.remove(complains)
        self.town.complain(complains, is_open=False)

    @rule(who=WHO)
    def talk(self, who: int) -> None:
        self.town.hear(self.first[who], self.person(who))

    # -- the brand

    @rule(topic=st.sampled_from(["offers", "offers", "shoes"]), life=st.sampled_from([None, 6 * HOUR, 3 * DAY]),
          later=st.sampled_from([0, 0, 5 * HOUR]), priority=st.integers(-1, 1),
          key=st.sampled_from([None, None, "sale"]))  # fmt: skip
    def campaign(self, topic: str, life: int | None, later: int, priority: int, key: str | None) -> None:
        """To everybody, where each was met first."""
        ends, begins = self.town.now + life if life else None, self.town.now + later if later else None
        for account, address, _ in PEOPLE:
            self.town.post(
                "", account=account, to=address, topic=topic, priority=priority, collapse_key=key,
                campaign=f"c{priority}", expires_at=ends, not_before=begins,
            )  # fmt: skip

    @rule(topic=st.sampled_from(["offers", "shoes"]))
    def campaign_at_once(self, topic: str) -> None:
        self.campaign.__wrapped__(self, topic, None, 0, 0, None)
        self.send_all.__wrapped__(self)

    @rule(who=WHO, category=st.sampled_from(["service", "transactional", "critical"]))
    def tell(self, who: int, category: str) -> None:
        self.town.post("", account=PEOPLE[who][0], to=PEOPLE[who][1], category=category)

    @rule(scope=st.sampled_from(["brand", "topic:offers", "channel:sms"]), ahead=st.sampled_from([60_000, DAY]),
          level=st.sampled_from(["marketing", "all_but_critical"]), ramp=st.sampled_from([0, HOUR]), drop=st.booleans(),
          calls_first=st.booleans())  # fmt: skip
    def be_silent_for_a_while(
        self, scope: str, ahead: int, level: str, ramp: int, drop: bool, calls_first: bool
    ) -> None:  # fmt: skip
        """Also about what was claimed a moment before; then speak again."""
        self.claim_all(calls_first)
        silence = self.town.silence(scope, level)
        self.send_on(ahead)
        self.town.lift(silence, ramp=ramp, drop=drop)

    def claim_all(self, calls_first: bool) -> None:
        for account in ("telegram", "sms"):
            self.town.claim(account)
        while calls_first and self.town.claimed:
            self.call_one(0)

    def send_on(self, ahead: int) -> None:
        for number in range(len(self.town.hands)):
            self.town.at_work = number
            while self.town.claimed:
                self.call_one(0)
            while self.town.flying:
                self.town.end()
        self.town.now += ahead
        for call in self.town.run():
            self.judge(call)

    def call_one(self, number: int) -> None:
        if self.town.claimed:
            call = self.town.call(number % len(self.town.claimed))
            if call is not None:
                self.judge(call)

    # -- sending

    @rule(worker=WORKERS, account=ACCOUNTS, most=st.sampled_from([1, 3, 64]))
    def claim(self, worker: int, account: str, most: int) -> None:
        self.town.at_work = worker
        self.town.claim(account, most)

    @rule(account=ACCOUNTS, most=st.sampled_from([1, 2, 64]))
    def claim_together(self, account: str, most: int) -> None:
        self.town.claim_together(account, most)

    @rule(worker=WORKERS, number=st.integers(0, 5))
    def call(self, worker: int, number: int) -> None:
        self.town.at_work = worker
        self.call_one(number)

    @rule(worker=WORKERS, number=st.integers(0, 5), outcome=OUTCOMES)
    def end(self, worker: int, number: int, outcome: Any) -> None:
        self.town.at_work = worker
        if self.town.flying:
            self.town.end(number % len(self.town.flying), outcome)

    @rule()
    def send_all(self) -> None:
        for call in self.town.run():
            self.judge(call)

    @rule(worker=WORKERS)
    def die(self, worker: int) -> None:
        """And whoever else was slow comes back after their leases."""
        self.town.at_work = worker
        self.town.die()

    @rule(worker=WORKERS, asks=st.booleans(), dies=st.booleans())
    def take_over(self, worker: int, asks: bool, dies: bool) -> None:
        """What others did not end in time, while they may still be alive; or die over it too."""
        self.town.at_work = worker
        self.town.take_over()
        if dies:
            self.town.hand.drop_all()
        self.town.look_up(asks=asks)

    @rule(topic=st.sampled_from(["offers", "shoes"]), account=ACCOUNTS, asks=st.booleans())
    def come_back_late(self, topic: str, account: str, asks: bool) -> None:
        """One more worker claims and sleeps over its lease, while another takes over, ends it and sends on."""
        self.campaign.__wrapped__(self, topic, None, 0, 0, None)
        self.town.hands.append(Hand())
        self.town.at_work = len(self.town.hands) - 1
        self.town.claim(account)
        slept, self.town.at_work = self.town.at_work, 0
        self.town.now += LEASE + 1
        self.town.take_over()
        self.town.look_up(asks=asks)
        self.town.now += HOUR
        self.send_all.__wrapped__(self)
        self.town.at_work = slept
        while self.town.claimed:
            self.call_one(0)
        while self.town.flying:
            self.town.end()
        self.town.hands.pop()
        self.every_message_ends_once()

    @rule(ahead=st.sampled_from([60_001, HOUR, 7 * HOUR, DAY, 3 * DAY]))
    def time_passes(self, ahead: int) -> None:
        self.town.now += ahead

    @rule()
    def look(self) -> None:
        self.look_at_all()
