"""Threads: what passes between one address and one account. The provider's window is counted from `last_inbound_at`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Row, Table, Text, delete, select, update

from gateway.ground.database import metadata
from gateway.ground.setwise import Statement

thread = Table(
    "thread",
    metadata,
    Column("address_id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("last_inbound_at", BigInteger),
    Column("last_inbound_id", Text),  # the provider's id: what read marks and typing refer to
    sqlite_with_rowid=False,
)


class Heard(msgspec.Struct, array_like=True):
    address_id: str
    customer_id: str
    at: int
    provider_id: str | None


# Late arrivals never close a window again
_HEARD = Statement(
    """INSERT INTO thread (address_id, customer_id, last_inbound_at, last_inbound_id)
    SELECT address_id, customer_id, at, provider_id
    FROM [[rows address_id:text customer_id:text at:bigint provider_id:text]] AS fresh WHERE true
    ON CONFLICT (address_id) DO UPDATE SET last_inbound_id = excluded.last_inbound_id,
    last_inbound_at = CASE WHEN excluded.last_inbound_at > coalesce(thread.last_inbound_at, 0)
      THEN excluded.last_inbound_at ELSE thread.last_inbound_at END"""
)


def heard(connection: Connection, rows: Sequence[Heard]) -> None:
    """The customers wrote: their windows open anew. One row an address."""
    _HEARD.run(connection, rows=list(rows))


def belong(connection: Connection, address_ids: Sequence[str], customer_id: str) -> None:
    """Their threads are this customer's from now on."""
    connection.execute(update(thread).where(thread.c.address_id.in_(address_ids)).values(customer_id=customer_id))


def get(connection: Connection, address_id: str) -> Row[Any] | None:
    return connection.execute(select(thread).where(thread.c.address_id == address_id)).first()


def erase(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(thread).where(thread.c.customer_id == customer_id))
