"""Customers: a person, whatever the channels."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, Text, select, update
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, insertion
from gateway.people.address_store import address

_NUMBERED = sql("number IS NOT NULL")

customer = Table(
    "customer",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("language", Text),  # what the customer speaks, once we know
    Column("timezone", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("standing", Text, nullable=False, server_default="active"),  # erased, restricted, minor, deceased
    Column("number", Text),  # a loyalty or customer number, by which the brand knows them
    Index("customer_number", "number", unique=True, sqlite_where=_NUMBERED, postgresql_where=_NUMBERED),
)


class NewCustomer(msgspec.Struct, array_like=True):
    id: str
    name: str | None
    language: str | None
    created_at: int


class Profile(msgspec.Struct, array_like=True):
    """What decides about writing to somebody: where they are, and whether anybody may."""

    id: str
    timezone: str | None
    standing: str


_PROFILES = Query(
    Profile, ["u.id", "u.timezone", "u.standing"], "FROM [[wanted id:text]] AS w JOIN customer u ON u.id = w.id"
)
_ADD = insertion(customer, NewCustomer)


def add(connection: Connection, customers: Sequence[NewCustomer]) -> None:
    """Make these customers."""
    _ADD.run(connection, rows=list(customers))


def get(connection: Connection, customer_id: str) -> Row[tuple[str, str, str, str, int]] | None:
    return connection.execute(select(customer).where(customer.c.id == customer_id)).first()


def hold(connection: Connection, customer_id: str) -> None:
    """Keep others from deciding for this customer until this transaction ends."""
    if connection.dialect.name != "sqlite":  # which has one writer
        connection.execute(select(customer.c.id).where(customer.c.id == customer_id).with_for_update(key_share=True))


def profiles(connection: Connection, customers: Sequence[str]) -> dict[str, Profile]:
    """By customer id."""
    return {row.id: row for row in _PROFILES.rows(connection, wanted=[(one,) for one in customers])}


def set_standing(connection: Connection, customer_id: str, standing: str) -> None:
    """active, restricted, minor, deceased or erased."""
    connection.execute(update(customer).where(customer.c.id == customer_id).values(standing=standing))


def move(connection: Connection, customer_id: str, timezone: str | None) -> None:
    """The customer told us where they are; None: took it back."""
    connection.execute(update(customer).where(customer.c.id == customer_id).values(timezone=timezone))


def listing(connection: Connection, account: str | None, after: str | None, limit: int) -> list[str]:
    """The ids of customers, oldest first; of those reached on `account`, where one is named."""
    chosen = [customer.c.id > after] if after else []
    if account is not None:
        reached = select(address.c.customer_id).where(address.c.account == account)
        chosen.append(customer.c.id.in_(reached))
    return list(connection.execute(select(customer.c.id).where(*chosen).order_by(customer.c.id).limit(limit)).scalars())


def speak(connection: Connection, customer_id: str, language: str | None) -> None:
    """Remember the language this customer writes in."""
    connection.execute(update(customer).where(customer.c.id == customer_id).values(language=language))


def rename(connection: Connection, customer_id: str, name: str | None) -> None:
    connection.execute(update(customer).where(customer.c.id == customer_id).values(name=name))


def names(connection: Connection, customer_ids: Sequence[str]) -> dict[str, str]:
    """The names of those who have one."""
    chosen = (customer.c.id.in_(customer_ids), customer.c.name.is_not(None))
    return {row.id: row.name for row in connection.execute(select(customer.c.id, customer.c.name).where(*chosen))}


def numbered(connection: Connection, number: str) -> str | None:
    """Whose customer number it is."""
    return connection.execute(select(customer.c.id).where(customer.c.number == number)).scalar()


def has_numbers(connection: Connection) -> bool:
    """Does the brand know anybody by a number?"""
    return connection.execute(select(customer.c.id).where(customer.c.number.is_not(None)).limit(1)).first() is not None


def give_number(connection: Connection, customer_id: str, number: str | None) -> bool:
    """The brand knows them by this number; False where it is another's."""
    if number is not None and numbered(connection, number) not in (None, customer_id):
        return False
    connection.execute(update(customer).where(customer.c.id == customer_id).values(number=number))
    return True


def erase(connection: Connection, customer_id: str) -> None:
    gone = {"name": None, "language": None, "timezone": None, "number": None, "standing": "erased"}
    connection.execute(update(customer).where(customer.c.id == customer_id).values(**gone))
