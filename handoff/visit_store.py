"""Visits to the brand's site, by the digest of their code: nobody's until a customer came with it."""

from __future__ import annotations

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Table, Text, delete, func, insert, or_, select, update

from handoff.pivot import LASTS, digest
from handoff.tables import metadata
from handoff.visit import Visit

visit = Table(
    "visit",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("seen", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),  # for who has not come
    Column("conversation_id", Text),
    Column("came_at", BigInteger),
    Index("visit_conversation", "conversation_id", "came_at"),
)

KEPT = 30 * 86_400_000  # milliseconds, of who came
MOST = 50_000  # whom we wait for: a flood from somebody's page fills no disk

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Visit).decode


def add(connection: Connection, code: str, seen: Visit, now: int) -> bool:
    """False where too many are waited for."""
    gone = or_(visit.c.came_at < now - KEPT, visit.c.came_at.is_(None))
    connection.execute(delete(visit).where(visit.c.expires_at < now, gone))
    if connection.execute(select(func.count()).where(visit.c.expires_at > now)).scalar_one() >= MOST:
        return False
    row = {"digest": digest(code), "seen": _encode(seen).decode(), "expires_at": now + LASTS}
    connection.execute(insert(visit).values(**row))
    return True


def claim(connection: Connection, code: str, conversation_id: str, now: int) -> bool:
    """The customer came; False for a code that is unknown, late or used."""
    chosen = (visit.c.digest == digest(code), visit.c.came_at.is_(None), visit.c.expires_at > now)
    row = {"conversation_id": conversation_id, "came_at": now}
    return connection.execute(update(visit).where(*chosen).values(**row)).rowcount == 1


def newest(connection: Connection, conversation_id: str) -> Visit | None:
    """What this conversation's customer last looked at, before they came."""
    chosen = select(visit.c.seen).where(visit.c.conversation_id == conversation_id)
    seen = connection.execute(chosen.order_by(visit.c.came_at.desc()).limit(1)).scalar()
    return _decode(seen) if seen is not None else None


def erase(connection: Connection, conversation_id: str) -> None:
    connection.execute(delete(visit).where(visit.c.conversation_id == conversation_id))
