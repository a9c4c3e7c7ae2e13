"""Joining: two customers proved to be one, or one to be two; what that means for their terms and for what was counted.

Of each rule the stricter holds. A consent stays with the addresses where it was given; what was sent there counts, and
what waits to go there is decided, for whoever has the address. Who moves the addresses themselves is none of this
module's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from gateway.messages import waiting_store
from gateway.people import address_store, customer_store
from gateway.terms import budget_store, candidate_store, contact_store, digest_store, ledger, limit_store, terms_store
from gateway.terms.preference import Change, Terms, apply, merged
from gateway.terms.terms_store import Origin


class Joined(NamedTuple):
    """Somebody who is a part of another, with these addresses; `since` is older than the ledger's rows about it."""

    customer_id: str
    addresses: Sequence[str]
    since: str


RECENT = 2 * 86_400_000  # milliseconds: a digest's date may be today's in any zone


def join(
    connection: Connection, winner: str, loser: str, origin: Origin, now: int, addresses: Sequence[str] | None = None
) -> str | None:  # fmt: skip
    """`loser` is `winner`, at all or some of their `addresses`: call it before they move. The change that `part` takes
    back, if there is one."""
    rows: Any = {one: address_store.of_customer(connection, one) for one in (winner, loser)}
    candidate_store.hold(connection, loser, [row.id for row in rows[loser]])
    budget_store.hold(connection, [winner, loser])
    ours, theirs = ([row.id for row in rows[one]] for one in (winner, loser))
    both = (terms_store.load(connection, winner), terms_store.load(connection, loser))
    changes = merged(*both, (ours, theirs))
    digest_store.adopt(connection, loser, winner, now - RECENT, now)
    _hand_over(connection, loser, theirs if addresses is None else addresses, winner, now)
    return _write(connection, winner, changes, origin, now) if changes else None


def part(
    connection: Connection, winner: str, loser: str, addresses: Sequence[str], change_id: str | None,
    others: Sequence[Joined], origin: Origin, now: int,
) -> None:  # fmt: skip
    """They are two after all: each keeps what went to its own addresses, and the terms that were its own.

    `addresses` are the loser's, whose terms were left as they were. What the winner decided meanwhile stays, and so
    does what holds for the `others` who are still a part of them, oldest first.
    """
    candidate_store.hold(connection, winner, addresses)
    budget_store.hold(connection, [winner, loser])
    _hand_over(connection, winner, addresses, loser, now)
    own = sorted({row.id for row in address_store.of_customer(connection, winner)} - {*addresses})
    joined = terms_store.as_changes(terms_store.changes_of(connection, winner, change_id or ""))
    theirs = terms_store.load(connection, loser).rules
    touched = {(one.scope, one.field) for one in joined} | {(s, f) for s, kept in theirs.items() for f in kept}
    back = _back(connection, winner, touched, own, others, origin.source) if touched else []
    if back:
        _write(connection, winner, back, origin, now)


def _back(
    connection: Connection, winner: str, touched: set[tuple[str, str]], own: Sequence[str], others: Sequence[Joined],
    source: str,
) -> list[Change]:  # fmt: skip
    """Of each rule what the winner said last, and the stricter of that and of what those say who came after that."""
    said = {one: row for one, row in terms_store.last_words(connection, winner, source).items() if one in touched}
    terms = apply(Terms(), terms_store.as_changes(list(said.values())))
    for other in others:
        later = {one for one in touched if one not in said or said[one].id < other.since}
        theirs = _only(terms_store.load(connection, other.customer_id), later)
        mine = [one for one in own if one not in other.addresses]
        changes = merged(terms, theirs, (mine, other.addresses))
        terms = apply(terms, [one for one in changes if (one.scope, one.field) in later])
    now = terms_store.load(connection, winner)
    pairs = sorted(touched)
    changes = [Change(scope=s, field=f, before=now.get(s, f), after=terms.get(s, f)) for s, f in pairs]
    return [one for one in changes if one.before != one.after]


def _only(terms: Terms, touched: set[tuple[str, str]]) -> Terms:
    rules = {
        scope: {name: value for name, value in kept.items() if (scope, name) in touched}
        for scope, kept in terms.rules.items()
    }
    return Terms(terms.version, rules)


def _write(connection: Connection, winner: str, changes: Sequence[Change], origin: Origin, now: int) -> str:
    for change in changes:
        if (change.scope, change.field) == ("all", "zone"):
            customer_store.move(connection, winner, change.after)  # where the policy reads it
    return ledger.write(connection, winner, changes, origin, now)


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
