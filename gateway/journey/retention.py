"""Retention: what nobody needs any more is deleted, a little at a time.

Before:  events were handled, messages arrived; days went by.
After:   what is younger, and every decision of a customer with its proof, is where it was.
Order:   what hangs on a message goes before it, all in one transaction; files go once that is on disk.
Never:   deletes what is still to be handled or to leave, or what an admin may have tried again.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from dialogs import unclear_store
from gateway.ground import postgres, tries_store
from gateway.messages import delivery_store, inbox_store, media_store, message_store, triage_store
from gateway.people import claim_store
from gateway.terms import candidate_store, contact_store, decision_store, digest_store, explanation_store
from handoff import left_off_store

AT_ONCE = 500  # rows a transaction looks at: it holds up nobody for long


@dataclass(frozen=True)
class Kept:
    """For how many milliseconds; None: for ever."""

    events: int
    messages: int | None


@dataclass(frozen=True)
class Place:
    """How far a sweep came, by id."""

    event: int | None = 0  # None: there is nothing old behind
    message: str | None = ""


@dataclass(frozen=True)
class Swept:
    """What a step deleted, and where the next one begins; None: the sweep is over."""

    events: int = 0
    messages: int = 0
    media: tuple[str, ...] = ()  # files to remove
    on: Place | None = None


def step(connection: Connection, kept: Kept, place: Place, now: int) -> Swept:
    """Some of what is old; where another process is at it, nothing."""
    if connection.dialect.name == "postgresql" and not postgres.is_first(connection, "retention"):
        return Swept()
    tries_store.drop_old(connection, now)
    events, event = 0, None
    if place.event is not None:
        events, event = inbox_store.drop_handled(connection, now - kept.events, place.event, AT_ONCE)
    old = _old(connection, kept, place, now)
    unclear = unclear_store.drop_old(connection, now, AT_ONCE)
    left_off = left_off_store.drop_old(connection, _seen_before(kept, now), AT_ONCE)
    media = _drop(connection, old)
    unsent = media_store.drop_unsent(connection, now, AT_ONCE)
    message = old[-1].message_id if len(old) == AT_ONCE else None
    goes_on = event is not None or message is not None or AT_ONCE in (unclear, left_off, len(unsent))
    return Swept(events, len(old), (*media, *unsent), Place(event, message) if goes_on else None)


def _seen_before(kept: Kept, now: int) -> int:
    """Where nothing is left of what an agent has seen, they look for the first time."""
    return now - min(left_off_store.KEPT, kept.messages or left_off_store.KEPT)


def _old(connection: Connection, kept: Kept, place: Place, now: int) -> list[message_store.Old]:
    if kept.messages is None or place.message is None:
        return []
    return message_store.old(connection, now - kept.messages, place.message, AT_ONCE)


def _drop(connection: Connection, old: list[message_store.Old]) -> list[str]:
    if not old:
        return []
    ids = [one.message_id for one in old]
    pairs = [(one.customer_id, one.message_id) for one in old]
    for of_customers in (contact_store, candidate_store):
        of_customers.drop(connection, pairs)
    for of_messages in (decision_store, explanation_store, delivery_store, triage_store):
        of_messages.drop(connection, ids)
    unclear_store.drop(connection, ids)
    claim_store.drop(connection, ids)
    digest_store.drop_old(connection, ids)
    media = media_store.drop(connection, ids)
    message_store.drop(connection, ids)
    return media
