"""Suppressions: the addresses of people who were erased, as keyed hashes. They say no, and nothing else."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Table, Text, delete, select

from gateway.ground import secret_store
from gateway.ground.database import metadata
from gateway.ground.setwise import Query, insertion

suppression = Table(
    "suppression",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

_KEY = "suppression"


class _Suppressed(msgspec.Struct, array_like=True):
    hash: str
    at: int


_ADD = insertion(suppression, _Suppressed, "ON CONFLICT (hash) DO NOTHING")
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
    return secret_store.made(connection, _KEY)


def _hash(key: str, channel: str, address: str) -> str:
    return hmac.digest(bytes.fromhex(key), f"{channel}\x1f{address}".encode(), "sha256").hex()
