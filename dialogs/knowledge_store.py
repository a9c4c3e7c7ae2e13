"""Knowledge as it is kept: items by id, and a revision that tells who holds some in memory that there is news.

What was taken away leaves its row without content: else the revision could come back to one that was seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Table, Text, func, select, update
from sqlalchemy import text as sql

from dialogs.flow_store import metadata
from dialogs.knowledge import Knowledge, KnowledgeItem

knowledge = Table(
    "knowledge",
    metadata,
    Column("id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),  # of them all: the highest is the newest change
    Column("content", Text),  # NULL: taken away
)

_PUT = sql(
    """INSERT INTO knowledge (id, revision, content) VALUES (:id, :revision, :content)
    ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, content = excluded.content"""
)
_decode = msgspec.json.Decoder(KnowledgeItem).decode


def put(connection: Connection, items: Sequence[KnowledgeItem]) -> None:
    """Make these, or change them; others stay."""
    if not items:
        return
    revision = _next(connection)
    rows = [{"id": one.id, "revision": revision, "content": msgspec.json.encode(one).decode()} for one in items]
    connection.execute(_PUT, rows)


class Changed(Exception):
    """Somebody changed it meanwhile, made it or took it away."""


def put_over(connection: Connection, item: KnowledgeItem, seen: int) -> None:
    """Put it in the place of the revision that was looked at; 0: of none. Raises Changed."""
    _next(connection)  # nobody else changes it now
    if revisions(connection).get(item.id, 0) != seen:
        raise Changed
    put(connection, [item])


def revisions(connection: Connection) -> dict[str, int]:
    """Of each item, by id."""
    chosen = select(knowledge.c.id, knowledge.c.revision).where(knowledge.c.content.is_not(None))
    return {row.id: row.revision for row in connection.execute(chosen)}


def remove(connection: Connection, item_id: str) -> bool:
    """False if there was none."""
    chosen = (knowledge.c.id == item_id) & knowledge.c.content.is_not(None)
    gone = update(knowledge).where(chosen).values(content=None, revision=_next(connection))
    return connection.execute(gone).rowcount > 0


def listing(connection: Connection) -> list[KnowledgeItem]:
    """All items, by id."""
    chosen = select(knowledge.c.content).where(knowledge.c.content.is_not(None)).order_by(knowledge.c.id)
    return [_decode(row) for row in connection.execute(chosen).scalars()]


def learnt(connection: Connection) -> Knowledge:
    return Knowledge(listing(connection))


def stamp(connection: Connection) -> int:
    """Higher after every change; 0: there never was any."""
    return connection.execute(select(func.max(knowledge.c.revision))).scalar() or 0


def _next(connection: Connection) -> int:
    """The revision of this transaction's change: nobody else makes one until it is over."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql("LOCK TABLE knowledge IN SHARE ROW EXCLUSIVE MODE"))
    return stamp(connection) + 1
