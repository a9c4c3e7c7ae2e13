"""Published flows: each version once, for ever, and which one is current. Files seed it; after that it is the truth.

The tables are declared on a MetaData of their own; whoever owns the database creates them and hands in a connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Column, Connection, ForeignKeyConstraint, MetaData, Table, Text, select

from dialogs.catalog import Catalog
from dialogs.flow import Flow
from dialogs.flow_files import load

metadata = MetaData()

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


def publish(connection: Connection, text: str, *, at: str, author: str, note: str = "") -> Flow:
    """Make this text the current version of its flow. Raises FlowProblem; the caller checks it with the others.

    A version published before becomes current again, and keeps its date and author.
    """
    loaded = load(text, "draft")
    key = {"name": loaded.name, "version": loaded.version}
    known = select(flow.c.name).where(flow.c.name == loaded.name, flow.c.version == loaded.version)
    if connection.execute(known).first() is None:
        connection.execute(flow.insert(), key | {"yaml": text, "published_at": at, "author": author, "note": note})
    connection.execute(current_flow.delete().where(current_flow.c.name == loaded.name))
    connection.execute(current_flow.insert(), key)
    return loaded


def seed(connection: Connection, texts: Iterable[str], *, at: str) -> None:
    """Publish the flows of files whose names the store does not know yet."""
    known = set(connection.execute(select(current_flow.c.name)).scalars())
    for text in texts:
        if load(text, "file").name not in known:
            publish(connection, text, at=at, author="files")


def catalog(connection: Connection, pinned: Iterable[tuple[str, str]] = ()) -> Catalog:
    """The current flows, with the older versions that conversations are pinned to, as (name, version)."""
    now = {(row.name, row.version) for row in connection.execute(select(current_flow))}
    texts = _texts(connection, now | set(pinned))
    flows = {key: load(text, f"{key[0]} {key[1]}") for key, text in texts.items()}
    return Catalog((flows[key] for key in flows if key in now), older=(flows[key] for key in flows if key not in now))


def _texts(connection: Connection, keys: set[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    rows = connection.execute(
        select(flow.c.name, flow.c.version, flow.c.yaml)
        .where(flow.c.name.in_({name for name, _ in keys}), flow.c.version.in_({version for _, version in keys}))
        .order_by(flow.c.name, flow.c.version)
    )
    return {(row.name, row.version): row.yaml for row in rows if (row.name, row.version) in keys}
