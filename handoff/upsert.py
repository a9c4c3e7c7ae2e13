"""Upsert: write a row, whether it is there or not, in one statement, so that two who do it at once do not meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any], *,
    growing: str | None = None,
) -> None:  # fmt: skip
    """The row of this key has these values; with `growing`, unless it has that much of this column already."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).values({**key, **values})
    less = None if growing is None else table.c[growing] < values[growing]
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values), where=less))
