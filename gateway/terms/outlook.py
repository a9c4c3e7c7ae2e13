"""Outlook: when the next message may come, under terms that may not hold yet: customers are told the effect."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from gateway.people import address_store
from gateway.terms import contact_store, counting, digest
from gateway.terms.policy import Brand, Candidate, Facts, Place, caps, hours
from gateway.terms.policy.brand import DAY
from gateway.terms.preference import Terms
from gateway.terms.topic import Topics

HORIZON = 40 * DAY
YEAR = 366 * DAY  # no measure is longer


def next_contact(
    connection: Connection, customer_id: str, scope: str, terms: Terms, topics: Topics, brand: Brand, now: int
) -> int | None:
    """The first instant at which something that sells may come in this scope; None: not foreseeable, or never."""
    scopes = dict.fromkeys((scope, "all"))
    asks_for_it = terms.nearest(scopes, "initiative") in ("pull", "off")
    if asks_for_it or terms.any(scopes, "stopped") or terms.get("all", "no_robot"):
        return None
    soonest = max([now, *terms.decided(scopes, "pause")])
    candidate = _candidate(customer_id, scope, topics, now)
    contacts = contact_store.since(connection, [customer_id], now - YEAR)
    return _next(candidate, terms, _place(connection, customer_id, brand), contacts, topics, brand, soonest)


def next_digest(scope: str, terms: Terms, zone: str, now: int) -> int | None:
    """When the digest of this scope is told next."""
    calendar = terms.get(scope, "digest")
    slot = digest.next_slot(calendar, zone, now) if calendar is not None else None
    return slot.at if slot else None


def _next(
    candidate: Candidate, terms: Terms, place: Place, contacts: Sequence[contact_store.Contact], topics: Topics,
    brand: Brand, now: int,
) -> int | None:  # fmt: skip
    facts = Facts(terms=terms, places=(place,), brand=brand)
    rings = counting.rings(caps.of(candidate, facts, place), contacts, topics)
    free = [ring.free_at(now) for ring in rings.values()]
    if any(one is None for one in free):
        return None
    return hours.reopens(candidate, facts, place, max((one for one in free if one is not None), default=now))


def _candidate(customer_id: str, scope: str, topics: Topics, now: int) -> Candidate:
    kind, _, name = scope.partition(":")
    path = tuple(topics.path(name)) if kind == "topic" else ()
    topic = topics.get(name) if path else None
    return Candidate(
        message_id="", customer_id=customer_id, category=topic.category if topic else "marketing", author="campaign",
        channel=name if kind == "channel" else "", topic=name if path else None, topic_path=path, created_at=now,
        expires_at=now + HORIZON,
    )  # fmt: skip


def _place(connection: Connection, customer_id: str, brand: Brand) -> Place:
    row = next(iter(address_store.of_customer(connection, customer_id)), None)
    channel, address = (row.channel, row.id) if row else ("", "")
    return Place(
        address_id=address, account="", channel=channel, zones=(brand.zone,), country=brand.country
    )  # fmt: skip
