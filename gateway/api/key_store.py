"""API keys: kept as a digest only; the key itself is shown once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Row, Table, Text, insert, select, update

from gateway.ground.database import metadata

api_key = Table(
    "api_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)


def fresh() -> str:
    """A key nobody can guess."""
    return f"ck_{secrets.token_urlsafe(32)}"


def digest(key: str) -> str:
    return sha256(key.encode(errors="surrogateescape")).hexdigest()


def add(connection: Connection, key_id: str, name: str, key: str, now: int) -> None:
    connection.execute(insert(api_key).values(id=key_id, name=name, digest=digest(key), created_at=now))


def valid(connection: Connection) -> set[str]:
    """The digests that open the door."""
    return set(connection.execute(select(api_key.c.digest).where(api_key.c.revoked_at.is_(None))).scalars())


def listing(connection: Connection) -> Sequence[Row[Any]]:
    return connection.execute(select(api_key).order_by(api_key.c.created_at)).all()


def revoke(connection: Connection, key_id: str, now: int) -> bool:
    """False if there is no such key in force."""
    chosen = (api_key.c.id == key_id, api_key.c.revoked_at.is_(None))
    return connection.execute(update(api_key).where(*chosen).values(revoked_at=now)).rowcount == 1
