"""Silences, and who began or lifted each. Every change is one epoch further; nothing is ever taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    Row,
    Table,
    Text,
    case,
    func,
    insert,
    select,
    update,
)
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query
from gateway.terms.silence import Silence

_OPEN = sql("is_over = 0")

silence = Table(
    "silence",
    metadata,
    Column("id", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("let_pass", Text, nullable=False),  # topics, as a JSON list
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("lifted_at", BigInteger),
    Column("ramp", BigInteger, nullable=False, server_default="0"),
    Column("is_over", Integer, nullable=False, server_default="0"),  # for everybody, its ramp included
    Index("silence_open", "scope", sqlite_where=_OPEN, postgresql_where=_OPEN),
)

silence_change = Table(
    "silence_change",
    metadata,
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("silence_id", Text, nullable=False),
    Column("act", Text, nullable=False),  # begin, lift, over
    Column("by", Text, nullable=False),
    Column("note", Text),
    Column("at", BigInteger, nullable=False),
)


class _Row(msgspec.Struct, array_like=True):
    id: str
    scope: str
    level: str
    let_pass: str
    since: int
    until: int | None
    lifted_at: int | None
    ramp: int


_NAMES = [field.name for field in msgspec.structs.fields(_Row)]
_ACTIVE = Query(_Row, [f"s.{name}" for name in _NAMES], "FROM silence s WHERE s.is_over = 0")
_topics = msgspec.json.Decoder(tuple[str, ...]).decode


def active(connection: Connection) -> tuple[Silence, ...]:
    """Those that hold, or come back little by little."""
    return tuple(_silence(row) for row in _ACTIVE.rows(connection))


def epoch(connection: Connection) -> int:
    """How often anything about silences has changed."""
    return int(connection.execute(select(func.coalesce(func.max(silence_change.c.epoch), 0))).scalar_one())


def begin(connection: Connection, one: Silence, *, reason: str, by: str) -> int:
    """From this commit on it holds; the epoch it begins."""
    connection.execute(
        insert(silence).values(
            id=one.id, scope=one.scope, level=one.level, reason=reason, since=one.since, until=one.until, ramp=one.ramp,
            let_pass=msgspec.json.encode(one.let_pass).decode(),
        )
    )  # fmt: skip
    return _note(connection, one.id, "begin", by, reason, one.since)


def lift(connection: Connection, silence_id: str, *, ramp: int, by: str, note: str | None, now: int) -> int | None:
    """It ends, for ever more customers while the ramp lasts; None: there is none that holds for anybody.

    One that is coming back may be lifted again: nobody who is written to by now is held again, the rest waits less.
    """
    begun = func.coalesce(silence.c.lifted_at, now)
    shorter = case((silence.c.ramp < now - begun + ramp, silence.c.ramp), else_=now - begun + ramp)
    chosen = (
        silence.c.id == silence_id,
        silence.c.is_over == 0,
        silence.c.lifted_at.is_(None) | (silence.c.lifted_at + silence.c.ramp > now),
    )
    values = {"lifted_at": begun, "ramp": case((silence.c.lifted_at.is_(None), ramp), else_=shorter)}
    lifted = connection.execute(update(silence).where(*chosen).values(values))
    return _note(connection, silence_id, "lift", by, note, now) if lifted.rowcount else None


def close(connection: Connection, silence_id: str, now: int) -> None:
    """It is over for everybody."""
    connection.execute(update(silence).where(silence.c.id == silence_id).values(is_over=1))
    _note(connection, silence_id, "over", "clock", None, now)


def get(connection: Connection, silence_id: str) -> Row[Any] | None:
    return connection.execute(select(silence).where(silence.c.id == silence_id)).first()


def listing(connection: Connection, after: str | None, limit: int, *, newest: bool = False) -> Sequence[Row[Any]]:
    """All there were, oldest or newest first."""
    key = silence.c.id
    chosen = [key < after if newest else key > after] if after else []
    order = key.desc() if newest else key
    return connection.execute(select(silence).where(*chosen).order_by(order).limit(limit)).all()


def changes(connection: Connection, silence_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Who did what about these, in order."""
    chosen = silence_change.c.silence_id.in_(silence_ids)
    return connection.execute(select(silence_change).where(chosen).order_by(silence_change.c.epoch)).all()


def _note(connection: Connection, silence_id: str, act: str, by: str, note: str | None, at: int) -> int:
    if connection.dialect.name == "postgresql":  # epochs are given out one by one
        connection.execute(sql("LOCK TABLE silence_change IN SHARE ROW EXCLUSIVE MODE"))
    latest = select(func.coalesce(func.max(silence_change.c.epoch), 0) + 1).scalar_subquery()
    values = {"epoch": latest, "silence_id": silence_id, "act": act, "by": by, "note": note, "at": at}
    noted = insert(silence_change).values(**values).returning(silence_change.c.epoch)
    return int(connection.execute(noted).scalar_one())


def _silence(row: _Row) -> Silence:
    return Silence(
        id=row.id, scope=row.scope, level=row.level, since=row.since, until=row.until, lifted_at=row.lifted_at,  # type: ignore[arg-type]
        ramp=row.ramp, let_pass=_topics(row.let_pass),
    )  # fmt: skip
