"""Secrets of this installation, made by itself at the first need, and the same in all of its processes."""

from __future__ import annotations

import secrets

import msgspec
from sqlalchemy import Column, Connection, Table, Text, select

from gateway.ground.database import metadata
from gateway.ground.setwise import insertion

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)


class _Secret(msgspec.Struct, array_like=True):
    name: str
    value: str


_MAKE = insertion(secret, _Secret, "ON CONFLICT (name) DO NOTHING")


def find(connection: Connection, name: str) -> str | None:
    """Without making one: a reader may ask."""
    return connection.execute(select(secret.c.value).where(secret.c.name == name)).scalar()


def made(connection: Connection, name: str) -> str:
    """32 random bytes as hexadecimal digits."""
    known = find(connection, name)
    if known is None:
        _MAKE.run(connection, rows=[_Secret(name, secrets.token_hex(32))])
        known = find(connection, name)
    return str(known)
