"""Deliveries: one provider part of an outgoing message each. While they wait to leave they are the outbox's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    select,
)  # fmt: skip
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, Statement, deletion

DEAD = ("failed", "unknown")  # what an admin may have sent again

# Who is answered comes before who gets what is expected, and that before what nobody asked for
URGENT, EXPECTED = ("conversation", "critical"), ("requested", "transactional", "service")

TERMS_CHANGED = 0  # as the instant at which one is due: what may be held back now must not stand in a long line

_DUE = sql("state IN ('queued', 'deferred', 'held', 'digested')")
_URGENT, _EXPECTED = (sql(f"{_DUE} AND category IN {of}") for of in (URGENT, EXPECTED))
_WAITING, _OPEN = sql("state IN ('deferred', 'held', 'digested')"), sql("state IN ('queued', 'sending')")
_DEAD, _KNOWN = sql("state IN ('failed', 'unknown')"), sql("provider_id IS NOT NULL")

delivery = Table(
    "delivery",
    metadata,
    Column("message_id", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("address_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("account", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("category", Text, nullable=False),
    Column("call", Text, nullable=False),  # the provider call, as the connector spelled it
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", BigInteger, nullable=False),
    Column("lease_until", BigInteger),
    Column("left_at", BigInteger),  # when the last try began: what watermarks are held against
    Column("repeat", Boolean, nullable=False, server_default=sql("false")),  # may have reached the customer twice
    Column("provider_id", Text),
    Column("error", Text),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("message_id", "part"),
    Index("delivery_due", "account", "next_at", sqlite_where=_DUE, postgresql_where=_DUE),
    Index("delivery_urgent", "account", "next_at", sqlite_where=_URGENT, postgresql_where=_URGENT),
    Index("delivery_expected", "account", "next_at", sqlite_where=_EXPECTED, postgresql_where=_EXPECTED),
    Index("delivery_waiting", "customer_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("delivery_open", "address_id", "seq", "part", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("delivery_dead", "at", sqlite_where=_DEAD, postgresql_where=_DEAD),
    Index("delivery_provider", "provider_id", sqlite_where=_KNOWN, postgresql_where=_KNOWN),
    sqlite_with_rowid=False,
)


class Standing(msgspec.Struct, array_like=True):
    """Where a delivery stands, found by what a provider says of it."""

    message_id: str
    part: int
    conversation_id: str
    customer_id: str
    address_id: str
    account: str
    state: str
    provider_id: str | None
    wanted: str


class _Held(msgspec.Struct, array_like=True):
    message_id: str
    part: int
    state: str


# What was to be repeated and turns out to have arrived is not repeated
_CLIMB = Statement(
    """UPDATE delivery SET state = fresh.state, provider_id = coalesce(delivery.provider_id, fresh.provider_id),
    error = fresh.error, at = fresh.at,
    repeat = CASE WHEN delivery.state = 'queued' THEN false ELSE delivery.repeat END
    FROM [[rows message_id:text part:integer state:text provider_id:text error:text at:bigint]] AS fresh
    WHERE delivery.message_id = fresh.message_id AND delivery.part = fresh.part"""
)
_DELETE = deletion(delivery, "message_id")
_HOLD = Query(
    _Held,
    ["d.message_id", "d.part", "d.state"],
    """FROM [[rows message_id:text part:integer]] AS w
    JOIN delivery d ON d.message_id = w.message_id AND d.part = w.part
    ORDER BY d.message_id, d.part FOR UPDATE OF d""",
)
_STANDING = [
    "d.message_id", "d.part", "d.conversation_id", "d.customer_id", "d.address_id", "d.account", "d.state",
    "d.provider_id",
]  # fmt: skip
_BY_PROVIDER_ID = Query(
    Standing,
    [*_STANDING, "w.provider_id"],
    """FROM [[wanted account:text provider_id:text]] AS w
    JOIN delivery d ON d.provider_id = w.provider_id AND d.account = w.account""",
)
_BY_REFERENCE = Query(
    Standing,
    [*_STANDING, "w.message_id"],
    """FROM [[wanted account:text message_id:text part:integer]] AS w
    JOIN delivery d ON d.message_id = w.message_id AND d.part = w.part AND d.account = w.account""",
)
_UP_TO = Query(
    Standing,
    [*_STANDING, "d.address_id"],
    """FROM delivery d JOIN message m ON m.id = d.message_id
    WHERE m.conversation_id = :conversation AND d.address_id = :address AND m.direction = 'out'
    AND d.state IN ('accepted', 'sent', 'delivered') AND d.left_at <= :watermark
    ORDER BY m.seq DESC LIMIT 200""",
)


def hold(connection: Connection, standing: Sequence[Standing]) -> dict[tuple[str, int], str]:
    """Their states as they are now, and stay until this transaction ends; where others write, they may have climbed."""
    if connection.dialect.name == "sqlite":  # which has one writer
        return {(one.message_id, one.part): one.state for one in standing}
    rows = sorted({(one.message_id, one.part) for one in standing})
    return {(one.message_id, one.part): one.state for one in _HOLD.rows(connection, rows=rows)}


def climb(connection: Connection, rows: Sequence[tuple[str, int, str, str | None, str | None, int]]) -> None:
    """Rows (message id, part, state, provider id, error, at): held, and decided by `delivery.climbs`."""
    _CLIMB.run(connection, rows=list(rows))


def by_provider_id(connection: Connection, wanted: Sequence[tuple[str, str]]) -> list[Standing]:
    """Deliveries by (account, provider id)."""
    return _BY_PROVIDER_ID.rows(connection, wanted=list(wanted))


def by_reference(connection: Connection, wanted: Sequence[tuple[str, str, int]]) -> list[Standing]:
    """Deliveries by (account, message id, part)."""
    return _BY_REFERENCE.rows(connection, wanted=list(wanted))


def up_to(connection: Connection, conversation_id: str, address_id: str, watermark: int) -> list[Standing]:
    """What went to this address until `watermark` and may still climb."""
    return _UP_TO.rows(connection, conversation=conversation_id, address=address_id, watermark=watermark)


def of_messages(connection: Connection, message_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The deliveries of these messages, in order."""
    return connection.execute(
        select(delivery).where(delivery.c.message_id.in_(message_ids)).order_by(delivery.c.message_id, delivery.c.part)
    ).all()


def drop(connection: Connection, message_ids: Sequence[str]) -> None:
    """What is kept about these messages goes with them."""
    _DELETE.run(connection, rows=[(one,) for one in message_ids])
