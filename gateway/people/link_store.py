"""Links: addresses that became another customer's, with the evidence, so that each can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Column,
    Connection,
    Index,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    delete,
    insert,
    or_,
    select,
    update,
)

from gateway.ground.database import metadata

link = Table(
    "link",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # pivot: one address, by a code; else all of them: merge: by an agent;
    # phone: the same one, vouched for by both providers; number: the customer's, and a code to where they were known
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

# Customers of whom somebody said that they are not one. In the order of their ids
apart = Table(
    "apart",
    metadata,
    Column("one", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("evidence", Text, nullable=False),  # in spite of what
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("one", "other"),
    Index("apart_other", "other"),
)
WHOLE = ("merge", "phone", "number")


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
    chosen = (link.c.from_customer == customer_id, link.c.kind.in_(WHOLE), link.c.undone_at.is_(None))
    return connection.execute(select(link.c.id).where(*chosen).limit(1)).first() is not None


def home(connection: Connection, customer_id: str) -> str:
    """Who this customer is a part of by now, in the end; mostly themselves."""
    chosen = (link.c.kind.in_(WHOLE), link.c.undone_at.is_(None))
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


def came_to(connection: Connection, customer_id: str) -> list[str]:
    """Everybody who became a part of this customer, by way of others as well, and still is."""
    found: list[str] = []
    fresh = [customer_id]
    while fresh:
        new = [one for one in merged_into(connection, fresh.pop()) if one not in (customer_id, *found)]
        found, fresh = found + new, fresh + new
    return sorted(found)


def kin() -> CTE:
    """The same for queries, of everybody: (home, customer)."""
    alive = link.c.undone_at.is_(None)
    rows = select(link.c.into_customer.label("home"), link.c.from_customer.label("customer")).where(alive)
    known = rows.cte("kin", recursive=True)
    further = select(known.c.home, link.c.from_customer).join(link, link.c.into_customer == known.c.customer)
    return known.union(further.where(alive))


def undo(connection: Connection, link_id: str, by: str, now: int) -> bool:
    """False if it was undone before."""
    chosen = (link.c.id == link_id, link.c.undone_at.is_(None))
    return connection.execute(update(link).where(*chosen).values(undone_at=now, undone_by=by)).rowcount == 1


def part(connection: Connection, one: str, other: str, evidence: str, by: str, now: int) -> None:
    """They are two people, whatever speaks for one."""
    join(connection, one, other)
    first, second = sorted((one, other))
    row = {"one": first, "other": second, "evidence": evidence, "by": by, "at": now}
    connection.execute(insert(apart).values(**row))


def join(connection: Connection, one: str, other: str) -> None:
    """Nobody says any more that they are two."""
    first, second = sorted((one, other))
    connection.execute(delete(apart).where(apart.c.one == first, apart.c.other == second))


def parted(connection: Connection, customer_id: str) -> dict[str, int]:
    """Who is not the same person as this one, and since when that is known."""
    chosen = or_(apart.c.one == customer_id, apart.c.other == customer_id)
    rows = connection.execute(select(apart).where(chosen)).all()
    return {row.other if row.one == customer_id else row.one: row.at for row in rows}


def forget_parted(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(apart).where(or_(apart.c.one == customer_id, apart.c.other == customer_id)))
