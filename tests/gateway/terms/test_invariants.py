"""What holds whatever happens: people, terms, campaigns, silences, crashes and late answers in any order.

The machine below lives in a town of its own and is judged by its book: counted by hand, terms replayed from the ledger,
and clocks read in the zone of whoever is written to.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gateway.ground.database import Database
from gateway.journey.claiming import LEASE
from gateway.terms import consent_store, terms_store, wall, week
from gateway.terms.consent import is_whole
from gateway.terms.policy import Brand, Cap
from gateway.terms.policy.law import law
from gateway.terms.preference import Terms
from gateway.terms.whereabouts import whereabouts
from tests.gateway.terms.effort import tries
from tests.gateway.terms.policy.asked import DAY, HOUR, paris
from tests.gateway.terms.town import LATER, LOST, OK, REFUSED, TOPICS, Call, Town

# Around the days on which clocks jump in Paris, and holidays
DAWN = {"spring": paris(2026, 3, 26, 9), "autumn": paris(2026, 10, 22, 9), "christmas": paris(2026, 12, 22, 9)}
PEOPLE = (
    ("telegram", "4242", None), ("sms", "+33612345678", None), ("sms", "+590690123456", None),
    ("sms", "+16505551234", None), ("telegram", "77", "Asia/Kathmandu"), ("telegram", "78", "Pacific/Kiritimati"),
)  # fmt: skip
FINAL = frozenset(
    {"accepted", "sent", "delivered", "read", "failed", "unknown", "suppressed", "expired", "feed", "cancelled"}
)
SCOPES = (
    "all",
    "topic:offers",
    "topic:fashion",
    "topic:shoes",
    "channel:sms",
    "channel:telegram",
    "category:marketing",
)
HOURS = ("00:00", "02:30", "09:00", "18:00", "22:00", "24:00")
DAYS = st.lists(st.sampled_from(week.DAYS), min_size=1, unique=True)
WINDOWS = st.builds(
    lambda days, opens, closes: {"days": days, "from": opens, "to": closes}, DAYS, st.sampled_from(HOURS[:5]),
    st.sampled_from(HOURS),
).filter(lambda one: one["from"] != one["to"])  # fmt: skip
VALUES = {
    "frequency": st.builds(lambda n, per: {"n": n, "per": per}, st.integers(0, 3), st.sampled_from(["day", "week"])),
    "hours": st.builds(lambda some: {"windows": some}, st.lists(WINDOWS, min_size=1, max_size=2)),
    "holidays": st.booleans(),
    "initiative": st.sampled_from(["push", "push", "pull", "off"]),
    "channels": st.sampled_from([["sms"], ["telegram"], ["sms", "telegram"]]),
    "consent": st.sampled_from([True, True, False]),
}
RULES = st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name] | st.none()))
OUTCOMES = st.sampled_from([OK, OK, OK, REFUSED, LATER, LOST])


class City(RuleBasedStateMachine):
    """Anything, in any order; the rules after the first only begin what may go wrong."""

    empty: ClassVar[Path]
    brand: ClassVar[Brand] = Brand(caps=(Cap("category:marketing", 4, DAY),), gap=HOUR)

    @initialize(season=st.sampled_from(sorted(DAWN)))
    def found(self, season: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="causerie-city-"))
        shutil.copy(self.empty, self.folder / "city.db")
        self.town = Town(Database(f"sqlite:///{self.folder}/city.db"), brand=self.brand, now=DAWN[season] - 2 * DAY)
        self.people: list[str] = []
        self.homes: dict[str, str] = {}
        for account, address, zone in PEOPLE:
            customer = self.town.meet(account, address)
            self.town.act(customer, "terms.follow", topic="offers")
            self.town.act(customer, "terms.set", field="frequency", value={"n": 2, "per": "week"})
            if zone:
                self.town.act(customer, "terms.set", field="zone", value=zone)
            self.people.append(customer)
            self.homes[customer] = account
        self.town.join(self.people[0], "sms", "+33687654321")
        self.town.act(self.people[0], "terms.follow", topic="offers")
        self.complaining: set[str] = set()
        self.town.now += 2 * DAY

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.look.__wrapped__(self)
            self.town.database.close()
            shutil.rmtree(self.folder)

    # -- customers

    @rule(who=st.integers(0, 5), scope=st.sampled_from(SCOPES), chosen=RULES)
    def decide(self, who: int, scope: str, chosen: tuple[str, Any]) -> None:
        name, value = chosen
        before = self.town.terms(self.people[who])
        done = self.town.act(self.people[who], "terms.set", scope=scope, field=name, value=value)
        if done["change"]:
            self._undone_is_as_before(who, done["change"], before)

    def _undone_is_as_before(self, who: int, change: str, before: Terms) -> None:
        """14: taking a change back restores what was; done again, it holds again."""
        after = self.town.terms(self.people[who])
        undone = self.town.act(self.people[who], "terms.undo", change=change)
        assert self.town.terms(self.people[who]).rules == before.rules
        self.town.act(self.people[who], "terms.undo", change=undone["change"])
        assert self.town.terms(self.people[who]).rules == after.rules

    @rule(
        who=st.integers(0, 5), action=st.sampled_from(["terms.stop", "terms.start"]), scope=st.sampled_from(SCOPES[:5])
    )
    def stop_or_start(self, who: int, action: str, scope: str) -> None:
        self.town.act(self.people[who], action, scope=scope)

    @rule(who=st.integers(0, 5), topic=st.sampled_from(["offers", "shoes", "fashion"]))
    def follow(self, who: int, topic: str) -> None:
        self.town.act(self.people[who], "terms.follow", topic=topic)

    @rule(who=st.integers(0, 5), days=st.sampled_from(["P1D", "P3D"]))
    def pause(self, who: int, days: str) -> None:
        self.town.act(self.people[who], "terms.pause", **{"for": days})

    @rule(who=st.integers(0, 5), ahead=st.sampled_from([60_000, DAY]), calls_first=st.booleans())
    def complain_for_a_while(self, who: int, ahead: int, calls_first: bool) -> None:
        """And be left alone, also by what was claimed a moment before."""
        self.claim_all(calls_first)
        self.complaining.add(self.people[who])
        self.town.complain(self.people[who], is_open=True)
        self.send_on(ahead)
        self.complaining.remove(self.people[who])
        self.town.complain(self.people[who], is_open=False)

    @rule(who=st.integers(0, 5))
    def talk(self, who: int) -> None:
        for row in self.town.addresses(self.people[who])[:1]:
            self.town.hear(row.id, self.people[who])

    # -- the brand

    @rule(topic=st.sampled_from(["offers", "offers", "shoes"]), life=st.sampled_from([None, 6 * HOUR, 3 * DAY]),
          later=st.sampled_from([0, 0, 5 * HOUR]), priority=st.integers(-1, 1),
          key=st.sampled_from([None, None, "sale"]))  # fmt: skip
    def campaign(self, topic: str, life: int | None, later: int, priority: int, key: str | None) -> None:
        """To everybody, where each was met first."""
        ends, begins = self.town.now + life if life else None, self.town.now + later if later else None
        for customer in self.people:
            self.town.post(
                customer, account=self.homes[customer], topic=topic, priority=priority, collapse_key=key,
                campaign=f"c{priority}", expires_at=ends, not_before=begins,
            )  # fmt: skip

    @rule(topic=st.sampled_from(["offers", "shoes"]))
    def campaign_at_once(self, topic: str) -> None:
        self.campaign.__wrapped__(self, topic, None, 0, 0, None)
        self.send_all.__wrapped__(self)

    @rule(who=st.integers(0, 5), category=st.sampled_from(["service", "transactional", "critical"]))
    def tell(self, who: int, category: str) -> None:
        self.town.post(self.people[who], account=self.homes[self.people[who]], category=category)

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
        while self.town.claimed:
            self.call_one(0)
        while self.town.flying:
            self.town.end()
        self.town.now += ahead
        for call in self.town.run():
            self.judge(call)

    def call_one(self, number: int) -> None:
        call = self.town.call(number % len(self.town.claimed))
        if call is not None:
            self.judge(call)

    # -- sending

    @rule(account=st.sampled_from(["telegram", "sms"]), most=st.sampled_from([1, 64]))
    def claim(self, account: str, most: int) -> None:
        self.town.claim(account, most)

    @precondition(lambda self: self.town.claimed)
    @rule(number=st.integers(0, 5))
    def call(self, number: int) -> None:
        self.call_one(number)

    @precondition(lambda self: self.town.flying)
    @rule(number=st.integers(0, 5), outcome=OUTCOMES)
    def end(self, number: int, outcome: Any) -> None:
        self.town.end(number % len(self.town.flying), outcome)

    @rule()
    def send_all(self) -> None:
        for call in self.town.run():
            self.judge(call)

    @rule()
    def die(self) -> None:
        self.town.die()

    @rule(ahead=st.sampled_from([60_000, HOUR, 7 * HOUR, DAY, 3 * DAY]))
    def time_passes(self, ahead: int) -> None:
        if self.town.claimed or self.town.flying:
            ahead = min(ahead, LEASE - 1)  # else others take over: that is what `die` is for
        self.town.now += ahead

    # -- what holds

    def judge(self, call: Call) -> None:
        """At the moment in which a call begins."""
        due, town, terms = call.due, self.town, self.town.terms(call.due.customer_id)
        assert due.expires_at is None or due.expires_at > town.now or due.part > 1  # 5
        if due.category != "marketing":
            return
        topics = [f"topic:{one}" for one in TOPICS.path(due.topic or "")]
        for scope in ("all", "category:marketing", f"channel:{call.channel}", *topics):
            assert terms.get(scope, "stopped") is not True, scope  # 1
        assert terms.nearest([*topics, "category:marketing", f"channel:{call.channel}", "all"], "consent")  # 1
        assert terms.nearest([*topics, "category:marketing", "all"], "initiative") == "push"
        assert due.customer_id not in self.complaining  # 11
        assert town.too_many(call) == []  # 2
        assert town.counted(due.customer_id, "category:marketing", town.now - DAY, town.now) <= 4  # 2, the brand's
        self.is_in_hours(call, terms, topics)  # 3
        for silence in town.rows("SELECT * FROM silence WHERE lifted_at IS NULL"):  # 10
            assert silence.scope not in ("brand", *topics, f"channel:{call.channel}"), silence.scope

    def is_in_hours(self, call: Call, terms: Terms, topics: list[str]) -> None:
        stated = terms.get("all", "zone")
        where = whereabouts(call.channel, call.due.address, stated, self.town.brand, law())
        legal = law().country(where.country or "FR").of("marketing", call.channel)
        scopes = (*topics, "category:marketing", f"channel:{call.channel}", "all")
        for zone in where.zones:
            shown = wall.shown(self.town.now, zone)
            assert week.is_open(legal.spans, shown.day.weekday(), shown.minute)
            for value in terms.decided(scopes, "hours"):
                assert week.is_open(week.week(value), shown.day.weekday(), shown.minute), (zone, value)
            free = legal.not_on_holidays or False in terms.decided(scopes, "holidays")
            assert not (free and law().is_holiday(where.country or "FR", shown.day))

    @rule()
    def look(self) -> None:
        """At all that is written down."""
        self.every_message_ends_once()
        self.every_wait_lies_ahead_and_every_decision_is_kept()
        self.the_ledger_tells_all()
        self.explanations_name_what_was_there()

    def every_message_ends_once(self) -> None:
        """4, 5: accepted once at most; what waits has an instant ahead of it, and never waits beyond its end."""
        accepted: dict[tuple[str, int], int] = {}
        for call in self.town.calls:
            if call.outcome == "sent":
                key = (call.due.message_id, call.due.part)
                accepted[key] = accepted.get(key, 0) + 1
        repeated = {(call.due.message_id, call.due.part) for call in self.town.calls if call.due.repeat}
        assert all(count == 1 or key in repeated for key, count in accepted.items())
        for row in self.town.rows(
            "SELECT d.*, m.expires_at FROM delivery d JOIN message m ON m.id = d.message_id"
            " WHERE d.state IN ('deferred', 'held')"
        ):
            assert row.expires_at is None or row.next_at <= row.expires_at

    def every_wait_lies_ahead_and_every_decision_is_kept(self) -> None:
        for row in self.town.rows("SELECT outcome, until, at FROM decision WHERE outcome IN ('defer', 'hold')"):
            assert row.at < row.until  # 5
        decided = {row.message_id for row in self.town.rows("SELECT message_id FROM decision")}
        assert {row.message_id for row in self.town.rows("SELECT message_id FROM delivery")} <= decided

    def the_ledger_tells_all(self) -> None:
        """9: the terms are the fold of their ledger, and the chain of consents is whole."""
        for customer in self.people:
            assert self.town.read(terms_store.load, customer) == self.town.terms(customer)
            assert is_whole(self.town.read(consent_store.entries, customer))

    def explanations_name_what_was_there(self) -> None:
        """15: a consent that is cited existed when it was decided, and its terms' version too."""
        for row in self.town.rows("SELECT e.customer_id, e.basis, d.at FROM explanation e JOIN decision d"
                                  " ON d.message_id = e.message_id AND d.id = e.decision_id"):  # fmt: skip
            basis: Any = _basis(row.basis)
            assert basis.terms_version <= self.town.terms(row.customer_id).version
            if basis.consent is not None:
                entry = self.town.read(consent_store.get, basis.consent)
                assert (entry.customer_id, entry.action) == (row.customer_id, "granted")
                assert entry.at <= row.at


def _basis(text: str) -> Any:
    from gateway.terms.explanation_store import _decode

    return _decode(text)


def test_whatever_happens(empty_file):
    class Here(City):
        empty = empty_file

    run_state_machine_as_test(Here, settings=tries(14, stateful_step_count=40))
