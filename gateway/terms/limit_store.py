"""What providers told us about one address: not today. Whom everybody advertises to is left alone longer each time."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, Table, Text, delete, insert, select, update

from gateway.ground.database import metadata
from gateway.ground.setwise import Query
from gateway.terms.policy.provider import FORGOTTEN, limited_until

provider_limit = Table(
    "provider_limit",
    metadata,
    Column("address_id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False, index=True),
    Column("code", Text, nullable=False),
    Column("times", Integer, nullable=False),  # in a row
    Column("until", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


class Limit(msgspec.Struct, array_like=True):
    address_id: str
    times: int
    until: int


_OF = Query(
    Limit,
    ["p.address_id", "p.times", "p.until"],
    "FROM [[wanted id:text]] AS w JOIN provider_limit p ON p.customer_id = w.id",
)


def of_customers(connection: Connection, customers: Sequence[str]) -> dict[str, Limit]:
    """By address id."""
    return {row.address_id: row for row in _OF.rows(connection, wanted=[(one,) for one in customers])}


def remember(connection: Connection, address_id: str, customer_id: str, code: str, now: int) -> None:
    """It was said again. The caller holds the customer."""
    known = connection.execute(select(provider_limit).where(provider_limit.c.address_id == address_id)).first()
    again = known is not None and known.until + FORGOTTEN > now
    times = known.times + 1 if known is not None and again else 1
    values = {"code": code, "times": times, "until": limited_until(times, now)}
    if known is None:
        connection.execute(insert(provider_limit).values(address_id=address_id, customer_id=customer_id, **values))
    else:
        connection.execute(update(provider_limit).where(provider_limit.c.address_id == address_id).values(**values))


def move(connection: Connection, addresses: Sequence[str], to: str) -> None:
    """These addresses are `to`'s now."""
    chosen = provider_limit.c.address_id.in_(addresses)
    connection.execute(update(provider_limit).where(chosen).values(customer_id=to))


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(provider_limit).where(provider_limit.c.customer_id == customer_id))
