"""The ledger's door: every change of terms goes through here, with its proof, and takes hold of what waits at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from gateway.messages import waiting_store
from gateway.people import address_store
from gateway.terms import budget_store, consent_store, digest_store, suppression_store, terms_store
from gateway.terms.preference import Change
from gateway.terms.terms_store import Origin

OWN_WORD = frozenset({"chat", "board"})  # not what a program claims that somebody said


def hold(connection: Connection, customer_id: str) -> None:
    """Before reading what a change is based on: nobody changes it or decides on it until the commit."""
    budget_store.hold(connection, [customer_id])


def write(connection: Connection, customer_id: str, changes: Sequence[Change], origin: Origin, now: int) -> str:
    """These changes hold from the commit on; the id under which they can be undone. The caller holds the customer."""
    change_id = terms_store.record(connection, customer_id, changes, origin, now)
    if any(change.field == "consent" and change.after for change in changes):
        come_back(connection, origin)
    consent_store.append(connection, customer_id, changes, origin, change_id, now)
    waiting_store.wake(connection, [customer_id], now)
    digest_store.look_again(connection, customer_id)
    return change_id


def come_back(connection: Connection, origin: Origin) -> None:
    """Somebody agreed: who was erased there is written to again, where these are their own words."""
    said_at = origin.address_id if origin.source in OWN_WORD else None
    place = address_store.get(connection, said_at) if said_at else None
    if place is not None:
        suppression_store.lift(connection, place.channel, place.value)
