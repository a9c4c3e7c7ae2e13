"""Messages: what was said, in or out, in the order of its conversation."""

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
    Row,
    Table,
    Text,
    and_,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.ids import first_of
from gateway.ground.setwise import Query, deletion, insertion
from gateway.messages.delivery import UNFINISHED
from gateway.messages.delivery_store import delivery
from gateway.messages.timeline import Reach

ERASED = '{"type":"system","event":"erased","data":{}}'

_HEARD = sql("direction = 'in'")

# With a rowid, unlike its neighbours: rows this wide are appended a third faster to a table than to an index
message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("direction", Text, nullable=False),  # in, out
    Column("account", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address_id", Text, nullable=False),
    Column("address", Text, nullable=False),  # the customer's, as it was then
    Column("author", Text, nullable=False),  # customer, bot, system, agent, api, campaign, external
    Column("author_name", Text),
    Column("provider_id", Text),
    Column("reply_to_id", Text),
    Column("reply_to_provider_id", Text),
    Column("type", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("category", Text),
    Column("topic", Text),
    Column("sent_at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("edited_at", BigInteger),
    Column("deleted_at", BigInteger),
    Column("expires_at", BigInteger),
    Column("idempotency_key", Text),
    Column("triage", Text),  # what it was read to be; null where nothing was said in words
    Column("needs_answer", Boolean),
    Column("confidence", Integer),  # hundredths
    Column("notes", Text),  # what the channel could not show, which flow spoke: for people, not for rules
    Index("message_timeline", "conversation_id", "seq"),
    Index("message_heard", "received_at", sqlite_where=_HEARD, postgresql_where=_HEARD),
    Index("message_provider", "provider_id", sqlite_where=sql("provider_id IS NOT NULL"),
          postgresql_where=sql("provider_id IS NOT NULL")),
    Index("message_idempotency", "account", "idempotency_key", unique=True,
          sqlite_where=sql("idempotency_key IS NOT NULL"), postgresql_where=sql("idempotency_key IS NOT NULL")),
)  # fmt: skip


HAPPENINGS = ("reaction", "edited", "deleted", "system")  # types that are listed and not said


class NewMessage(msgspec.Struct, array_like=True, kw_only=True):
    id: str
    customer_id: str
    conversation_id: str
    seq: int
    direction: str
    account: str
    channel: str
    address_id: str
    address: str
    author: str
    author_name: str | None = None
    provider_id: str | None = None
    reply_to_id: str | None = None
    reply_to_provider_id: str | None = None
    type: str
    content: str
    category: str | None = None
    topic: str | None = None
    sent_at: int
    received_at: int
    edited_at: int | None = None
    deleted_at: int | None = None
    expires_at: int | None = None
    idempotency_key: str | None = None
    triage: str | None = None
    needs_answer: bool | None = None
    confidence: int | None = None
    notes: str | None = None


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which messages to list; absent fields do not restrict."""

    account: str | None = None
    address_ids: tuple[str, ...] | None = None
    provider_id: str | None = None
    direction: str | None = None
    reach: Reach | None = None  # of one customer
    after: str | None = None


class Old(msgspec.Struct, array_like=True):
    customer_id: str
    message_id: str


_ADD = insertion(message, NewMessage)
_DELETE = deletion(message, "id")
_OLD = Query(
    Old,
    ["m.customer_id", "m.id"],
    f"""FROM message m WHERE m.id > :after AND m.id < :before AND m.received_at < :since AND NOT EXISTS
    (SELECT 1 FROM delivery d WHERE d.message_id = m.id AND d.state IN {UNFINISHED})
    ORDER BY m.id LIMIT :most""",
)


def add(connection: Connection, messages: Sequence[NewMessage]) -> None:
    _ADD.run(connection, rows=list(messages))


def get(connection: Connection, message_id: str) -> Row[Any] | None:
    return connection.execute(select(message).where(message.c.id == message_id)).first()


def hold(connection: Connection, message_id: str) -> Row[Any] | None:
    """The same; what is made of it until this transaction ends is made by nobody else."""
    return connection.execute(select(message).where(message.c.id == message_id).with_for_update()).first()


def of_ids(connection: Connection, message_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """These messages, in no order."""
    return connection.execute(select(message).where(message.c.id.in_(message_ids))).all()


def kept(connection: Connection, message_id: str) -> NewMessage | None:
    """One message, as it was when it was new."""
    rows = of_ids(connection, [message_id])
    names = NewMessage.__struct_fields__
    return NewMessage(**{name: getattr(row, name) for row in rows for name in names}) if rows else None


def by_idempotency(connection: Connection, account: str, key: str) -> Row[Any] | None:
    chosen = and_(message.c.account == account, message.c.idempotency_key == key)
    return connection.execute(select(message).where(chosen)).first()


def find(connection: Connection, conversation_ids: Sequence[str], account: str, provider_id: str) -> Row[Any] | None:
    """The message of one of these conversations, of the first before the next, that the provider knows by this id
    there, in or out, whole or as a part."""
    for one in conversation_ids:
        meant = (message.c.conversation_id == one, message.c.account == account, _known_as(provider_id))
        found = connection.execute(select(message).where(*meant).order_by(message.c.seq).limit(1)).first()
        if found is not None:
            return found
    return None


def last_heard(connection: Connection, conversation_id: str, address_id: str) -> str | None:
    """What the provider calls the last thing that was said from this address."""
    chosen = (
        message.c.conversation_id == conversation_id, message.c.address_id == address_id, message.c.direction == "in",
        message.c.provider_id.is_not(None), message.c.type.not_in(HAPPENINGS),
    )  # fmt: skip
    query = select(message.c.provider_id).where(*chosen).order_by(message.c.seq.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none()


def listing(connection: Connection, chosen: Filter, limit: int) -> Sequence[Row[Any]]:
    """Messages that fit, oldest first."""
    conditions = [message.c.id > chosen.after] if chosen.after else []
    for column, value in (
        (message.c.account, chosen.account),
        (message.c.direction, chosen.direction),
    ):
        if value is not None:
            conditions.append(column == value)
    if chosen.reach is not None:
        conditions.append(within(chosen.reach))
    if chosen.address_ids is not None:
        conditions.append(message.c.address_id.in_(chosen.address_ids))
    if chosen.provider_id is not None:
        conditions.append(_known_as(chosen.provider_id))
    return connection.execute(select(message).where(*conditions).order_by(message.c.id).limit(limit)).all()


def within(reach: Reach) -> Any:
    """What restricts a query to one customer's messages."""
    own = message.c.conversation_id == reach.conversation_id
    if not reach.others:
        return own
    came_along = and_(message.c.conversation_id.in_(reach.others), message.c.address_id.in_(reach.address_ids))
    return or_(own, came_along)


def timeline(
    connection: Connection, conversation_id: str, *, before: int | None, after: int | None, limit: int
) -> Sequence[Row[Any]]:
    """A stretch of one conversation in its order: what follows `after`, else the last before `before`."""
    conditions = [message.c.conversation_id == conversation_id]
    if after is not None:
        forward = select(message).where(*conditions, message.c.seq > after).order_by(message.c.seq).limit(limit)
        return connection.execute(forward).all()
    if before is not None:
        conditions.append(message.c.seq < before)
    backward = select(message).where(*conditions).order_by(message.c.seq.desc()).limit(limit)
    return list(reversed(connection.execute(backward).all()))


def began_at(connection: Connection, conversation_id: str) -> int | None:
    """When the first thing was said there."""
    first = select(message.c.received_at).where(message.c.conversation_id == conversation_id).order_by(message.c.seq)
    return connection.execute(first.limit(1)).scalar_one_or_none()


def last_elsewhere(connection: Connection, conversation_id: str) -> int | None:
    """When somebody of the brand last wrote there from another app."""
    chosen = (message.c.conversation_id == conversation_id, message.c.author == "external")
    query = select(message.c.received_at).where(*chosen).order_by(message.c.seq.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none()


def edit(connection: Connection, message_id: str, content: str, kind: str, at: int) -> None:
    connection.execute(
        update(message).where(message.c.id == message_id).values(content=content, type=kind, edited_at=at)
    )


def move(connection: Connection, moved: NewMessage) -> None:
    """It goes by another channel."""
    values = {name: getattr(moved, name) for name in ("account", "channel", "address_id", "address", "notes")}
    connection.execute(update(message).where(message.c.id == moved.id).values(**values))


def reword(connection: Connection, said: NewMessage) -> None:
    """What has not left says something else."""
    values = {name: getattr(said, name) for name in ("content", "type", "topic", "notes")}
    connection.execute(update(message).where(message.c.id == said.id).values(**values))


def replace_content(connection: Connection, message_id: str, content: str) -> None:
    """The same thing said, better known: a media that was fetched."""
    connection.execute(update(message).where(message.c.id == message_id).values(content=content))


def mark_deleted(connection: Connection, message_id: str, at: int) -> None:
    connection.execute(update(message).where(message.c.id == message_id).values(deleted_at=at))


def _known_as(provider_id: str) -> Any:
    part = exists().where(delivery.c.message_id == message.c.id, delivery.c.provider_id == provider_id)
    return or_(message.c.provider_id == provider_id, part)


def erase(connection: Connection, conversation_id: str, now: int) -> int:
    """What was said there is forgotten, that something was said is not; how many messages."""
    gone = {"content": ERASED, "type": "system", "deleted_at": now, "address": ""}
    names = (
        "author_name", "provider_id", "reply_to_provider_id", "idempotency_key", "triage", "needs_answer", "confidence",
        "notes",
    )  # fmt: skip
    chosen = message.c.conversation_id == conversation_id
    return connection.execute(update(message).where(chosen).values(**gone, **dict.fromkeys(names))).rowcount


def old(connection: Connection, since: int, after: str, most: int) -> list[Old]:
    """Messages from before this instant of which nothing is still to leave, behind this id."""
    return _OLD.rows(connection, after=after, before=first_of(since), since=since, most=most)


def drop(connection: Connection, message_ids: Sequence[str]) -> None:
    """They go for good; what hangs on them went before."""
    _DELETE.run(connection, rows=[(one,) for one in message_ids])
