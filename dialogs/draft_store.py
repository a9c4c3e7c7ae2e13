"""Drafts of flows, and what lies beside a flow: its tests, and where the canvas puts its boxes.

A draft is a text as somebody left it, whole or not. Saving it names the revision that was changed: of two who change
the same one, the second is told, and nothing of either is lost. Revisions go on counting where a draft was published or
thrown away: who has an old one open never saves over the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Integer, Row, Table, Text, select, update
from sqlalchemy import text as sql

from dialogs.flow_store import FILES, last_releases, metadata

flow_draft = Table(
    "flow_draft",
    metadata,
    Column("name", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("yaml", Text, nullable=False),
    Column("base", Text),  # the published version that it began with
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),  # ISO 8601, UTC; empty where the draft has ended, and its number is kept
)

flow_beside = Table(
    "flow_beside",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # tests (YAML), layout (JSON)
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# Of two who make the same row at the same instant, the second finds it made
_BEGIN = sql(
    "INSERT INTO flow_draft (name, revision, yaml, base, author, at) VALUES (:name, 1, :yaml, :base, :author, :at) "
    "ON CONFLICT (name) DO UPDATE SET revision = flow_draft.revision + 1, yaml = excluded.yaml, base = excluded.base, "
    "author = excluded.author, at = excluded.at WHERE flow_draft.at = '' RETURNING revision"
)
_HOLD = sql(
    "INSERT INTO flow_beside (name, kind, text, author, at) VALUES (:name, :kind, '', '', '') "
    "ON CONFLICT (name, kind) DO NOTHING"
)
_PUT = sql(
    "INSERT INTO flow_beside (name, kind, text, author, at) VALUES (:name, :kind, :text, :author, :at) "
    "ON CONFLICT (name, kind) DO UPDATE SET text = excluded.text, author = excluded.author, at = excluded.at"
)


class Stale(Exception):
    """Somebody saved the draft meanwhile: says who and when. `row` is what they saved, if they did not end it."""

    def __init__(self, row: Row[Any] | None) -> None:
        told = f"{row.author} saved this draft at {row.at}" if row else "this draft was published or thrown away"
        super().__init__(told)
        self.row = row


def get(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(flow_draft).where(_is_open(name))).first()


def listing(connection: Connection) -> Mapping[str, Row[Any]]:
    """Every draft, by the name of its flow."""
    return {row.name: row for row in connection.execute(select(flow_draft).where(flow_draft.c.at != ""))}


def save(
    connection: Connection, name: str, text: str, *, seen: int, base: str | None, author: str, at: str
) -> int:  # fmt: skip
    """Keep this text; its new revision. `seen` is the revision that was changed, 0 for none. Raises Stale."""
    values = {"yaml": text, "author": author, "at": at}
    revision: int | None = seen + 1
    if seen == 0:
        revision = connection.execute(_BEGIN, values | {"name": name, "base": base}).scalar()
    else:
        kept = update(flow_draft).where(_is_open(name, seen)).values(**values, revision=revision)
        revision = revision if connection.execute(kept).rowcount else None
    if revision is None:
        raise Stale(get(connection, name))
    return revision


def discard(connection: Connection, name: str, *, seen: int) -> None:
    """The draft has ended. Raises Stale."""
    ended = update(flow_draft).where(_is_open(name, seen)).values(yaml="", author="", at="", base=None)
    if connection.execute(ended).rowcount == 0:
        raise Stale(get(connection, name))


def _is_open(name: str, revision: int | None = None) -> ColumnElement[bool]:
    chosen = (flow_draft.c.name == name) & (flow_draft.c.at != "")
    return chosen if revision is None else chosen & (flow_draft.c.revision == revision)


def beside(connection: Connection, name: str) -> Mapping[str, str]:
    """What lies beside a flow, by kind."""
    rows = connection.execute(select(flow_beside.c.kind, flow_beside.c.text).where(flow_beside.c.name == name))
    return {row.kind: row.text for row in rows if row.text}


def hold_beside(connection: Connection, name: str, kind: str) -> str:
    """What lies there; nobody else changes it until this transaction ends. Empty where nothing does."""
    connection.execute(_HOLD, {"name": name, "kind": kind})  # what is not there cannot be locked
    chosen = select(flow_beside.c.text).where(flow_beside.c.name == name, flow_beside.c.kind == kind)
    return connection.execute(chosen.with_for_update()).scalar() or ""


def beside_all(connection: Connection, kind: str) -> Sequence[Row[Any]]:
    """What there is of that kind, by the names of flows."""
    chosen = select(flow_beside).where(flow_beside.c.kind == kind, flow_beside.c.text != "")
    return connection.execute(chosen.order_by(flow_beside.c.name)).all()


def seed(connection: Connection, kind: str, texts: Mapping[str, str], *, at: str) -> None:
    """Keep what files say, by the names of flows that follow their files, until somebody writes otherwise here."""
    following = {name for name, row in last_releases(connection).items() if row.author == FILES}
    held: Any = connection.execute(select(flow_beside).where(flow_beside.c.kind == kind)).all()
    written = {row.name for row in held if row.author != FILES}
    same = {row.name for row in held if texts.get(row.name) == row.text}
    for name in sorted((texts.keys() & following) - written - same):
        put_beside(connection, name, kind, texts[name], author=FILES, at=at)


def put_beside(connection: Connection, name: str, kind: str, text: str, *, author: str, at: str) -> None:
    """Keep it; the last word holds. An empty text is none, and somebody wanted none."""
    values = {"name": name, "kind": kind, "text": text, "author": author, "at": at}
    connection.execute(_PUT, values)
