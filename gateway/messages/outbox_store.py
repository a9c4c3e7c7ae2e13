"""The outbox: deliveries while they wait to leave, and the claims of those who send them.

Claimed in the order of their address: a part leaves when the one before it was accepted, or came to an end. A claim is
a lease: if its holder dies, the delivery is known to be ambiguous (`sending`, lease over), never blindly sent again.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, select, tuple_, update

from gateway.ground.setwise import Query, Statement, insertion
from gateway.messages.delivery_store import delivery


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
    lease: int


class _Key(msgspec.Struct, array_like=True):
    message_id: str
    part: int


class _Address(msgspec.Struct, array_like=True):
    address_id: str


_ADD = insertion(delivery, NewDelivery)
_CLAIM = Statement(
    """UPDATE delivery SET state = fresh.state, attempts = fresh.attempts, next_at = fresh.next_at,
    lease_until = fresh.lease_until, at = fresh.at,
    left_at = CASE WHEN fresh.state = 'sending' THEN fresh.at ELSE delivery.left_at END
    FROM [[rows message_id:text part:integer state:text attempts:integer next_at:bigint lease_until:bigint at:bigint]]
    AS fresh WHERE delivery.message_id = fresh.message_id AND delivery.part = fresh.part"""
)
# A receipt may have overtaken the answer: then only the provider's id is still news. Without the lease nothing is
_SETTLE = Statement(
    """UPDATE delivery SET provider_id = coalesce(fresh.provider_id, delivery.provider_id),
    state = CASE WHEN delivery.state = 'sending' THEN fresh.state ELSE delivery.state END,
    error = CASE WHEN delivery.state = 'sending' THEN fresh.error ELSE delivery.error END,
    repeat = CASE WHEN delivery.state = 'sending' THEN fresh.repeat ELSE delivery.repeat END,
    next_at = fresh.next_at, lease_until = NULL, at = fresh.at
    FROM [[rows message_id:text part:integer state:text provider_id:text error:text next_at:bigint repeat:boolean
           at:bigint lease:bigint]] AS fresh
    WHERE delivery.message_id = fresh.message_id AND delivery.part = fresh.part
    AND delivery.lease_until = fresh.lease"""
)
_THERE, _FREE = (
    Query(
        _Key,
        ["d.message_id", "d.part"],
        f"""FROM [[rows message_id:text part:integer]] AS w
        JOIN delivery d ON d.message_id = w.message_id AND d.part = w.part{locked}""",
    )
    for locked in ("", " FOR UPDATE OF d SKIP LOCKED")
)
_BUSY = Query(
    _Address,
    ["DISTINCT a.id"],
    """FROM [[addresses id:text]] AS a JOIN delivery d ON d.address_id = a.id AND d.state IN ('queued', 'sending')""",
)
_UNCLAIM = Statement(
    """UPDATE delivery SET state = 'queued', attempts = delivery.attempts - 1, lease_until = NULL, next_at = :now
    FROM [[rows message_id:text part:integer lease:bigint]] AS mine
    WHERE delivery.message_id = mine.message_id AND delivery.part = mine.part AND delivery.state = 'sending'
    AND delivery.lease_until = mine.lease"""
)
# What was written later than now was so by a clock that was ahead, which cannot tell when it is due
_SET_BACK = [
    Statement("UPDATE delivery SET next_at = :now, at = :now WHERE state IN ('queued', 'deferred') AND at > :latest"),
    Statement(
        """UPDATE delivery SET lease_until = :now + :lease, at = CASE WHEN at > :latest THEN :now ELSE at END,
        left_at = CASE WHEN left_at > :latest THEN :now ELSE left_at END
        WHERE state = 'sending' AND lease_until > :latest + :lease"""
    ),
]
_VOID = Statement(
    """UPDATE delivery SET state = 'voided', at = :now
    WHERE state = 'queued' AND message_id IN (SELECT id FROM [[rows id:text]] AS overtaken)"""
)
_FAIL = Statement(
    """UPDATE delivery SET state = 'failed', error = :error, at = :now
    WHERE (message_id, part) IN (SELECT message_id, part FROM [[rows message_id:text part:integer]] AS spoiled)"""
)


def add(connection: Connection, deliveries: Sequence[NewDelivery]) -> None:
    _ADD.run(connection, rows=list(deliveries))


def replace(connection: Connection, message_id: str, deliveries: Sequence[NewDelivery]) -> None:
    """A message that has not left is spelled anew."""
    connection.execute(delete(delivery).where(delivery.c.message_id == message_id))
    add(connection, deliveries)


def in_flight(connection: Connection) -> list[str]:
    """The messages whose calls are being made, but for answers."""
    chosen = (delivery.c.state == "sending", delivery.c.category != "conversation")
    found = select(delivery.c.message_id).where(*chosen).distinct().order_by(delivery.c.message_id)
    return list(connection.execute(found).scalars())


def busy(connection: Connection, addresses: Sequence[str]) -> set[str]:
    """Those of these addresses to which something is still to leave, or leaving."""
    return {row.address_id for row in _BUSY.rows(connection, addresses=[(one,) for one in addresses])}


def hold(connection: Connection, keys: Sequence[tuple[str, int]], until: int) -> None:
    """Lease these deliveries to whoever runs this."""
    chosen = tuple_(delivery.c.message_id, delivery.c.part).in_(keys)
    connection.execute(update(delivery).where(chosen).values(lease_until=until))


def claim(connection: Connection, rows: Sequence[Claim]) -> None:
    """Before the calls are made."""
    _CLAIM.run(connection, rows=list(rows))


def free(connection: Connection, keys: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of these deliveries that no other process holds at this moment; held from now on. What is gone is free."""
    asked = set(keys)
    if connection.dialect.name == "sqlite":  # which has one writer
        return asked
    others = asked - {(one.message_id, one.part) for one in _FREE.rows(connection, rows=list(keys))}
    there = {(one.message_id, one.part) for one in _THERE.rows(connection, rows=list(others))} if others else set()
    return asked - there


def unclaim(connection: Connection, rows: Sequence[tuple[str, int, int]], now: int) -> None:
    """Rows (message id, part, lease) whose calls were not made."""
    _UNCLAIM.run(connection, rows=list(rows), now=now)


def settle(connection: Connection, rows: Sequence[Settled]) -> int:
    """What became of the calls that were made; how many of them were still ours to tell of."""
    return _SETTLE.run(connection, rows=list(rows))


def void(connection: Connection, message_ids: Sequence[str], now: int) -> None:
    """What of these messages has not left yet never will."""
    _VOID.run(connection, rows=[(one,) for one in message_ids], now=now)


def fail(connection: Connection, keys: Sequence[tuple[str, int]], error: str, now: int) -> None:
    """These can never leave."""
    _FAIL.run(connection, rows=list(keys), error=error, now=now)


def set_back(connection: Connection, now: int, doubt: int, lease: int) -> None:
    """The clock was set back, by more than `doubt`: nothing waits longer for that, and no lease lasts longer."""
    for statement in _SET_BACK:
        statement.run(connection, now=now, latest=now + doubt, lease=lease)


def pretend_sent(connection: Connection, now: int) -> None:
    """Where nobody sends: all that waits has left and been accepted."""
    waiting = delivery.c.state.in_(["queued", "deferred"])
    connection.execute(update(delivery).where(waiting).values(state="accepted", attempts=1, left_at=now, at=now))


def release(connection: Connection, now: int) -> None:
    """At the start of the only sender: calls under way are a dead one's, whose leases need not run out."""
    connection.execute(update(delivery).where(delivery.c.state == "sending").values(lease_until=now))


def erase(connection: Connection, customer_id: str, now: int) -> None:
    """What was said to this customer is forgotten; what has not left never leaves."""
    theirs = delivery.c.customer_id == customer_id
    waiting = delivery.c.state.in_(("queued", "deferred", "held", "digested"))
    connection.execute(update(delivery).where(theirs, waiting).values(state="cancelled", at=now))
    connection.execute(update(delivery).where(theirs).values(call="", provider_id=None, error=None))
