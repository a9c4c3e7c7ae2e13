"""Gathering: what a digest tells, once its time has come, and what becomes of it where the digest does not leave.

Before:  the policy put messages into it.      After:  whoever composes it posts one message, of the kind "digest".
Order:   as they were gathered.
Never:   tells one item twice, or what the customer does not want any more; loses what was not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.journey.accounts import Accounts
from gateway.journey.admission import Standing
from gateway.journey.digest import pieces as told_pieces
from gateway.journey.digest.pieces import NOTHING, Pieces
from gateway.messages import due_store, waiting_store
from gateway.messages.delivery import LEFT
from gateway.outreach import item_store
from gateway.outreach.item import Item
from gateway.people.address_store import Place
from gateway.terms import candidate_store, digest_store, knowing
from gateway.terms.digest_store import DueDigest
from gateway.terms.rulebook import Rulebook


@dataclass(frozen=True)
class Collected:
    """What a digest tells, and where; nowhere if there is nothing to tell."""

    place: Place | None = None
    pieces: Pieces = NOTHING


def due(connection: Connection, now: int, most: int) -> list[DueDigest]:
    """The digests to tell now."""
    return digest_store.due(connection, now, most)


def collect(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, due: DueDigest, items: Sequence[Item], now: int
) -> Collected:
    """What this digest tells, of what was gathered for it and these items: the caller's, in this transaction.

    Each piece is decided about once more: what was stopped, paused or silenced meanwhile goes its own way.
    """
    claimed = digest_store.claim(connection, due.id, now)
    if claimed is None:
        return Collected()
    parts = {one.message_id: one for one in due_store.first_parts(connection, [one.message_id for one in claimed])}
    waiting = [parts[one.message_id] for one in claimed if one.message_id in parts]
    there = Pieces([one for one in waiting if one.state == "digested"], items)
    if not len(there):
        return Collected()
    found = _best(there, standing(connection, rulebook, accounts, due.customer_id, there, now), now)
    waiting_store.told(connection, [one.message_id for one in found.pieces.messages], now)
    if len(found.pieces.messages) < len(there.messages):
        waiting_store.wake(connection, [due.customer_id], now)  # the others are decided about in their own right
    return found


def standing(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, customer_id: str, pieces: Pieces, now: int
) -> Standing:
    """What is known of the customer, held until the end of this transaction, and of these messages."""
    known = Standing(rulebook, accounts)
    known.knowledge = knowing.know(connection, rulebook, [customer_id], now, sells=True, holds=True)
    asked = [(one.customer_id, one.message_id) for one in pieces.messages]
    known.wishes = candidate_store.of_messages(connection, asked)
    return known


def see_to_ends(connection: Connection, most: int, now: int) -> bool:
    """Give back what digests were to tell whose message never left; True if there may be more."""
    found = digest_store.ended(connection, most)
    for one in found:
        if digest_store.close(connection, one.id) and one.state not in LEFT:
            gathered = [item.message_id for item in digest_store.gathered(connection, one.id)]
            waiting_store.untold(connection, gathered, now)
            item_store.not_shown(connection, one.customer_id, one.id, ())
    return len(found) == most


def _best(there: Pieces, known: Standing, now: int) -> Collected:
    """Where the most of it may be told; of several such places where the oldest of it was meant to go."""
    best = Collected()
    for place in _places(there, known):
        made = told_pieces.asked(there, place, known, now)
        kept = there.without(one for one in there.ids if one not in made or not made[one].is_sent)
        if len(kept) > len(best.pieces):
            best = Collected(place, kept)
    return best


def _places(there: Pieces, known: Standing) -> list[Place]:
    assert known.knowledge is not None
    (person,) = known.knowledge.persons.values()
    meant = there.messages[0].address_id if there.messages else None
    found = [one for one in person.places if known.accounts.get(one.account) is not None]
    return sorted(
        found, key=lambda one: (one.status == "live", one.address_id == meant, one.last_inbound_at or 0), reverse=True
    )  # fmt: skip
