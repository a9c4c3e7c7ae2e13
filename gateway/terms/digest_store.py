"""Digests to come, and what was gathered for each. A digest's id says whose it is, by which rule and on which date."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Table, Text, delete
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, Statement, deletion, insertion

_WAITING, _PROMISED = sql("state = 'waiting'"), sql("state = 'promised'")

digest = Table(
    "digest",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("slot_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False),  # waiting, promised (its message has not left), claimed (it is over)
    Column("claimed_at", BigInteger),
    Column("message_id", Text),  # that tells it
    Index("digest_customer", "customer_id"),
    Index("digest_due", "slot_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("digest_promised", "message_id", sqlite_where=_PROMISED, postgresql_where=_PROMISED),
    sqlite_with_rowid=False,
)

digest_item = Table(
    "digest_item",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("digest_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("digest_item_of", "digest_id"),
    Index("digest_item_customer", "customer_id"),
    sqlite_with_rowid=False,
)

digest_calendar = Table(
    "digest_calendar",
    metadata,
    Column("customer_id", Text, primary_key=True),
    Column("next_at", BigInteger, nullable=False, index=True),  # 0: their terms changed, look at once
    sqlite_with_rowid=False,
)


class Gathered(msgspec.Struct, array_like=True):
    """A message that goes into a digest instead of out alone."""

    message_id: str
    customer_id: str
    digest_id: str
    at: int


class DueDigest(msgspec.Struct, array_like=True):
    id: str
    customer_id: str
    slot_at: int


class Promised(msgspec.Struct, array_like=True):
    """A digest and the message that tells it; `state` of its first part."""

    id: str
    customer_id: str
    message_id: str
    state: str


class Reminder(msgspec.Struct, array_like=True):
    """When somebody's digests are to be looked at next."""

    customer_id: str
    next_at: int


class _New(msgspec.Struct, array_like=True):
    id: str
    customer_id: str
    slot_at: int
    state: str


_ADD = insertion(digest, _New, "ON CONFLICT (id) DO NOTHING")
# One that is gathered anew moves to the digest it was gathered for last
_GATHER = insertion(digest_item, Gathered, "ON CONFLICT (message_id) DO UPDATE SET digest_id = excluded.digest_id")
_DUE = Query(
    DueDigest,
    ["d.id", "d.customer_id", "d.slot_at"],
    "FROM digest d WHERE d.state = 'waiting' AND d.slot_at <= :now ORDER BY d.slot_at LIMIT :most",
)
_CLAIM = Statement("UPDATE digest SET state = 'claimed', claimed_at = :now WHERE id = :id AND state = 'waiting'")
_ITEMS = Query(
    Gathered,
    ["i.message_id", "i.customer_id", "i.digest_id", "i.at"],
    "FROM digest_item i WHERE i.digest_id = :id ORDER BY i.at, i.message_id",
)
_TOLD = Query(
    DueDigest,
    ["d.id", "d.customer_id", "d.slot_at"],
    """FROM [[wanted id:text]] AS w JOIN digest d ON d.customer_id = w.id
    WHERE d.state <> 'waiting' AND d.slot_at > :since""",
)
_PROMISE = Statement("UPDATE digest SET state = 'promised', message_id = :message WHERE id = :id")
_CLOSE = Statement("UPDATE digest SET state = 'claimed' WHERE id = :id AND state = 'promised'")
_OF = "FROM digest d JOIN delivery p ON p.message_id = d.message_id AND p.part = 1 WHERE d.state = 'promised'"
_PROMISED_COLUMNS = ["d.id", "d.customer_id", "d.message_id", "p.state"]
_TELLING = Query(
    DueDigest,
    ["d.id", "d.customer_id", "d.slot_at"],
    "FROM digest d WHERE d.customer_id = :customer AND d.message_id = :message",
)
# A digest's id begins with whose it is
_ADOPT = Statement(
    """INSERT INTO digest (id, customer_id, slot_at, state, claimed_at)
    SELECT CAST(:to AS text) || substr(d.id, length(d.customer_id) + 1), CAST(:to AS text), d.slot_at, 'claimed', :now
    FROM digest d WHERE d.customer_id = :customer AND d.state <> 'waiting' AND d.slot_at > :since
    ON CONFLICT (id) DO NOTHING"""
)
_DISSOLVE = (
    Statement(
        """DELETE FROM digest_item WHERE customer_id = :customer AND EXISTS
        (SELECT 1 FROM digest d WHERE d.id = digest_item.digest_id AND d.state = 'waiting')"""
    ),
    Statement("DELETE FROM digest WHERE customer_id = :customer AND state = 'waiting'"),
)
_ENDED = Query(
    Promised, _PROMISED_COLUMNS, _OF + " AND p.state NOT IN ('queued', 'sending', 'deferred', 'held') LIMIT :most"
)  # fmt: skip
_TOLD_BY = Query(
    Promised, _PROMISED_COLUMNS, _OF + " AND d.message_id IN (SELECT id FROM [[wanted id:text]] AS w)"
)  # fmt: skip
_DROP = Statement(
    """DELETE FROM digest_item WHERE message_id IN (SELECT id FROM [[rows id:text]] AS dropped) AND EXISTS
    (SELECT 1 FROM digest d WHERE d.id = digest_item.digest_id AND d.state = 'waiting')"""
)
_DROP_OLD = deletion(digest_item, "message_id")
_LOOK = insertion(digest_calendar, Reminder, "ON CONFLICT (customer_id) DO UPDATE SET next_at = 0")
_RINGING = Query(
    Reminder,
    ["c.customer_id", "c.next_at"],
    "FROM digest_calendar c WHERE c.next_at <= :now ORDER BY c.next_at LIMIT :most",
)
_MOVE = Statement("UPDATE digest_calendar SET next_at = :to WHERE customer_id = :customer AND next_at = :seen")


def look_again(connection: Connection, customer_id: str) -> None:
    """Their terms changed: which digests are theirs, and when, is found out anew."""
    _LOOK.run(connection, rows=[Reminder(customer_id, 0)])


def ringing(connection: Connection, now: int, most: int) -> list[Reminder]:
    """Whose calendar is to be looked at now."""
    return _RINGING.rows(connection, now=now, most=most)


def turn_over(connection: Connection, seen: Reminder, to: int) -> bool:
    """The next time to look; False where another worker was first."""
    return _MOVE.run(connection, customer=seen.customer_id, seen=seen.next_at, to=to) == 1


def plan(connection: Connection, slots: Sequence[DueDigest]) -> None:
    """These digests are to be told, whether or not anything is gathered for them."""
    _ADD.run(connection, rows=[_New(one.id, one.customer_id, one.slot_at, "waiting") for one in slots])


def gather(connection: Connection, items: Sequence[tuple[Gathered, int]]) -> None:
    """Into these digests (and the slot of each), which are made where they are the first."""
    slots = {item.digest_id: _New(item.digest_id, item.customer_id, slot, "waiting") for item, slot in items}
    _ADD.run(connection, rows=sorted(slots.values(), key=lambda one: one.id))
    _GATHER.run(connection, rows=[item for item, _ in items])


def told(connection: Connection, customers: Sequence[str], since: int) -> dict[str, frozenset[str]]:
    """By customer, the digests told since then."""
    found: dict[str, set[str]] = {}
    for row in _TOLD.rows(connection, wanted=[(one,) for one in customers], since=since):
        found.setdefault(row.customer_id, set()).add(row.id)
    return {customer_id: frozenset(ids) for customer_id, ids in found.items()}


def drop(connection: Connection, message_ids: Sequence[str]) -> None:
    """These leave their digests, which have not been told yet."""
    _DROP.run(connection, rows=[(one,) for one in message_ids])


def due(connection: Connection, now: int, most: int) -> list[DueDigest]:
    """Whose time has come, longest due first; some hold nothing."""
    return _DUE.rows(connection, now=now, most=most)


def claim(connection: Connection, digest_id: str, now: int) -> list[Gathered] | None:
    """What was gathered for it, oldest first: the caller's from here on. None: another claimed it."""
    return _ITEMS.rows(connection, id=digest_id) if _CLAIM.run(connection, id=digest_id, now=now) else None


def gathered(connection: Connection, digest_id: str) -> list[Gathered]:
    """The same, without claiming it."""
    return _ITEMS.rows(connection, id=digest_id)


def entrust(connection: Connection, digest_id: str, message_id: str) -> None:
    """This message tells it."""
    _PROMISE.run(connection, id=digest_id, message=message_id)


def told_by(connection: Connection, message_ids: Sequence[str]) -> dict[str, str]:
    """The digests that these messages tell, by message."""
    rows = _TOLD_BY.rows(connection, wanted=[(one,) for one in message_ids])
    return {row.message_id: row.id for row in rows}


def telling(connection: Connection, customer_id: str, message_id: str) -> str | None:
    """The digest that this message tells or told, if it does."""
    return next((row.id for row in _TELLING.rows(connection, customer=customer_id, message=message_id)), None)


def ended(connection: Connection, most: int) -> list[Promised]:
    """Whose message has left, or never will."""
    return _ENDED.rows(connection, most=most)


def close(connection: Connection, digest_id: str) -> bool:
    """Its end was seen to; False where another worker was first."""
    return _CLOSE.run(connection, id=digest_id) == 1


def adopt(connection: Connection, customer_id: str, to: str, since: int, now: int) -> None:
    """The dates that were told to the one since then are told to the other as well, who turned out to be the same."""
    _ADOPT.run(connection, customer=customer_id, to=to, since=since, now=now)


def dissolve(connection: Connection, customer_id: str) -> None:
    """What waits to be told holds nothing any more: the caller wakes what was gathered."""
    for statement in _DISSOLVE:
        statement.run(connection, customer=customer_id)


def drop_old(connection: Connection, message_ids: Sequence[str]) -> None:
    """These messages are deleted, and what was gathered of them with them."""
    _DROP_OLD.run(connection, rows=[(one,) for one in message_ids])


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(digest_item).where(digest_item.c.customer_id == customer_id))
    connection.execute(delete(digest).where(digest.c.customer_id == customer_id))
    connection.execute(delete(digest_calendar).where(digest_calendar.c.customer_id == customer_id))
