"""Addresses and their keys. One address may be known by several keys: a phone and a business-scoped id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    delete,
    select,
    update,
)

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, insertion
from gateway.people.thread_store import thread

_CHANNELS = ("sms", "whatsapp", "telegram", "messenger")  # named, for the index that leads with them

address = Table(
    "address",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, ForeignKey("customer.id"), nullable=False, index=True),
    Column("account", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("value", Text, nullable=False, index=True),
    Column("chat", Text, nullable=False, server_default="private"),  # private, or group
    Column("status", Text, nullable=False, server_default="live"),  # live, opted_out, blocked, unreachable
    Column("verified", Text),  # how: "inbound" once the person wrote from there
    Column("created_at", BigInteger, nullable=False),
)

address_key = Table(
    "address_key",
    metadata,
    Column("account", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address_id", Text, ForeignKey("address.id"), nullable=False),
    PrimaryKeyConstraint("account", "key"),
    Index("address_key_person", "channel", "key"),
)


class NewAddress(msgspec.Struct, array_like=True):
    id: str
    customer_id: str
    account: str
    channel: str
    value: str
    chat: str
    verified: str | None
    created_at: int


class NewKey(msgspec.Struct, array_like=True, order=True):
    account: str
    key: str
    channel: str
    address_id: str


class Known(msgspec.Struct, array_like=True):
    """Whom a key belongs to."""

    account: str
    key: str
    address_id: str
    customer_id: str
    conversation_id: str
    is_new: bool = False  # met for the first time just now


class Place(msgspec.Struct, array_like=True):
    """Where a customer is reached, and when they last wrote there."""

    customer_id: str
    address_id: str
    account: str
    channel: str
    value: str
    chat: str
    status: str
    verified: str | None
    last_inbound_at: int | None


class Owned(msgspec.Struct, array_like=True):
    address_id: str
    customer_id: str


class KnownPerson(msgspec.Struct, array_like=True):
    channel: str
    key: str
    customer_id: str
    conversation_id: str


_ADD = insertion(address, NewAddress)
_ADD_KEYS = insertion(address_key, NewKey, "ON CONFLICT DO NOTHING")
_KNOWN = Query(
    Known,
    ["k.account", "k.key", "k.address_id", "a.customer_id", "c.id"],
    """FROM [[wanted account:text key:text]] AS w
    JOIN address_key k ON k.account = w.account AND k.key = w.key
    JOIN address a ON a.id = k.address_id
    JOIN conversation c ON c.customer_id = a.customer_id""",
)
_PLACES = Query(
    Place,
    ["a.customer_id", "a.id", "a.account", "a.channel", "a.value", "a.chat", "a.status", "a.verified",
     "t.last_inbound_at"],
    """FROM [[wanted id:text]] AS w JOIN address a ON a.customer_id = w.id
    LEFT JOIN thread t ON t.address_id = a.id ORDER BY a.created_at, a.id""",
)  # fmt: skip
_OWNERS = Query(Owned, ["a.id", "a.customer_id"], "FROM [[wanted id:text]] AS w JOIN address a ON a.id = w.id")
_KNOWN_PEOPLE = Query(
    KnownPerson,
    ["k.channel", "k.key", "a.customer_id", "c.id"],
    """FROM [[wanted channel:text key:text]] AS w
    JOIN address_key k ON k.channel = w.channel AND k.key = w.key
    JOIN address a ON a.id = k.address_id
    JOIN conversation c ON c.customer_id = a.customer_id""",
)


def known(connection: Connection, wanted: Sequence[tuple[str, str]]) -> list[Known]:
    """Who is behind these (account, key) pairs; the unknown are left out."""
    return _KNOWN.rows(connection, wanted=list(wanted))


def places(connection: Connection, customers: Sequence[str]) -> list[Place]:
    """Where these customers are reached, oldest address first."""
    return _PLACES.rows(connection, wanted=[(one,) for one in customers])


def owners(connection: Connection, address_ids: Iterable[str]) -> dict[str, str]:
    """Whose each of these addresses is by now."""
    rows = _OWNERS.rows(connection, wanted=[(one,) for one in sorted(set(address_ids))])
    return {row.address_id: row.customer_id for row in rows}


def known_people(connection: Connection, wanted: Sequence[tuple[str, str]]) -> list[KnownPerson]:
    """Who is behind these (channel, key) pairs on any account."""
    return _KNOWN_PEOPLE.rows(connection, wanted=list(wanted))


def add(connection: Connection, addresses: Sequence[NewAddress]) -> None:
    _ADD.run(connection, rows=list(addresses))


def add_keys(connection: Connection, keys: Sequence[NewKey]) -> int:
    """Let these addresses be found by these keys too; a key that is taken stays where it is. How many were free."""
    return _ADD_KEYS.run(connection, rows=list(keys))


def of_customer(connection: Connection, customer_id: str) -> Sequence[Row[Any]]:
    """A customer's addresses, oldest first."""
    return connection.execute(
        select(address).where(address.c.customer_id == customer_id).order_by(address.c.created_at, address.c.id)
    ).all()


def get(connection: Connection, address_id: str) -> Row[Any] | None:
    return connection.execute(select(address).where(address.c.id == address_id)).first()


def set_status(connection: Connection, address_id: str, status: str) -> None:
    """live, opted_out, blocked or unreachable."""
    connection.execute(update(address).where(address.c.id == address_id).values(status=status))


def hold(connection: Connection, address_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """These addresses, kept from others until this transaction ends."""
    chosen = select(address).where(address.c.id.in_(address_ids)).order_by(address.c.id)
    return connection.execute(chosen.with_for_update()).all()


def belong(connection: Connection, address_ids: Sequence[str], customer_id: str) -> None:
    """These addresses are this customer's from now on."""
    connection.execute(update(address).where(address.c.id.in_(address_ids)).values(customer_id=customer_id))


def verify(connection: Connection, address_ids: Sequence[str]) -> None:
    """Somebody wrote from there: until now it was only what we had been told."""
    unproven = (address.c.id.in_(address_ids), address.c.verified.is_(None))
    connection.execute(update(address).where(*unproven).values(verified="inbound"))


def phones(connection: Connection, customer_id: str) -> Sequence[Row[Any]]:
    """The numbers by which a customer is known in private, with their addresses."""
    whose = (address.c.customer_id == customer_id, address.c.chat == "private", address_key.c.key.like("+%"))
    chosen = select(address_key.c.key.label("phone"), address).join(address, address.c.id == address_key.c.address_id)
    return connection.execute(chosen.where(*whose).order_by(address.c.created_at, address_key.c.key)).all()


def known_by(connection: Connection, phones: Sequence[str]) -> Sequence[Row[Any]]:
    """Who is known by these numbers in private, on any channel, and when they last wrote there."""
    chosen = (
        select(address_key.c.key.label("phone"), address, thread.c.last_inbound_at)
        .join(address, address.c.id == address_key.c.address_id)
        .outerjoin(thread, thread.c.address_id == address.c.id)
        .where(address_key.c.channel.in_(_CHANNELS), address_key.c.key.in_(phones), address.c.chat == "private")
    )
    return connection.execute(chosen.order_by(address.c.id)).all()


def know(connection: Connection, address_id: str, keys: Sequence[str]) -> None:
    """Let this address be found by these keys too."""
    found = get(connection, address_id)
    if found is not None:
        add_keys(connection, [NewKey(found.account, key, found.channel, address_id) for key in keys])


def move(connection: Connection, address_id: str, value: str) -> None:
    """The person kept the conversation and changed the address: found by both now, written to at the new one."""
    know(connection, address_id, (value,))
    connection.execute(update(address).where(address.c.id == address_id).values(value=value))


def keys_of(connection: Connection, customer_id: str) -> list[tuple[str, str]]:
    """All (channel, key) by which a customer is found, the addresses themselves included."""
    keys = select(address_key.c.channel, address_key.c.key).join(address, address.c.id == address_key.c.address_id)
    values = select(address.c.channel, address.c.value).where(address.c.customer_id == customer_id)
    found = connection.execute(keys.where(address.c.customer_id == customer_id).union(values)).all()
    return sorted((row[0], row[1]) for row in found)


def erase(connection: Connection, customer_id: str) -> None:
    """Nobody is found there any more."""
    theirs = select(address.c.id).where(address.c.customer_id == customer_id)
    connection.execute(delete(address_key).where(address_key.c.address_id.in_(theirs)))
    gone = {"value": "", "status": "unreachable", "verified": None}
    connection.execute(update(address).where(address.c.customer_id == customer_id).values(**gone))
