"""Suppressions: the addresses of people who were erased, as keyed hashes. They say no, and nothing else."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Table, Text, delete, select

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, insertion

suppression = Table(
    "suppression",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

_KEY = "suppression"


class _Suppressed(msgspec.Struct, array_like=True):
    hash: str
    at: int


class _Secret(msgspec.Struct, array_like=True):
    name: str
    value: str


_ADD = insertion(suppression, _Suppressed, "ON CONFLICT (hash) DO NOTHING")
_MAKE_KEY = insertion(secret, _Secret, "ON CONFLICT (name) DO NOTHING")
_FOUND = Query(
    _Suppressed, ["s.hash", "s.at"], "FROM [[wanted hash:text]] AS w JOIN suppression s ON s.hash = w.hash"
)  # fmt: skip


def add(connection: Connection, addresses: Sequence[tuple[str, str]], now: int) -> None:
    """Nothing that sells goes to these (channel, address) any more."""
    key = _key(connection)
    _ADD.run(connection, rows=[_Suppressed(_hash(key, *one), now) for one in addresses])


def suppressed(connection: Connection, addresses: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these (channel, address) that were erased."""
    if connection.execute(select(suppression.c.hash).limit(1)).first() is None:
        return set()
    key = _key(connection)
    hashes = {_hash(key, *one): one for one in addresses}
    return {hashes[row.hash] for row in _FOUND.rows(connection, wanted=[(one,) for one in hashes])}


def lift(connection: Connection, channel: str, address: str) -> None:
    """The person came back, by their own word."""
    connection.execute(delete(suppression).where(suppression.c.hash == _hash(_key(connection), channel, address)))


def _key(connection: Connection) -> str:
    """The key of this installation, made when it is first needed."""
    known = connection.execute(select(secret.c.value).where(secret.c.name == _KEY)).scalar()
    if known is None:
        _MAKE_KEY.run(connection, rows=[_Secret(_KEY, secrets.token_hex(32))])
        known = connection.execute(select(secret.c.value).where(secret.c.name == _KEY)).scalar_one()
    return str(known)


def _hash(key: str, channel: str, address: str) -> str:
    return hmac.digest(bytes.fromhex(key), f"{channel}\x1f{address}".encode(), "sha256").hex()
