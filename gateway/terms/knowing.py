"""Knowing: all that is stored about some customers and that decides about writing to them, read set by set.

Whoever will reserve something holds the customers first: what is read after that stays true until the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from gateway.people import address_store, customer_store
from gateway.people.address_store import Place
from gateway.people.customer_store import Profile
from gateway.terms import (
    budget_store,
    complaint_store,
    consent_store,
    contact_store,
    counting,
    digest_store,
    limit_store,
    silence_store,
    suppression_store,
    terms_store,
)
from gateway.terms.budget_store import Kept
from gateway.terms.contact_store import Contact
from gateway.terms.limit_store import Limit
from gateway.terms.policy.measures import MONTH, counted_in, measures
from gateway.terms.policy.ring import Ring
from gateway.terms.preference import Terms
from gateway.terms.rulebook import Rulebook
from gateway.terms.silence import Silence

RECENTLY = 2 * 86_400_000  # milliseconds: nobody meets an older date again


@dataclass
class Person:
    """One customer, as of this transaction. The counts move with what is reserved in it."""

    id: str
    terms: Terms
    profile: Profile
    places: list[Place]
    kept: Kept
    contacts: list[Contact] | None = None  # those of a month, once they were needed
    complaint: int = 0
    is_suppressed: bool = False
    limits: Mapping[str, Limit] = field(default_factory=dict)
    granted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    told: frozenset[str] = frozenset()  # digests
    is_counted: bool = False  # something was reserved: the counts are to be kept

    def scopes(self, category: str, topic_path: Sequence[str], campaign: str | None) -> list[str]:
        """What a message counts in, wherever of theirs it goes."""
        channels = dict.fromkeys(place.channel for place in self.places) or {"": None}
        found = (counted_in(category, channel, topic_path, campaign) for channel in channels)
        return list(dict.fromkeys(scope for one in found for scope in one))


@dataclass(frozen=True)
class Knowledge:
    """Some customers, and what holds for all of them."""

    persons: dict[str, Person]
    silences: tuple[Silence, ...]
    silence_epoch: int


def know(
    connection: Connection, rulebook: Rulebook, customers: Iterable[str], now: int, *, sells: bool, holds: bool
) -> Knowledge:
    """`sells`: something among it needs consent. `holds`: something may be reserved in this transaction."""
    wanted = sorted(set(customers))
    epoch = silence_store.epoch(connection)  # before the silences: one that begins in between must look new at the call
    budgets = budget_store.hold(connection, wanted) if holds else budget_store.read(connection, wanted)
    terms = terms_store.load_many(connection, wanted)
    profiles = customer_store.profiles(connection, wanted)
    persons = {}
    for one in wanted:
        decided = terms.get(one, Terms())
        kept = budget_store.kept(budgets.get(one), rulebook.made_for(decided.version))
        persons[one] = Person(one, decided, profiles.get(one) or Profile(one, None, "active"), [], kept)
    for place in address_store.places(connection, wanted):
        persons[place.customer_id].places.append(place)
    if sells:
        _know_selling(connection, rulebook, persons, now)
    return Knowledge(persons, silence_store.active(connection), epoch)


def count(
    connection: Connection, rulebook: Rulebook, persons: Iterable[Person], scopes: Mapping[str, Iterable[str]], now: int
) -> None:
    """Have the counts of these scopes (by customer): those that were kept, the others out of the log."""
    missing = [one for one in persons if one.contacts is None and _lacks(one, rulebook, list(scopes[one.id]))]
    if not missing:
        return
    asked = {one.id: measures(list(scopes[one.id]), one.terms, rulebook.brand) for one in missing}
    longest = max((one.period for wanted in asked.values() for one in wanted), default=0)
    found: dict[str, list[Contact]] = {one: [] for one in asked}
    for contact in contact_store.since(connection, list(found), now - max(longest, MONTH)):
        found[contact.customer_id].append(contact)
    for person in missing:
        contacts, wanted = found[person.id], asked[person.id]
        person.contacts = [one for one in contacts if one.at > now - MONTH]
        fresh = [one for one in wanted if one.key not in person.kept.rings]
        rings = {**person.kept.rings, **counting.rings(fresh, contacts, rulebook.topics)}
        person.kept = Kept(rings, person.kept.last if person.kept.last is not None else counting.last(contacts))


def take(person: Person, rulebook: Rulebook, contact: Contact, topic_path: Sequence[str]) -> None:
    """One more, in the counts of this transaction: all the measures that it counts in."""
    scopes = counted_in(contact.category, contact.channel, topic_path, contact.campaign)
    rings = dict(person.kept.rings)
    for one in measures(scopes, person.terms, rulebook.brand):
        rings[one.key] = rings.get(one.key, Ring(one.n, one.period)).taken(contact.at)
    person.kept = Kept(rings, {**(person.kept.last or {}), contact.category: contact.at})
    person.is_counted = True


def keep_counts(connection: Connection, rulebook: Rulebook, persons: Iterable[Person]) -> None:
    """Write the counts of those for whom something was reserved."""
    counted = [(one.id, rulebook.made_for(one.terms.version), one.kept) for one in persons if one.is_counted]
    if counted:
        budget_store.save(connection, counted)


def _lacks(person: Person, rulebook: Rulebook, scopes: Sequence[str]) -> bool:
    if person.kept.last is None:
        return True
    return any(one.key not in person.kept.rings for one in measures(scopes, person.terms, rulebook.brand))


def _know_selling(connection: Connection, rulebook: Rulebook, persons: Mapping[str, Person], now: int) -> None:
    """What only matters where something is sold."""
    ids = list(persons)
    complaints = complaint_store.held_until(connection, ids, rulebook.brand.cool_off, now)
    limits = limit_store.of_customers(connection, ids)
    granted = consent_store.granted(connection, ids)
    addresses = [(place.channel, place.value) for one in persons.values() for place in one.places]
    suppressed = suppression_store.suppressed(connection, addresses)
    told = digest_store.told(connection, ids, now - RECENTLY)
    for person in persons.values():
        person.complaint, person.limits, person.granted = complaints.get(person.id, 0), limits, granted
        person.told = told.get(person.id, person.told)
        person.is_suppressed = any((place.channel, place.value) in suppressed for place in person.places)
