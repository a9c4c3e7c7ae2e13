"""Digesting: a digest whose time has come is told as one message, on the customer's own days.

Before:  gathering collects what waits for it.      After:  sender asks the policy about the one message that is left.
Order:   longest due first; each in a savepoint of its own.
Never:   tells an empty digest, or one date's twice: its claim, what it tells and the message are one commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection

from connectors.content import Text
from gateway.ground.writer import savepoint
from gateway.journey.accounts import Accounts
from gateway.journey.digest import gathering
from gateway.journey.digest import pieces as told_pieces
from gateway.journey.digest.pieces import MOST_ITEMS, Pieces
from gateway.journey.posting import Posting, Refused, Wants, post
from gateway.messages import waiting_store
from gateway.outreach import item_store, slots
from gateway.outreach.item import Item
from gateway.people import address_store, customer_store
from gateway.terms import digest, digest_store, terms_store
from gateway.terms.digest_store import DueDigest, Reminder
from gateway.terms.rulebook import Rulebook
from gateway.terms.whereabouts import whereabouts

WITHIN = 24 * 3_600_000  # milliseconds: what could not be told by then is for the next one
NEVER = 2**62

log = structlog.get_logger()


class _NotNow(Exception):
    """The policy would not send it: what was gathered goes its own way."""


@dataclass(frozen=True)
class Teller:
    """What telling is handed."""

    rulebook: Rulebook
    accounts: Accounts
    language: str  # where the customer's is not known


def look(connection: Connection, teller: Teller, most: int, now: int) -> bool:
    """Turn the calendars over whose time has come; True if there may be more."""
    found = digest_store.ringing(connection, now, most)
    for seen in found:
        _look(connection, teller.rulebook, seen, now)
    return len(found) == most


def tell(connection: Connection, teller: Teller, most: int, now: int) -> tuple[set[str], bool]:
    """Tell the digests that are due; the accounts that have something to send, and whether there may be more."""
    given_back = gathering.see_to_ends(connection, most, now)
    found = gathering.due(connection, now, most)
    accounts = {account for one in found if (account := _tell_or_leave(connection, teller, one, now))}
    return accounts, given_back or len(found) == most


def _look(connection: Connection, rulebook: Rulebook, seen: Reminder, now: int) -> None:
    terms = terms_store.load(connection, seen.customer_id)
    after = max(seen.next_at - 1, now - WITHIN) if seen.next_at else now
    zone = _zone(connection, rulebook, seen.customer_id)
    due, coming = slots.between(seen.customer_id, terms, rulebook.topics, rulebook.brand, zone, after, now)
    if digest_store.turn_over(connection, seen, coming or NEVER):
        digest_store.plan(connection, [DueDigest(one.digest_id, seen.customer_id, one.at) for one in due])


def _zone(connection: Connection, rulebook: Rulebook, customer_id: str) -> str:
    """The one by which the policy gathers."""
    stated = customer_store.profiles(connection, [customer_id])[customer_id].timezone
    places = address_store.places(connection, [customer_id])
    channel, address = (places[0].channel, places[0].value) if places else ("", "")
    return whereabouts(channel, address, stated, rulebook.brand, rulebook.law).zones[0]


def _tell_or_leave(connection: Connection, teller: Teller, due: DueDigest, now: int) -> str | None:
    if due.slot_at > now - WITHIN:
        try:
            with savepoint(connection, "digest"):
                return _tell(connection, teller, due, now)
        except (_NotNow, Refused) as error:
            log.info("digest_left", why=type(error).__name__)
    if digest_store.claim(connection, due.id, now) is not None:
        waiting_store.wake(connection, [due.customer_id], now)
    return None


def _tell(connection: Connection, teller: Teller, due: DueDigest, now: int) -> str | None:
    found = gathering.collect(
        connection, teller.rulebook, teller.accounts, due, _items(connection, teller, due, now), now
    )  # fmt: skip
    if found.place is None:
        return None
    told = Pieces(found.pieces.messages, found.pieces.items[:MOST_ITEMS])
    said = told_pieces.said(connection, told, _language(connection, teller, due), more=len(told) < len(found.pieces))
    posting = _posting(due, told, said, found.place.account, teller, now)
    posted = post(connection, teller.rulebook, teller.accounts, posting, now)
    if posted.decision is None or posted.decision.outcome in ("suppress", "feed_only"):
        raise _NotNow
    digest_store.entrust(connection, due.id, posted.message_id)
    item_store.shown(connection, due.customer_id, [one.id for one in told.items], now, due.id)
    return found.place.account


def _items(connection: Connection, teller: Teller, due: DueDigest, now: int) -> list[Item]:
    """What is new in the topics of this digest."""
    terms, topics = terms_store.load(connection, due.customer_id), teller.rulebook.topics
    about = [one.id for one in slots.topics_of(digest.scope_in(due.id), terms, topics)]
    return item_store.fresh(connection, due.customer_id, about, now, MOST_ITEMS + 1)


def _posting(due: DueDigest, told: Pieces, said: Text, account: str, teller: Teller, now: int) -> Posting:
    return Posting(
        account=account, customer_id=due.customer_id, content=said, category="requested", author="campaign",
        topic=told.topic, idempotency_key=due.id, expires_at=now + WITHIN, said_by="digest",
        wants=Wants(kind="digest", sells=told.sells(teller.rulebook.topics)),
    )  # fmt: skip


def _language(connection: Connection, teller: Teller, due: DueDigest) -> str:
    person: Any = customer_store.get(connection, due.customer_id)
    return person.language if person is not None and person.language else teller.language
