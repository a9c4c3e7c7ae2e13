"""Contacts: what we wrote to a customer of our own accord, and what may have arrived. This log is what measures count.

reserved   a call is being made, or was when its sender died     counts
sent       the provider took it                                  counts
uncertain  nobody knows                                          counts
released   it never left                                         does not
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, PrimaryKeyConstraint, Table, Text, delete
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, Statement, deletion, insertion

contact = Table(
    "contact",
    metadata,
    Column("customer_id", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("account", Text, nullable=False),  # the same message on a second channel is a second contact
    Column("address_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("topic", Text),
    Column("campaign", Text),
    Column("counts", Boolean, nullable=False, server_default=sql("true")),  # not within a talk, nor essential
    Column("state", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("customer_id", "message_id", "account"),
    Index("contact_customer", "customer_id", "at"),
    sqlite_with_rowid=False,
)


class Contact(msgspec.Struct, array_like=True):
    customer_id: str
    message_id: str
    account: str
    address_id: str
    channel: str
    category: str
    topic: str | None
    campaign: str | None
    counts: bool
    state: str
    at: int


class Ended(msgspec.Struct, array_like=True):
    """What became of a reserved contact."""

    customer_id: str
    message_id: str
    account: str
    state: str


_DELETE = deletion(contact, "customer_id", "message_id")
_COLUMNS = [
    f"c.{name}"
    for name in (
        "customer_id", "message_id", "account", "address_id", "channel", "category", "topic", "campaign", "counts",
        "state", "at",
    )
]  # fmt: skip
# Tried again later: it counts from then on
_RESERVE = insertion(
    contact,
    Contact,
    "ON CONFLICT (customer_id, message_id, account) DO UPDATE SET state = 'reserved', at = excluded.at",
)
_SINCE = Query(
    Contact,
    _COLUMNS,
    """FROM [[wanted id:text]] AS w JOIN contact c ON c.customer_id = w.id
    AND c.at > :since AND c.state <> 'released' AND c.counts ORDER BY c.at""",
)
_OF_MESSAGES = Query(
    Contact,
    _COLUMNS,
    """FROM [[wanted customer_id:text message_id:text]] AS w JOIN contact c
    ON c.customer_id = w.customer_id AND c.message_id = w.message_id AND c.state <> 'released'""",
)
_END = Statement(
    """UPDATE contact SET state = fresh.state
    FROM [[rows customer_id:text message_id:text account:text state:text]] AS fresh
    WHERE contact.customer_id = fresh.customer_id AND contact.message_id = fresh.message_id
    AND contact.account = fresh.account AND contact.state IN ('reserved', 'uncertain')"""
)
_MOVE = Statement(
    """UPDATE contact SET customer_id = :to WHERE customer_id = :customer
    AND address_id IN (SELECT id FROM [[addresses id:text]] AS theirs)"""
)


def reserve(connection: Connection, contacts: Sequence[Contact]) -> None:
    """Before the calls are made; the caller holds the customers' budgets."""
    _RESERVE.run(connection, rows=list(contacts))


def end(connection: Connection, ended: Sequence[Ended]) -> None:
    """`sent`, `uncertain` or `released`."""
    _END.run(connection, rows=list(ended))


def since(connection: Connection, customers: Sequence[str], at: int) -> list[Contact]:
    """What counts since then, oldest first."""
    return _SINCE.rows(connection, wanted=[(one,) for one in customers], since=at)


def of_messages(connection: Connection, messages: Sequence[tuple[str, str]]) -> list[Contact]:
    """What may have arrived of these (customer, message)."""
    return _OF_MESSAGES.rows(connection, wanted=list(messages))


def move(connection: Connection, customer_id: str, addresses: Sequence[str], to: str) -> None:
    """Two people proved to be one, or one to be two: what went to these addresses is `to`'s now."""
    _MOVE.run(connection, customer=customer_id, addresses=[(one,) for one in addresses], to=to)


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(contact).where(contact.c.customer_id == customer_id))


def drop(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """What is kept about these messages, each with its customer, goes with them."""
    _DELETE.run(connection, rows=list(pairs))
