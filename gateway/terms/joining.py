"""Joining: two customers proved to be one, or one to be two; what that means for their terms and for what was counted.

Of each rule the stricter holds. A consent stays with the addresses where it was given, and what was sent counts for
whoever it was sent to. Who moves the addresses themselves is none of this module's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from gateway.people import address_store
from gateway.terms import budget_store, contact_store, ledger, terms_store
from gateway.terms.preference import merged, reversed_changes
from gateway.terms.terms_store import Origin


def join(connection: Connection, winner: str, loser: str, origin: Origin, now: int) -> str | None:
    """`loser` is `winner`: call it before the addresses move. The change that `part` takes back, if there is one."""
    budget_store.hold(connection, [winner, loser])
    rows: Any = {one: address_store.of_customer(connection, one) for one in (winner, loser)}
    ours, theirs = ([row.id for row in rows[one]] for one in (winner, loser))
    both = (terms_store.load(connection, winner), terms_store.load(connection, loser))
    changes = merged(*both, (ours, theirs))
    contact_store.move(connection, loser, theirs, winner)
    budget_store.spoil(connection, [winner, loser])
    return ledger.write(connection, winner, changes, origin, now) if changes else None


def part(
    connection: Connection, winner: str, loser: str, addresses: Sequence[str], change_id: str | None, origin: Origin,
    now: int,
) -> None:  # fmt: skip
    """They are two after all: each keeps what went to its own addresses, and the terms that were its own.

    `addresses` are the loser's, whose terms were left as they were. What the winner decided meanwhile stays.
    """
    budget_store.hold(connection, [winner, loser])
    contact_store.move(connection, winner, addresses, loser)
    budget_store.spoil(connection, [winner, loser])
    terms = terms_store.load(connection, winner)
    joined = terms_store.as_changes(terms_store.changes_of(connection, winner, change_id or ""))
    back = [one for one in reversed_changes(joined) if terms.get(one.scope, one.field) == one.before]
    if back:
        ledger.write(connection, winner, back, origin, now)
