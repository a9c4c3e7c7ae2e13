"""What must hold of a town at every moment, told by its book: the numbers are those of the invariants."""

from __future__ import annotations

from typing import Any

from gateway.terms import consent_store, explanation_store, terms_store, wall, week
from gateway.terms.consent import is_whole
from gateway.terms.field import agrees
from gateway.terms.policy.law import law
from gateway.terms.preference import Terms
from gateway.terms.whereabouts import whereabouts
from tests.gateway.terms.book import TOPICS, Call
from tests.gateway.terms.policy.asked import DAY, HOUR
from tests.gateway.terms.town import Town

FINAL = frozenset(
    {"accepted", "sent", "delivered", "read", "failed", "unknown", "suppressed", "expired", "feed", "cancelled"}
)


class Judge:
    """`complaining` are customers whose complaint is open."""

    town: Town
    complaining: set[str]

    def judge(self, call: Call) -> None:
        """At the moment in which a call begins: by the terms of whoever has the address now."""
        due, town = call.due, self.town
        owner = town.owner(due)
        assert due.expires_at is None or due.expires_at > town.now or due.part > 1  # 5
        if due.category != "marketing":
            return
        terms = town.terms(owner)
        topics = [f"topic:{one}" for one in TOPICS.path(due.topic or "")]
        self.is_agreed_to(call, terms, topics)
        assert owner not in {self.home(one) for one in self.complaining}  # 11
        assert town.too_many(call, terms) == []  # 2
        assert town.counted(owner, "category:marketing", town.now - DAY, town.now) <= 4  # 2, the brand's
        self.is_in_hours(call, terms, topics)  # 3
        for silence in town.rows("SELECT * FROM silence WHERE lifted_at IS NULL"):  # 10
            assert silence.scope not in ("brand", *topics, f"channel:{call.channel}"), silence.scope

    def home(self, customer_id: str) -> str:
        """Who that customer is a part of by now."""
        into = next((link.taker for link in self.town.links if link.giver == customer_id), None)
        return customer_id if into is None else self.home(into)

    def is_agreed_to(self, call: Call, terms: Terms, topics: list[str]) -> None:
        """1: not stopped, agreed to for this very address, and the customer's wish that the brand begins."""
        for scope in ("all", "category:marketing", f"channel:{call.channel}", *topics):
            assert terms.get(scope, "stopped") is not True, scope
        given = terms.nearest([*topics, "category:marketing", f"channel:{call.channel}", "all"], "consent")
        assert agrees(given, call.due.address_id, self.town.now) is None, given
        assert terms.nearest([*topics, "category:marketing", "all"], "initiative") == "push"

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

    def look_at_all(self) -> None:
        """At all that is written down."""
        self.every_message_ends_once()
        self.every_wait_lies_ahead_and_every_decision_is_kept()
        self.the_ledger_tells_all()
        self.explanations_name_what_was_there()
        self.what_went_there_is_whose_the_address_is()
        self.nothing_is_reserved_that_is_not_being_called()

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
        for row in self.town.rows("SELECT id FROM customer"):
            assert self.town.read(terms_store.load, row.id) == self.town.terms(row.id)
            assert is_whole(self.town.read(consent_store.entries, row.id))

    def explanations_name_what_was_there(self) -> None:
        """15: a consent that is cited existed when it was decided, and its terms' version too."""
        for row in self.town.rows("SELECT e.customer_id, e.basis, d.at FROM explanation e JOIN decision d"
                                  " ON d.message_id = e.message_id AND d.id = e.decision_id"):  # fmt: skip
            basis: Any = explanation_store._decode(row.basis)
            assert basis.terms_version <= self.town.terms(row.customer_id).version
            if basis.consent is not None:
                entry = self.town.read(consent_store.get, basis.consent)
                assert (entry.customer_id, entry.action) == (row.customer_id, "granted")
                assert entry.at <= row.at

    def what_went_there_is_whose_the_address_is(self) -> None:
        """16: nobody has what went to another's address, nor decides about what is to go there."""
        owners = self.town.owners
        for row in self.town.rows("SELECT id, customer_id FROM address"):
            assert row.customer_id == owners[row.id]
        for row in self.town.rows("SELECT customer_id, address_id FROM contact"):
            assert row.customer_id == owners[row.address_id]
        for row in self.town.rows(
            "SELECT customer_id, address_id FROM delivery"
            " WHERE state IN ('queued', 'deferred', 'held', 'digested', 'sending')"
        ):
            assert row.customer_id == owners[row.address_id]

    def nothing_is_reserved_that_is_not_being_called(self) -> None:
        """4: whatever became of a call, what it counts as was written down with it."""
        left = self.town.rows(
            "SELECT c.message_id, d.state FROM contact c JOIN delivery d ON d.message_id = c.message_id"
            " AND d.account = c.account AND d.part = 1 WHERE c.state = 'reserved' AND d.state <> 'sending'"
        )
        assert left == []

    def all_comes_to_an_end(self) -> None:
        """4: nothing is lost, whoever died."""
        self.town.hand.drop_all()
        self.town.now += 45 * DAY
        self.town.take_over()
        self.town.look_up()
        self.town.now += HOUR  # what matters is sent once more when no answer comes
        self.town.run()
        states = {row.state for row in self.town.rows("SELECT state FROM delivery")}
        assert states <= FINAL, states
