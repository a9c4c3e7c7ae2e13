"""Deliveries: the outbox while they wait, the record once they left.

Claimed in the order of their address: a part leaves when the one before it was accepted, or came to an end. A claim is
a lease: if its holder dies, the delivery is known to be ambiguous (`sending`, lease over), never blindly sent again.
"""

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
    tuple_,
    update,
)  # fmt: skip
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, Statement, insertion

_DUE, _OPEN = sql("state IN ('queued', 'deferred')"), sql("state IN ('queued', 'sending')")
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
    Index("delivery_open", "address_id", "seq", "part", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("delivery_dead", "at", sqlite_where=_DEAD, postgresql_where=_DEAD),
    Index("delivery_provider", "provider_id", sqlite_where=_KNOWN, postgresql_where=_KNOWN),
    sqlite_with_rowid=False,
)

# One message is as far as its worst part: what went wrong first, then what is least advanced
WORST_FIRST = """CASE d.state WHEN 'failed' THEN 0 WHEN 'unknown' THEN 1 WHEN 'voided' THEN 2 WHEN 'cancelled' THEN 3
 WHEN 'expired' THEN 4 WHEN 'suppressed' THEN 5 WHEN 'held' THEN 6 WHEN 'feed' THEN 7 WHEN 'digested' THEN 8
 WHEN 'deferred' THEN 9 WHEN 'planned' THEN 10 WHEN 'queued' THEN 11 WHEN 'sending' THEN 12 WHEN 'accepted' THEN 13
 WHEN 'sent' THEN 14 WHEN 'delivered' THEN 15 ELSE 16 END"""


class NewDelivery(msgspec.Struct, array_like=True, kw_only=True):
    message_id: str
    part: int
    customer_id: str
    conversation_id: str
    address_id: str
    seq: int
    account: str
    author: str
    epoch: int
    category: str
    call: str
    state: str
    next_at: int
    at: int
    attempts: int = 0
    lease_until: int | None = None
    left_at: int | None = None

    def lease(self, now: int, until: int) -> None:
        """It leaves in the very commit that promises it."""
        self.state, self.attempts, self.lease_until, self.left_at = "sending", 1, until, now


class Due(msgspec.Struct, array_like=True):
    """A delivery whose turn has come, with what the policy must know."""

    message_id: str
    part: int
    customer_id: str
    conversation_id: str
    address_id: str
    account: str
    author: str
    epoch: int
    category: str
    call: str
    attempts: int
    repeat: bool
    at: int
    owner_kind: str
    owner_epoch: int
    topic: str | None
    type: str
    expires_at: int | None
    reply_to_id: str | None
    created_at: int
    address: str
    address_status: str
    last_inbound_at: int | None
    decided: bool


class Claim(msgspec.Struct, array_like=True):
    message_id: str
    part: int
    state: str
    attempts: int
    next_at: int
    lease_until: int | None
    at: int


class Settled(msgspec.Struct, array_like=True):
    message_id: str
    part: int
    state: str
    provider_id: str | None
    error: str | None
    next_at: int
    repeat: bool
    at: int


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


class _Address(msgspec.Struct, array_like=True):
    address_id: str


_ADD = insertion(delivery, NewDelivery)
_DUE_NOW = Query(
    Due,
    ["d.message_id", "d.part", "d.customer_id", "d.conversation_id", "d.address_id", "d.account", "d.author", "d.epoch",
     "d.category", "d.call", "d.attempts", "d.repeat", "d.at", "c.owner_kind", "c.owner_epoch", "m.topic", "m.type",
     "m.expires_at", "m.reply_to_id", "m.received_at", "a.value", "a.status", "t.last_inbound_at",
     "d.part > 1 OR d.attempts > 0"],
    """FROM delivery d
    JOIN conversation c ON c.id = d.conversation_id
    JOIN message m ON m.id = d.message_id
    JOIN address a ON a.id = d.address_id
    LEFT JOIN thread t ON t.address_id = d.address_id
    WHERE d.account = :account AND d.state IN ('queued', 'deferred') AND d.next_at <= :now
    AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.address_id = d.address_id AND e.state IN ('queued', 'sending')
      AND (e.seq < d.seq OR (e.seq = d.seq AND e.part < d.part)))
    ORDER BY d.next_at LIMIT :most""",
)  # fmt: skip
_CLAIM = Statement(
    """UPDATE delivery SET state = fresh.state, attempts = fresh.attempts, next_at = fresh.next_at,
    lease_until = fresh.lease_until, at = fresh.at,
    left_at = CASE WHEN fresh.state = 'sending' THEN fresh.at ELSE delivery.left_at END
    FROM [[rows message_id:text part:integer state:text attempts:integer next_at:bigint lease_until:bigint at:bigint]]
    AS fresh WHERE delivery.message_id = fresh.message_id AND delivery.part = fresh.part"""
)
# A receipt may have overtaken the answer: then only the provider's id is still news
_SETTLE = Statement(
    """UPDATE delivery SET provider_id = coalesce(fresh.provider_id, delivery.provider_id),
    state = CASE WHEN delivery.state = 'sending' THEN fresh.state ELSE delivery.state END,
    error = CASE WHEN delivery.state = 'sending' THEN fresh.error ELSE delivery.error END,
    next_at = fresh.next_at, repeat = fresh.repeat, lease_until = NULL, at = fresh.at
    FROM [[rows message_id:text part:integer state:text provider_id:text error:text next_at:bigint repeat:boolean
           at:bigint]] AS fresh
    WHERE delivery.message_id = fresh.message_id AND delivery.part = fresh.part"""
)
_CLIMB = Statement(
    """UPDATE delivery SET state = fresh.state, provider_id = coalesce(delivery.provider_id, fresh.provider_id),
    error = fresh.error, at = fresh.at
    FROM [[rows message_id:text part:integer state:text provider_id:text error:text at:bigint]] AS fresh
    WHERE delivery.message_id = fresh.message_id AND delivery.part = fresh.part"""
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
_BUSY = Query(
    _Address,
    ["DISTINCT a.id"],
    """FROM [[addresses id:text]] AS a JOIN delivery d ON d.address_id = a.id AND d.state IN ('queued', 'sending')""",
)
_LOST = Query(
    Due,
    ["d.message_id", "d.part", "d.customer_id", "d.conversation_id", "d.address_id", "d.account", "d.author", "d.epoch",
     "d.category", "d.call", "d.attempts", "d.repeat", "d.at", "'bot'", "0", "NULL", "''", "NULL", "NULL", "0", "''",
     "'live'", "NULL", "true"],
    "FROM delivery d WHERE d.state = 'sending' AND d.lease_until <= :now ORDER BY d.at LIMIT :most",
)  # fmt: skip


def add(connection: Connection, deliveries: Sequence[NewDelivery]) -> None:
    _ADD.run(connection, rows=list(deliveries))


def due(connection: Connection, account: str, now: int, most: int) -> list[Due]:
    """What this account may send now, longest due first, never more than the first of each address."""
    return _DUE_NOW.rows(connection, account=account, now=now, most=most)


def busy(connection: Connection, addresses: Sequence[str]) -> set[str]:
    """Those of these addresses to which something is still to leave, or leaving."""
    return {row.address_id for row in _BUSY.rows(connection, addresses=[(one,) for one in addresses])}


def lost(connection: Connection, now: int, most: int) -> list[Due]:
    """What was being sent when its sender died: nobody knows whether it left."""
    return _LOST.rows(connection, now=now, most=most)


def hold(connection: Connection, keys: Sequence[tuple[str, int]], until: int) -> None:
    """Lease these deliveries to whoever runs this."""
    chosen = tuple_(delivery.c.message_id, delivery.c.part).in_(keys)
    connection.execute(update(delivery).where(chosen).values(lease_until=until))


def claim(connection: Connection, rows: Sequence[Claim]) -> None:
    """Before the calls are made."""
    _CLAIM.run(connection, rows=list(rows))


def settle(connection: Connection, rows: Sequence[Settled]) -> None:
    """What became of the calls that were made."""
    _SETTLE.run(connection, rows=list(rows))


def climb(connection: Connection, rows: Sequence[tuple[str, int, str, str | None, str | None, int]]) -> None:
    """Rows (message id, part, state, provider id, error, at): decided by `delivery.climbs` before."""
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


def dead(connection: Connection, most: int) -> Sequence[Row[Any]]:
    """What failed or stayed unknown, newest first."""
    chosen = delivery.c.state.in_(("failed", "unknown"))
    return connection.execute(select(delivery).where(chosen).order_by(delivery.c.at.desc()).limit(most)).all()


def retry(connection: Connection, message_id: str, part: int, now: int) -> bool:
    """An admin wants a dead delivery sent again. False if it is not dead."""
    chosen = (delivery.c.message_id == message_id, delivery.c.part == part, delivery.c.state.in_(("failed", "unknown")))
    again = update(delivery).where(*chosen).values(state="queued", attempts=0, next_at=now, at=now, repeat=True)
    return connection.execute(again).rowcount == 1


def release(connection: Connection, now: int) -> None:
    """At the start of a process that is the only sender: nobody is calling any more."""
    connection.execute(update(delivery).where(delivery.c.state == "sending").values(lease_until=now))
