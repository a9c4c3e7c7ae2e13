"""Joining: two customers proved to be one, or one to be two; what that means for their terms and for what was counted.

Of each rule the stricter holds. A consent stays with the addresses where it was given; what was sent there counts, and
what waits to go there is decided, for whoever has the address. Who moves the addresses themselves is none of this
module's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from gateway.messages import waiting_store
from gateway.people import address_store
from gateway.terms import budget_store, candidate_store, contact_store, digest_store, ledger, limit_store, terms_store
from gateway.terms.preference import merged, reversed_changes
from gateway.terms.terms_store import Origin

RECENT = 2 * 86_400_000  # milliseconds: a digest's date may be today's in any zone


def join(
    connection: Connection, winner: str, loser: str, origin: Origin, now: int, addresses: Sequence[str] | None = None
) -> str | None:  # fmt: skip
    """`loser` is `winner`, at all or some of their `addresses`: call it before they move. The change that `part` takes
    back, if there is one."""
    budget_store.hold(connection, [winner, loser])
    rows: Any = {one: address_store.of_customer(connection, one) for one in (winner, loser)}
    ours, theirs = ([row.id for row in rows[one]] for one in (winner, loser))
    both = (terms_store.load(connection, winner), terms_store.load(connection, loser))
    changes = merged(*both, (ours, theirs))
    digest_store.adopt(connection, loser, winner, now - RECENT, now)
    _hand_over(connection, loser, theirs if addresses is None else addresses, winner, now)
    return ledger.write(connection, winner, changes, origin, now) if changes else None


def part(
    connection: Connection, winner: str, loser: str, addresses: Sequence[str], change_id: str | None, origin: Origin,
    now: int,
) -> None:  # fmt: skip
    """They are two after all: each keeps what went to its own addresses, and the terms that were its own.

    `addresses` are the loser's, whose terms were left as they were. What the winner decided meanwhile stays.
    """
    budget_store.hold(connection, [winner, loser])
    _hand_over(connection, winner, addresses, loser, now)
    terms = terms_store.load(connection, winner)
    joined = terms_store.as_changes(terms_store.changes_of(connection, winner, change_id or ""))
    back = [one for one in reversed_changes(joined) if terms.get(one.scope, one.field) == one.before]
    if back:
        ledger.write(connection, winner, back, origin, now)


def _hand_over(connection: Connection, giver: str, addresses: Sequence[str], taker: str, now: int) -> None:
    """What goes with an address. Digests to come hold what may be another's now: all of it is decided about anew."""
    for customer_id in (giver, taker):
        digest_store.dissolve(connection, customer_id)
        digest_store.look_again(connection, customer_id)
    candidate_store.move(connection, giver, addresses, taker)
    contact_store.move(connection, giver, addresses, taker)
    limit_store.move(connection, addresses, taker)
    budget_store.spoil(connection, [giver, taker])
    waiting_store.wake(connection, [giver, taker], now)
