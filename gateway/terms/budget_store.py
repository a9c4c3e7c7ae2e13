"""Budgets: one row a customer, which is also the lock on all that is decided about writing to them.

Whoever reserves a contact or changes the terms holds the row until the commit, so that no two count on the same slot
and none leaves on terms that were changed meanwhile. The rings in it are only kept counts: they can be made anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Column, Connection, Table, Text, delete

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, Statement, insertion
from gateway.terms.policy.ring import Ring

budget = Table(
    "budget",
    metadata,
    Column("customer_id", Text, primary_key=True),
    Column("made_for", Text, nullable=False),  # the terms and the brand's rules under which the rings were made
    Column("rings", Text, nullable=False),
    sqlite_with_rowid=False,
)

STALE = ""


class Budget(msgspec.Struct, array_like=True):
    """`rings` by the key of their measure; `last` when something of a category last counted, once it was looked up."""

    customer_id: str
    made_for: str
    kept: str


class Kept(msgspec.Struct):
    rings: dict[str, Ring] = {}
    last: dict[str, int] | None = None


class _Empty(msgspec.Struct, array_like=True):
    customer_id: str
    made_for: str
    rings: str


_NOTHING = "{}"
_ADD = insertion(budget, _Empty, "ON CONFLICT (customer_id) DO NOTHING")
_SAVE = insertion(
    budget, _Empty, "ON CONFLICT (customer_id) DO UPDATE SET made_for = excluded.made_for, rings = excluded.rings"
)
_COLUMNS = ["b.customer_id", "b.made_for", "b.rings"]
_OF = "FROM budget b WHERE b.customer_id IN (SELECT id FROM [[wanted id:text]] AS w) ORDER BY b.customer_id"
_READ = Query(Budget, _COLUMNS, _OF)
_HELD = {"sqlite": _READ, "postgresql": Query(Budget, _COLUMNS, f"{_OF} FOR UPDATE OF b")}
_SPOIL = Statement("UPDATE budget SET made_for = '' WHERE customer_id IN (SELECT id FROM [[rows id:text]] AS w)")
_decode = msgspec.json.Decoder(Kept).decode
_encode = msgspec.json.Encoder().encode


def hold(connection: Connection, customers: Sequence[str]) -> dict[str, Budget]:
    """Keep others from deciding about these customers until this transaction ends; what is kept of each."""
    if connection.dialect.name != "sqlite":  # it has one writer: there is nothing to lock
        known = read(connection, customers)
        missing = [one for one in sorted(customers) if one not in known]
        if missing:
            _ADD.run(connection, rows=[_Empty(one, STALE, _NOTHING) for one in missing])
    rows = _HELD[connection.dialect.name].rows(connection, wanted=[(one,) for one in sorted(customers)])
    return {row.customer_id: row for row in rows}


def read(connection: Connection, customers: Sequence[str]) -> dict[str, Budget]:
    """The same for those who only look."""
    return {row.customer_id: row for row in _READ.rows(connection, wanted=[(one,) for one in customers])}


def kept(row: Budget | None, made_for: str) -> Kept:
    """The rings, where they were made for what holds now; else none."""
    return _decode(row.kept) if row is not None and row.made_for == made_for else Kept()


def save(connection: Connection, budgets: Sequence[tuple[str, str, Kept]]) -> None:
    """(customer, made for, what to keep)"""
    _SAVE.run(connection, rows=[_Empty(one, made_for, _encode(kept).decode()) for one, made_for, kept in budgets])


def spoil(connection: Connection, customers: Sequence[str]) -> None:
    """What was counted turned out otherwise: the next who asks counts anew. Holds the rows."""
    _SPOIL.run(connection, rows=[(one,) for one in sorted(customers)])


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(budget).where(budget.c.customer_id == customer_id))
