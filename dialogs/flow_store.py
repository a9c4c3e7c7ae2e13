"""Published flows: each version once, for ever, which one is current, and who released what, when and why.

Files seed it; a flow that nobody has released here since follows its file. The tables are declared on a MetaData of
their own; whoever owns the database creates them and hands in a connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy import text as sql

from dialogs.catalog import Catalog
from dialogs.flow import Flow, Upgrade
from dialogs.flow_files import load

metadata = MetaData()
FILES = "files"  # who releases what a file says

flow = Table(
    "flow",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Text, primary_key=True),  # the hash of its content
    Column("yaml", Text, nullable=False),
    Column("published_at", Text, nullable=False),  # ISO 8601, UTC
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)

current_flow = Table(
    "current_flow",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Text, nullable=False),
    ForeignKeyConstraint(["name", "version"], ["flow.name", "flow.version"]),
)

flow_release = Table(  # only ever added to
    "flow_release",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", Text, nullable=False),  # ISO 8601, UTC
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("upgrade", Text, nullable=False),  # what becomes of conversations in an older version
    Index("flow_release_name", "name", "id"),
)


def publish(
    connection: Connection, text: str, *, at: str, author: str, note: str = "", upgrade: Upgrade = "keep"
) -> Flow:
    """Make this text the current version of its flow. Raises FlowProblem; the caller checks it with the others.

    A version published before becomes current again, with the text that it had.
    """
    loaded = load(text, "draft")
    hold(connection)
    key = {"name": loaded.name, "version": loaded.version}
    if version_text(connection, loaded.name, loaded.version) is None:
        connection.execute(flow.insert(), key | {"yaml": text, "published_at": at, "author": author, "note": note})
    connection.execute(current_flow.delete().where(current_flow.c.name == loaded.name))
    connection.execute(current_flow.insert(), key)
    told = {"at": at, "author": author, "note": note, "upgrade": upgrade}
    connection.execute(flow_release.insert(), key | told)
    return loaded


def hold(connection: Connection) -> None:
    """Let nobody else release until this transaction is over. SQLite has one writer anyhow."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql("LOCK TABLE current_flow IN SHARE ROW EXCLUSIVE MODE"))


def seed(connection: Connection, texts: Iterable[str], *, at: str) -> list[str]:
    """Release what files say, unless somebody has released otherwise here. The names of flows that differ."""
    hold(connection)
    authors: dict[str, str] = {row.name: row.author for row in _last_releases(connection)}
    held = current(connection)
    differing = []
    for text in texts:
        loaded = load(text, "file")
        if held.get(loaded.name) == loaded.version:
            continue
        author = authors.get(loaded.name, FILES if loaded.name not in held else "")
        fresh = version_text(connection, loaded.name, loaded.version) is None
        if author == FILES and fresh:  # a version of before stays where a newer one has followed it
            publish(connection, text, at=at, author=FILES)
        else:
            differing.append(loaded.name)
    return differing


def current(connection: Connection) -> Mapping[str, str]:
    """The version in use of each flow."""
    return {row.name: row.version for row in connection.execute(select(current_flow))}


def stamp(connection: Connection) -> int:
    """Higher after every release: what tells that a catalog is no longer the newest."""
    return connection.execute(select(func.max(flow_release.c.id))).scalar() or 0


def catalog(connection: Connection, pinned: Iterable[tuple[str, str]] = ()) -> Catalog:
    """The current flows, with the older versions of these (name, version)."""
    now = set(current(connection).items())
    texts = _texts(connection, now | set(pinned))
    flows = {key: load(text, f"{key[0]} {key[1]}") for key, text in texts.items()}
    upgrades = {row.name: row.upgrade for row in _last_releases(connection)}
    older = (flows[key] for key in flows if key not in now)
    return Catalog((flows[key] for key in flows if key in now), older=older, upgrades=upgrades)


def recall(connection: Connection, name: str, version: str) -> Flow | None:
    """Any version ever published."""
    text = version_text(connection, name, version)
    return load(text, f"{name} {version}") if text is not None else None


def version_text(connection: Connection, name: str, version: str) -> str | None:
    asked = select(flow.c.yaml).where(flow.c.name == name, flow.c.version == version)
    return connection.execute(asked).scalar()


def current_texts(connection: Connection) -> Mapping[str, str]:
    """What is in use, by name: an export."""
    return {name: text for (name, _), text in _texts(connection, set(current(connection).items())).items()}


def history(connection: Connection, name: str, limit: int) -> Sequence[Row[Any]]:
    """The releases of a flow, newest first."""
    asked = select(flow_release).where(flow_release.c.name == name)
    return connection.execute(asked.order_by(flow_release.c.id.desc()).limit(limit)).all()


def _last_releases(connection: Connection) -> Sequence[Row[Any]]:
    last = select(func.max(flow_release.c.id)).group_by(flow_release.c.name)
    return connection.execute(select(flow_release).where(flow_release.c.id.in_(last))).all()


def last_releases(connection: Connection) -> Mapping[str, Row[Any]]:
    """The release in use of each flow."""
    return {row.name: row for row in _last_releases(connection)}


def _texts(connection: Connection, keys: set[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    rows = connection.execute(
        select(flow.c.name, flow.c.version, flow.c.yaml)
        .where(flow.c.name.in_({name for name, _ in keys}), flow.c.version.in_({version for _, version in keys}))
        .order_by(flow.c.name, flow.c.version)
    )
    return {(row.name, row.version): row.yaml for row in rows if (row.name, row.version) in keys}
