"""Links: addresses that became another customer's, with the evidence, so that each can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, Text, insert, or_, select, update

from gateway.ground.database import metadata

link = Table(
    "link",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # pivot: one address, by a code; merge: all of them, by an agent
    Column("from_customer", Text, nullable=False),
    Column("into_customer", Text, nullable=False),
    Column("addresses", Text, nullable=False),  # ids of those that moved
    Column("evidence", Text, nullable=False),  # {code, by, …}: why they are one
    Column("by", Text),  # the agent; None: the customer, by a code
    Column("at", BigInteger, nullable=False),
    Column("undone_at", BigInteger),
    Column("undone_by", Text),
    Index("link_from", "from_customer"),
    Index("link_into", "into_customer"),
)


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(link).values(**values))


def get(connection: Connection, link_id: str) -> Row[Any] | None:
    return connection.execute(select(link).where(link.c.id == link_id)).first()


def of_customer(connection: Connection, customer_id: str) -> Sequence[Row[Any]]:
    """To and from, newest first."""
    chosen = or_(link.c.from_customer == customer_id, link.c.into_customer == customer_id)
    return connection.execute(select(link).where(chosen).order_by(link.c.at.desc(), link.c.id.desc())).all()


def merged_away(connection: Connection, customer_id: str) -> bool:
    """Is this customer a part of another by now?"""
    chosen = (link.c.from_customer == customer_id, link.c.kind == "merge", link.c.undone_at.is_(None))
    return connection.execute(select(link.c.id).where(*chosen).limit(1)).first() is not None


def home(connection: Connection, customer_id: str) -> str:
    """Who this customer is a part of by now, in the end; mostly themselves."""
    chosen = (link.c.kind == "merge", link.c.undone_at.is_(None))
    found = customer_id
    while (
        into := connection.execute(select(link.c.into_customer).where(link.c.from_customer == found, *chosen)).scalar()
    ) is not None:
        found = str(into)
    return found


def merged_into(connection: Connection, customer_id: str) -> list[str]:
    """Who became a part of this customer, in whole or with one address, and still is."""
    chosen = (link.c.into_customer == customer_id, link.c.undone_at.is_(None))
    return sorted(set(connection.execute(select(link.c.from_customer).where(*chosen)).scalars()))


def undo(connection: Connection, link_id: str, by: str, now: int) -> bool:
    """False if it was undone before."""
    chosen = (link.c.id == link_id, link.c.undone_at.is_(None))
    return connection.execute(update(link).where(*chosen).values(undone_at=now, undone_by=by)).rowcount == 1
