"""What waits for a better moment: deferred, held for a person to look at, or gathered in a digest. It is not forgotten:
each has an instant at which it is decided about again, and may be woken before."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from gateway.ground.setwise import Query, Statement
from gateway.messages.delivery_store import TERMS_CHANGED

STATES = "('deferred', 'held', 'digested')"


class Shelved(msgspec.Struct, array_like=True):
    """What was decided about the first part of a message holds for all that have not left."""

    message_id: str
    state: str
    next_at: int


class _Key(msgspec.Struct, array_like=True):
    message_id: str
    part: int


_CUSTOMERS = "SELECT id FROM [[customers id:text]] AS w"
# Whoever decides about a row right now will read what woke it: its lock is not waited for
_WAKE = {
    "sqlite": Statement(
        f"""UPDATE delivery SET next_at = :now
        WHERE state IN {STATES} AND next_at > :now AND customer_id IN ({_CUSTOMERS})"""
    ),
    "postgresql": Statement(
        f"""UPDATE delivery SET next_at = :now WHERE (message_id, part) IN (SELECT d.message_id, d.part FROM delivery d
        WHERE d.state IN {STATES} AND d.next_at > :now AND d.customer_id IN ({_CUSTOMERS})
        FOR UPDATE OF d SKIP LOCKED)"""
    ),
}
# Where an account sends slower than it is asked to, its line is long: what may be held back now must not stand in it
_FIRST_IN_LINE = f"""d.state IN ('queued', 'sending') AND d.state = 'queued' AND d.category <> 'conversation'
    AND d.next_at <= :now AND d.next_at > {TERMS_CHANGED}
    AND d.address_id IN (SELECT a.id FROM address a WHERE a.customer_id IN ({_CUSTOMERS}))"""
_HURRY = {
    dialect: Statement(
        f"""UPDATE delivery SET next_at = {TERMS_CHANGED} WHERE (message_id, part) IN (
        SELECT d.message_id, d.part FROM delivery d WHERE {_FIRST_IN_LINE}{locked})"""
    )
    for dialect, locked in {"sqlite": "", "postgresql": " FOR UPDATE OF d SKIP LOCKED"}.items()
}
_SHELVE = Statement(
    f"""UPDATE delivery SET state = fresh.state, next_at = fresh.next_at, at = :now
    FROM [[rows message_id:text state:text next_at:bigint]] AS fresh
    WHERE delivery.message_id = fresh.message_id AND (delivery.state IN {STATES} OR delivery.state = 'queued')"""
)
_TOLD = Statement(
    """UPDATE delivery SET state = 'told', at = :now
    WHERE state = 'digested' AND message_id IN (SELECT id FROM [[rows id:text]] AS told)"""
)
_UNTOLD = Statement(
    """UPDATE delivery SET state = 'digested', next_at = :now, at = :now
    WHERE state = 'told' AND message_id IN (SELECT id FROM [[rows id:text]] AS untold)"""
)
_OF_CUSTOMER = Query(
    _Key,
    ["d.message_id", "d.part"],
    f"FROM delivery d WHERE d.customer_id = :customer AND d.state IN {STATES} ORDER BY d.message_id, d.part",
)


def wake(connection: Connection, customers: Sequence[str], now: int) -> int:
    """Something changed for these customers: what waits is decided about again now, and what stands in line before all
    others; how many parts had to be woken."""
    wanted = [(one,) for one in customers]
    _HURRY[connection.dialect.name].run(connection, customers=wanted, now=now)
    return _WAKE[connection.dialect.name].run(connection, customers=wanted, now=now)


def shelve(connection: Connection, rows: Sequence[Shelved], now: int) -> None:
    """All parts of these messages that have not left wait, or never leave, together."""
    _SHELVE.run(connection, rows=list(rows), now=now)


def told(connection: Connection, message_ids: Sequence[str], now: int) -> None:
    """These were told in a digest: nothing is decided about them any more, whatever wakes their customer."""
    _TOLD.run(connection, rows=[(one,) for one in message_ids], now=now)


def untold(connection: Connection, message_ids: Sequence[str], now: int) -> None:
    """Their digest did not tell them after all: each is decided about in its own right."""
    _UNTOLD.run(connection, rows=[(one,) for one in message_ids], now=now)


def of_customer(connection: Connection, customer_id: str) -> list[str]:
    """The messages that wait for this customer."""
    return list(dict.fromkeys(row.message_id for row in _OF_CUSTOMER.rows(connection, customer=customer_id)))
