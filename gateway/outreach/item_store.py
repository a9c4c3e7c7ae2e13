"""Items, and who was shown which: nobody is told one twice unless they ask again."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    delete,
    exists,
    select,
)

from gateway.ground.database import metadata
from gateway.ground.setwise import Statement, insertion
from gateway.outreach.item import Item, validity

item = Table(
    "item",
    metadata,
    Column("id", Text, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("valid_from", BigInteger, nullable=False),
    Column("valid_to", BigInteger, nullable=False),
    Column("content", Text, nullable=False),
    Index("item_topic", "topic", "valid_from"),
)

item_shown = Table(
    "item_shown",
    metadata,
    Column("customer_id", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("digest_id", Text),  # which told it; NULL: they asked
    PrimaryKeyConstraint("customer_id", "item_id"),
    sqlite_with_rowid=False,
)


class _New(msgspec.Struct, array_like=True):
    id: str
    topic: str
    valid_from: int
    valid_to: int
    content: str


class _Shown(msgspec.Struct, array_like=True):
    customer_id: str
    item_id: str
    at: int
    digest_id: str | None


_PUT = insertion(
    item,
    _New,
    """ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, content = excluded.content""",
)
_SHOW = insertion(item_shown, _Shown, "ON CONFLICT DO NOTHING")
_SHARE = Statement(
    """INSERT INTO item_shown (customer_id, item_id, at, digest_id)
    SELECT CAST(:to AS text), s.item_id, s.at, CAST(:mark AS text) FROM item_shown s WHERE s.customer_id = :customer
    ON CONFLICT DO NOTHING"""
)
_decode = msgspec.json.Decoder(Item).decode


def put(connection: Connection, items: Sequence[Item], zone: str) -> None:
    """Make these, or change them; days are days in this zone."""
    rows = [_New(one.id, one.topic, *validity(one, zone), msgspec.json.encode(one).decode()) for one in items]
    _PUT.run(connection, rows=rows)


def remove(connection: Connection, item_id: str) -> bool:
    """False if there was none."""
    return connection.execute(delete(item).where(item.c.id == item_id)).rowcount > 0


def listing(connection: Connection, after: str | None, limit: int) -> list[Item]:
    """All items, by id."""
    chosen = [item.c.id > after] if after else []
    rows = connection.execute(select(item.c.content).where(*chosen).order_by(item.c.id).limit(limit)).scalars()
    return [_decode(row) for row in rows]


def valid(connection: Connection, topics: Sequence[str], now: int, most: int) -> list[Item]:
    """What these topics have to tell now, the newest first."""
    chosen = (item.c.topic.in_(topics), item.c.valid_from <= now, item.c.valid_to > now)
    newest = (item.c.valid_from.desc(), item.c.id)
    rows = connection.execute(select(item.c.content).where(*chosen).order_by(*newest).limit(most)).scalars()
    return [_decode(row) for row in rows]


def fresh(connection: Connection, customer_id: str, topics: Sequence[str], now: int, most: int) -> list[Item]:
    """The same without what this customer was shown."""
    seen = select(item_shown.c.item_id).where(item_shown.c.customer_id == customer_id)
    chosen = (
        item.c.topic.in_(topics), item.c.valid_from <= now, item.c.valid_to > now, item.c.id.not_in(seen),
    )  # fmt: skip
    newest = (item.c.valid_from.desc(), item.c.id)
    rows = connection.execute(select(item.c.content).where(*chosen).order_by(*newest).limit(most)).scalars()
    return [_decode(row) for row in rows]


def shown(
    connection: Connection, customer_id: str, items: Sequence[str], now: int, digest_id: str | None = None
) -> None:  # fmt: skip
    """This customer was told these, by this digest or because they asked."""
    _SHOW.run(connection, rows=[_Shown(customer_id, one, now, digest_id) for one in items])


def told_by(connection: Connection, customer_id: str, digest_id: str) -> list[Item]:
    """What this digest told them, the newest first, as far as it still exists."""
    of = (item_shown.c.item_id == item.c.id, *_by(customer_id, digest_id))
    newest = (item.c.valid_from.desc(), item.c.id)
    rows = connection.execute(select(item.c.content).where(*of).order_by(*newest)).scalars()
    return [_decode(row) for row in rows]


def gone_from(connection: Connection, customer_id: str, digest_id: str, now: int) -> list[str]:
    """What this digest told them and no longer holds: it was taken away, or has ended."""
    holds = exists().where(item.c.id == item_shown.c.item_id, item.c.valid_from <= now, item.c.valid_to > now)
    return list(connection.execute(select(item_shown.c.item_id).where(*_by(customer_id, digest_id), ~holds)).scalars())


def not_shown(connection: Connection, customer_id: str, digest_id: str, keep: Sequence[str]) -> None:
    """This digest does not tell them after all, but for these: they are new as before."""
    connection.execute(delete(item_shown).where(*_by(customer_id, digest_id), item_shown.c.item_id.not_in(keep)))


def share(connection: Connection, customer_id: str, to: str, mark: str) -> None:
    """What the one was shown is nothing new for the other, who turned out to be the same, until `unshare`."""
    _SHARE.run(connection, customer=customer_id, to=to, mark=mark)


def unshare(connection: Connection, customer_id: str, mark: str) -> None:
    connection.execute(delete(item_shown).where(*_by(customer_id, mark)))


def _by(customer_id: str, digest_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return item_shown.c.customer_id == customer_id, item_shown.c.digest_id == digest_id


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(item_shown).where(item_shown.c.customer_id == customer_id))
