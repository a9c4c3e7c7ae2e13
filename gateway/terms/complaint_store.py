"""Complaints: while one is open, and some days after, its customer is not sold anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, Text, delete, insert, select, update
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query
from gateway.terms.policy.decision import NEVER

complaint = Table(
    "complaint",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("source", Text, nullable=False),  # api, case, chat
    Column("ref", Text, nullable=False),  # what the source calls it
    Column("topic", Text),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Index("complaint_customer", "customer_id"),
    Index("complaint_ref", "customer_id", "source", "ref", unique=True, sqlite_where=sql("closed_at IS NULL"),
          postgresql_where=sql("closed_at IS NULL")),
)  # fmt: skip


class _Held(msgspec.Struct, array_like=True):
    customer_id: str
    until: int


_HELD = Query(
    _Held,
    ["w.id", "max(coalesce(c.closed_at + :cool_off, :never))"],
    """FROM [[wanted id:text]] AS w LEFT JOIN link l ON l.into_customer = w.id AND l.undone_at IS NULL
    JOIN complaint c ON c.customer_id IN (w.id, l.from_customer)
    WHERE c.closed_at IS NULL OR c.closed_at + :cool_off > :now GROUP BY w.id""",
)


def open_one(
    connection: Connection, complaint_id: str, customer_id: str, source: str, ref: str, topic: str | None, now: int
) -> bool:
    """Somebody complains; False where that source said so already."""
    if _open(connection, customer_id, source, ref) is not None:
        return False
    values = {"id": complaint_id, "customer_id": customer_id, "source": source, "ref": ref, "topic": topic}
    connection.execute(insert(complaint).values(**values, opened_at=now))
    return True


def close(connection: Connection, customer_id: str, source: str, ref: str, now: int) -> bool:
    """It is settled; False where none is open."""
    chosen = (*_meant(customer_id, source, ref), complaint.c.closed_at.is_(None))
    return connection.execute(update(complaint).where(*chosen).values(closed_at=now)).rowcount > 0


def held_until(connection: Connection, customers: Sequence[str], cool_off: int, now: int) -> dict[str, int]:
    """Until when these customers are not sold anything, NEVER while a complaint is open; the others are left out.

    A complaint of who is a part of them by now is theirs; its source goes on calling it by the other's name."""
    wanted = [(one,) for one in customers]
    rows = _HELD.rows(connection, wanted=wanted, cool_off=cool_off, never=NEVER, now=now)
    return {row.customer_id: row.until for row in rows}


def of_customer(connection: Connection, customer_id: str) -> Sequence[Row[Any]]:
    """Oldest first."""
    chosen = complaint.c.customer_id == customer_id
    return connection.execute(select(complaint).where(chosen).order_by(complaint.c.id)).all()


def _open(connection: Connection, customer_id: str, source: str, ref: str) -> Row[Any] | None:
    chosen = (*_meant(customer_id, source, ref), complaint.c.closed_at.is_(None))
    return connection.execute(select(complaint).where(*chosen)).first()


def _meant(customer_id: str, source: str, ref: str) -> tuple[Any, ...]:
    return (complaint.c.customer_id == customer_id, complaint.c.source == source, complaint.c.ref == ref)


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(complaint).where(complaint.c.customer_id == customer_id))
