"""Candidates: what the policy must know of a message that wants to leave, beyond the message. Answers have none."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    delete,
    update,
)
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, Statement, deletion, insertion
from gateway.messages.waiting_store import STATES as WAITING

candidate = Table(
    "candidate",
    metadata,
    Column("customer_id", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("kind", Text, nullable=False),  # message, digest, step
    Column("campaign", Text),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("not_before", BigInteger),
    Column("min_gap", BigInteger, nullable=False, server_default="0"),
    Column("collapse_key", Text),
    Column("movable", Boolean, nullable=False, server_default=sql("false")),
    Column("digestible", Boolean, nullable=False, server_default=sql("false")),
    Column("audience", Text),  # why this customer was meant: what the campaign's planner knew then
    Column("void", Text),  # why it is no longer worth sending: sold out, bought already
    Column("review", Text),  # a person must look first: why
    Column("overrides", Text),  # which of the brand's own rules were lifted for it, by whom and why
    Column("sells", Boolean, nullable=False, server_default=sql("false")),  # a digest that tells what sells
    Column("deferrals", Integer, nullable=False, server_default="0"),
    Column("code", Text),  # why it waits
    Column("until", BigInteger),  # and until when, as far as known
    PrimaryKeyConstraint("customer_id", "message_id"),
    Index("candidate_collapsing", "customer_id", "collapse_key", sqlite_where=sql("collapse_key IS NOT NULL"),
          postgresql_where=sql("collapse_key IS NOT NULL")),
    sqlite_with_rowid=False,
)  # fmt: skip


class Wish(msgspec.Struct, array_like=True, kw_only=True):
    """One message's row."""

    customer_id: str
    message_id: str
    kind: str = "message"
    campaign: str | None = None
    priority: int = 0
    not_before: int | None = None
    min_gap: int = 0
    collapse_key: str | None = None
    movable: bool = False
    digestible: bool = False
    audience: str | None = None
    void: str | None = None
    review: str | None = None
    overrides: str | None = None
    sells: bool = False
    deferrals: int = 0
    code: str | None = None
    until: int | None = None


class Wait(msgspec.Struct, array_like=True):
    """Why a message waits now, and for how long; `more` counts that it waits once more."""

    customer_id: str
    message_id: str
    code: str | None
    until: int | None
    more: int


class Waiting(msgspec.Struct, array_like=True):
    """A message that sells and waits for its time, to be weighed against another."""

    customer_id: str
    message_id: str
    category: str
    author: str
    channel: str
    topic: str | None
    campaign: str | None
    priority: int
    created_at: int
    expires_at: int | None
    not_before: int | None
    deferrals: int
    next_at: int


class Held(msgspec.Struct, array_like=True):
    """A message that waits for a silence to end."""

    message_id: str
    customer_id: str
    category: str
    channel: str
    topic: str | None
    campaign: str | None
    created_at: int
    expires_at: int | None


class _Id(msgspec.Struct, array_like=True):
    message_id: str


_NAMES = [field.name for field in msgspec.structs.fields(Wish)]
# What waits at these addresses, or is being called and may wait again: the wish first, which is found by its delivery
_AT = """d.customer_id = :customer AND d.address_id IN (SELECT id FROM [[addresses id:text]] AS theirs)
    AND d.state IN ('queued', 'sending', 'deferred', 'held', 'digested', 'told')"""
_MOVE = (
    Statement(
        f"""UPDATE candidate SET customer_id = :to WHERE customer_id = :customer
        AND message_id IN (SELECT d.message_id FROM delivery d WHERE {_AT})"""
    ),
    Statement(
        f"""UPDATE delivery SET customer_id = :to WHERE (message_id, part) IN
        (SELECT d.message_id, d.part FROM delivery d WHERE {_AT})"""
    ),
)
_HOLD = Query(_Id, ["d.message_id"], f"FROM delivery d WHERE {_AT} ORDER BY d.message_id, d.part FOR UPDATE OF d")
_DELETE = deletion(candidate, "customer_id", "message_id")
_ADD = insertion(candidate, Wish)
_OF = Query(
    Wish,
    [f"c.{name}" for name in _NAMES],
    """FROM [[wanted customer_id:text message_id:text]] AS w
    JOIN candidate c ON c.customer_id = w.customer_id AND c.message_id = w.message_id""",
)
_WAIT = Statement(
    """UPDATE candidate SET code = fresh.code, until = fresh.until, deferrals = candidate.deferrals + fresh.more
    FROM [[rows customer_id:text message_id:text code:text until:bigint more:integer]] AS fresh
    WHERE candidate.customer_id = fresh.customer_id AND candidate.message_id = fresh.message_id"""
)
# What is next, and what waits for a time or a slot; whom a preference or a person holds back has no claim on a slot
_RIVALS = Query(
    Waiting,
    ["d.customer_id", "d.message_id", "d.category", "d.author", "m.channel", "m.topic", "c.campaign",
     "coalesce(c.priority, 0)", "m.received_at", "m.expires_at", "c.not_before", "c.deferrals", "d.next_at"],
    f"""FROM (SELECT * FROM delivery WHERE state IN {WAITING} AND state = 'deferred'
          AND customer_id IN (SELECT id FROM [[wanted id:text]] AS w)
          UNION ALL SELECT * FROM delivery WHERE state IN ('queued', 'sending') AND state = 'queued'
          AND address_id IN (SELECT id FROM [[addresses id:text]] AS a)) AS d
    JOIN message m ON m.id = d.message_id
    JOIN candidate c ON c.customer_id = d.customer_id AND c.message_id = d.message_id
    WHERE d.part = 1 AND d.category = 'marketing' AND (d.state = 'queued' OR c.code IN
    ('QUIET_HOURS', 'QUIET_DAY', 'HOLIDAY', 'LEGAL_WINDOW', 'MIN_GAP', 'BUSY_IN_CONVERSATION', 'SCHEDULED',
     'CAP_OVERALL', 'CAP_CHANNEL', 'CAP_CATEGORY', 'CAP_TOPIC', 'CAP_BRAND', 'CAP_CAMPAIGN'))""",
)  # fmt: skip
_COLLAPSING = Query(
    _Id,
    ["c.message_id"],
    """FROM candidate c WHERE c.customer_id = :customer AND c.collapse_key = :key AND EXISTS
    (SELECT 1 FROM delivery d WHERE d.message_id = c.message_id AND d.part = 1
     AND d.state IN ('queued', 'deferred', 'held', 'digested') AND d.attempts = 0)""",
)

_SILENCES = "('SILENCE_BRAND', 'SILENCE_TOPIC', 'SILENCE_CHANNEL')"
_SILENCED = {
    "sqlite": Statement(
        f"""UPDATE delivery SET next_at = :now WHERE state IN {WAITING} AND next_at > :now AND message_id IN
        (SELECT c.message_id FROM candidate c WHERE c.code IN {_SILENCES})"""
    ),
    "postgresql": Statement(
        f"""UPDATE delivery SET next_at = :now WHERE (message_id, part) IN (SELECT d.message_id, d.part FROM delivery d
        JOIN candidate c ON c.message_id = d.message_id AND c.customer_id = d.customer_id
        WHERE d.state IN {WAITING} AND d.next_at > :now AND c.code IN {_SILENCES} FOR UPDATE OF d SKIP LOCKED)"""
    ),
}

_SILENCED_BY = f"""c.code = :code AND (:name = '' OR m.topic = :name OR m.channel = :name) AND EXISTS
    (SELECT 1 FROM delivery d WHERE d.message_id = c.message_id AND d.part = 1 AND d.state IN {WAITING})"""
_DROP = Statement(
    f"""UPDATE candidate SET void = code WHERE message_id IN (SELECT c.message_id FROM candidate c
    JOIN message m ON m.id = c.message_id WHERE m.category = 'marketing' AND {_SILENCED_BY})"""
)
_HELD_BY = Query(
    Held,
    ["m.id", "m.customer_id", "m.category", "m.channel", "m.topic", "c.campaign", "m.received_at", "m.expires_at"],
    f"""FROM candidate c JOIN message m ON m.id = c.message_id WHERE {_SILENCED_BY} AND m.id > :after
    ORDER BY m.id LIMIT :most""",
)


def add(connection: Connection, wishes: Sequence[Wish]) -> None:
    _ADD.run(connection, rows=list(wishes))


def of_messages(connection: Connection, messages: Sequence[tuple[str, str]]) -> dict[str, Wish]:
    """By message id, of these (customer, message)."""
    return {row.message_id: row for row in _OF.rows(connection, wanted=list(messages))}


def rivals(connection: Connection, customers: Sequence[str], addresses: Sequence[str]) -> list[Waiting]:
    """What sells and is next, or waits for a time or a slot, of these customers at their addresses."""
    wanted, places = [(one,) for one in customers], [(one,) for one in addresses]
    return _RIVALS.rows(connection, wanted=wanted, addresses=places)


def wait(connection: Connection, waits: Sequence[Wait]) -> None:
    _WAIT.run(connection, rows=list(waits))


def settle_on(connection: Connection, customer_id: str, message_id: str) -> None:
    """It went to another channel, and stays there."""
    chosen = (candidate.c.customer_id == customer_id, candidate.c.message_id == message_id)
    connection.execute(update(candidate).where(*chosen).values(movable=False))


def collapsing(connection: Connection, customer_id: str, key: str) -> list[str]:
    """The messages of this key that still wait: a newer one takes their place."""
    return [row.message_id for row in _COLLAPSING.rows(connection, customer=customer_id, key=key)]


def wake_silenced(connection: Connection, now: int) -> int:
    """A silence was lifted."""
    return _SILENCED[connection.dialect.name].run(connection, now=now)


def drop_silenced(connection: Connection, code: str, name: str) -> int:
    """What sells and waited for that silence to end is not sent at all; how much that is."""
    return _DROP.run(connection, code=code, name=name)


def held_by(connection: Connection, code: str, name: str, after: str, limit: int) -> list[Held]:
    """What waits for that silence to end, oldest first."""
    return _HELD_BY.rows(connection, code=code, name=name, after=after, most=limit)


def hold(connection: Connection, customer_id: str, addresses: Sequence[str]) -> None:
    """Before `move`, and before the customers' budgets are held: who claims holds a delivery first, its budget then.
    Waits until they have done."""
    if connection.dialect.name != "sqlite":  # which has one writer
        _HOLD.rows(connection, customer=customer_id, addresses=[(one,) for one in addresses])


def move(connection: Connection, customer_id: str, addresses: Sequence[str], to: str) -> None:
    """These addresses turned out to be `to`'s: what waits to go there is decided about as theirs."""
    for statement in _MOVE:
        statement.run(connection, customer=customer_id, addresses=[(one,) for one in addresses], to=to)


def now_sells(connection: Connection, customer_id: str, message_id: str, *, sells: bool) -> None:
    """What a digest tells has changed."""
    chosen = (candidate.c.customer_id == customer_id, candidate.c.message_id == message_id)
    connection.execute(update(candidate).where(*chosen).values(sells=sells))


def void(connection: Connection, customer_id: str, message_id: str, code: str) -> None:
    """It is no longer worth sending: told to whoever decides about it next."""
    chosen = (candidate.c.customer_id == customer_id, candidate.c.message_id == message_id)
    connection.execute(update(candidate).where(*chosen).values(void=code))


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(candidate).where(candidate.c.customer_id == customer_id))


def drop(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """What is kept about these messages, each with its customer, goes with them."""
    _DELETE.run(connection, rows=list(pairs))
