"""What a day may cost: how often, and for how many tokens, a model was asked on each day (UTC)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, Text, update
from sqlalchemy import text as sql

from gateway.ground.clock import to_datetime
from gateway.ground.database import metadata

spending = Table(
    "spending",
    metadata,
    Column("day", Text, primary_key=True),  # 2026-11-26
    Column("calls", Integer, nullable=False),
    Column("tokens", BigInteger, nullable=False),
)


_BEGIN = sql("INSERT INTO spending (day, calls, tokens) VALUES (:day, 0, 0) ON CONFLICT (day) DO NOTHING")


def spend(connection: Connection, now: int, calls: int, tokens: int | None) -> bool:
    """Count one more call of this day; False where so many calls, or tokens, are spent."""
    connection.execute(_BEGIN, {"day": _day(now)})
    left = (spending.c.day == _day(now)) & (spending.c.calls < calls)
    if tokens is not None:
        left &= spending.c.tokens < tokens
    return connection.execute(update(spending).where(left).values(calls=spending.c.calls + 1)).rowcount > 0


def add(connection: Connection, now: int, tokens: int) -> None:
    """What a call of this day cost."""
    chosen = spending.c.day == _day(now)
    connection.execute(update(spending).where(chosen).values(tokens=spending.c.tokens + tokens))


def _day(now: int) -> str:
    return to_datetime(now).date().isoformat()
