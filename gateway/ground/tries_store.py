"""Tries: how often something was tried lately, in all processes together, so that whoever guesses is slowed down.

Counted in spans: the first try begins one, and the first after its end another.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, Text, delete, select

from gateway.ground.database import metadata
from gateway.ground.setwise import Statement

tries = Table(
    "tries",
    metadata,
    Column("name", Text, primary_key=True),  # what is tried, by whom or on whom
    Column("times", Integer, nullable=False),
    Column("ends_at", BigInteger, nullable=False, index=True),
)

_COUNT = Statement(
    """INSERT INTO tries (name, times, ends_at) VALUES (:name, 1, :ends) ON CONFLICT (name) DO UPDATE SET
    times = CASE WHEN tries.ends_at <= :now THEN 1 ELSE tries.times + 1 END,
    ends_at = CASE WHEN tries.ends_at <= :now THEN excluded.ends_at ELSE tries.ends_at END"""
)


def count(connection: Connection, name: str, most: int, within: int, now: int) -> int:
    """One more try: how many milliseconds it comes too early; 0: it may be made.

    Counted before it is checked, and those that come too early as well: many at the same moment are many.
    """
    _COUNT.run(connection, name=name, ends=now + within, now=now)
    row = connection.execute(select(tries.c.times, tries.c.ends_at).where(tries.c.name == name)).one()
    return max(1, row.ends_at - now) if row.times > most else 0


def forget(connection: Connection, name: str) -> None:
    """None of them was a guess."""
    connection.execute(delete(tries).where(tries.c.name == name))


def drop_old(connection: Connection, now: int) -> None:
    """Those whose span is over."""
    connection.execute(delete(tries).where(tries.c.ends_at <= now))
