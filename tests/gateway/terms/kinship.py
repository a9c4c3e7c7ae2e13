"""Who turns out to be whom, and is two people again: rules of the machine, and what must hold of the terms then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gateway.journey.crossing.linking import LinkRefused
from gateway.terms import field as fields
from gateway.terms import frequency, terms_store, week
from gateway.terms.field import agrees
from gateway.terms.preference import Change, Terms
from tests.gateway.terms.book import TOPICS
from tests.gateway.terms.folk import Link
from tests.gateway.terms.town import Town

WHO = st.integers(0, 5)
FREE = frozenset({"language", "zone"})  # neither of two is stricter


@dataclass(frozen=True)
class Decided:
    """The last word of a customer's own about one rule; `at` is its place in the ledger, -1 before all of it."""

    value: Any = None
    at: int = -1


class Kinship:
    """`first` are the addresses where people were met; `joined` how long a taker's ledger was at each link."""

    town: Town
    first: list[str]
    joined: dict[str, int]

    def person(self, who: int) -> str:
        """Whose that person's words are taken for by now."""
        return self.town.owners[self.first[who]]

    @rule(giver=WHO, taker=WHO, how=st.sampled_from(["merge", "vouch"]))
    def turn_out_to_be_one(self, giver: int, taker: int, how: str) -> None:
        one, other = self.person(giver), self.person(taker)
        if one == other:
            return
        before, place = (self.town.terms(one), self.town.terms(other)), len(self.ledger(other))
        link = self.town.merge(one, other) if how == "merge" else self.town.vouch(one, other)
        if link is not None:
            self.joined[link.id] = place
            self._no_looser(link, *before)

    @rule(who=WHO, taker=WHO)
    def show_a_code(self, who: int, taker: int) -> None:
        """One address goes to whose code is shown there, the others stay where they are."""
        one, other = self.person(who), self.person(taker)
        account = self.town.rows("SELECT account FROM address WHERE id = :id", id=self.first[who])[0].account
        before, place = (self.town.terms(one), self.town.terms(other)), len(self.ledger(other))
        link = self.town.cross(self.first[who], account, other)
        if link is not None:
            self.joined[link.id] = place
            self._no_looser(link, *before)

    @rule(number=st.integers(0, 5))
    def turn_out_to_be_two(self, number: int) -> None:
        if not self.town.links:
            return
        link = self.town.links[number % len(self.town.links)]
        theirs = self.town.terms(link.giver)
        try:
            self.town.part(link)
        except LinkRefused:
            assert any(self.town.owners[one] != link.taker for one in link.addresses)  # they went on from there
            return
        assert self.town.terms(link.giver) == theirs
        self._as_decided(link.taker)

    def _no_looser(self, link: Link, giver: Terms, taker: Terms) -> None:
        """12, 16: of each rule the stricter of both, and a consent where it was given."""
        after = self.town.terms(link.taker)
        for change in _rules(after):
            for terms in (giver, taker):
                before = terms.get(change.scope, change.field)
                assert _holds(change.field, before, change.after), (change, before)
        for terms in (giver, taker):
            for change in _rules(terms):
                assert change.field == "consent" or after.get(change.scope, change.field) is not None
        for address in self.town.homes(link.taker):
            mine = giver if address in link.addresses else taker
            assert set(self._topics(after, address)) <= set(self._topics(mine, address))

    def _as_decided(self, customer_id: str) -> None:
        """14: each rule is as they last decided it themselves, where nobody became a part of them since; else no looser
        than what those decided."""
        terms, own = self.town.terms(customer_id), self._own(customer_id)
        for change in [*_rules(terms), *(Change(scope=s, field=f) for s, f in own)]:
            decided = own.get((change.scope, change.field), Decided())
            since = [one for one in self.town.links if one.taker == customer_id and self.joined[one.id] > decided.at]
            value = terms.get(change.scope, change.field)
            if not since:
                assert value == decided.value, change
            for link in since:
                theirs = self.town.terms(link.giver).get(change.scope, change.field)
                assert _holds(change.field, theirs, value), (change, theirs)

    def _own(self, customer_id: str) -> dict[tuple[str, str], Decided]:
        rows = self.ledger(customer_id)
        changes = terms_store.as_changes(rows)
        return {
            (one.scope, one.field): Decided(one.after, place)
            for place, (row, one) in enumerate(zip(rows, changes, strict=True))
            if row.source != "link"
        }

    def ledger(self, customer_id: str) -> Any:
        return self.town.read(terms_store.history, customer_id, None, 10_000)

    def _topics(self, terms: Terms, address: str) -> Iterator[str]:
        channel = self.town.rows("SELECT channel FROM address WHERE id = :id", id=address)[0].channel
        for topic in ("offers", "fashion", "shoes"):
            path = [f"topic:{one}" for one in TOPICS.path(topic)]
            given = terms.nearest([*path, "category:marketing", f"channel:{channel}", "all"], "consent")
            if agrees(given, address, self.town.now) is None:
                yield topic


def _rules(terms: Terms) -> Iterator[Change]:
    for scope, kept in terms.rules.items():
        for name, value in kept.items():
            yield Change(scope=scope, field=name, after=value)


def _holds(name: str, before: Any, after: Any) -> bool:
    """Is what somebody decided kept by this value?"""
    if name in FREE or name == "consent" or before is None:
        return True
    if name == "frequency":
        (n, period), (most, span) = frequency.cap(after), frequency.cap(before)
        return n * -(-span // period) <= most
    return not fields.loosens(name, before, after) or _nothing_suits_both(name, before, after)


def _nothing_suits_both(name: str, before: Any, after: Any) -> bool:
    if name == "hours":
        return not any(week.common(week.week(before), week.week(after)))
    return name == "channels" and not {*before} & {*after}
