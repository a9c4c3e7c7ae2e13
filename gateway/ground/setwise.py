"""Statements of the hot path: one for a whole batch, spelled once per dialect.

A batch goes in as one JSON array, written in the SQL as `[[name column:type …]]`: a table of those columns. What is
read comes back as one JSON document: sqlite3 gives up the interpreter lock at every row it steps over, and msgspec
decodes a document into typed rows faster than rows could be fetched. Row structs are array-like, in column order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql

Row = TypeVar("Row")

_BATCH = re.compile(r"\[\[(\w+) ([^\]]+)\]\]")
_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")
_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]
_encode = msgspec.json.Encoder().encode


class Statement:
    """A write, run with each of its batches given as a list of rows."""

    def __init__(self, sql: str) -> None:
        self._sqlite = _BATCH.sub(_sqlite_rows, sql)
        self._postgres = _PARAMETER.sub(r"%(\1)s", _BATCH.sub(_postgres_rows, sql))

    def run(self, connection: Connection, /, **parameters: Any) -> int:
        """Execute it; returns how many rows changed."""
        return int(self._execute(connection, parameters).rowcount)

    def _execute(self, connection: Connection, parameters: dict[str, Any]) -> Any:
        """On the driver's own cursor: what SQLAlchemy adds to each statement costs more than most of these do."""
        sql = self._sqlite if connection.dialect.name == "sqlite" else self._postgres
        cursor = connection.connection.cursor()
        cursor.execute(sql, {name: _bind(value) for name, value in parameters.items()})
        return cursor


class Query(Statement, Generic[Row]):
    """A read: `SELECT columns rest`, its columns those of the array-like struct `row`, in order."""

    def __init__(self, row: type[Row], columns: Sequence[str], rest: str) -> None:
        names = [f"c{i}" for i in range(len(columns))]
        inner = ", ".join(f"{column} AS {name}" for column, name in zip(columns, names, strict=True))
        listed = ", ".join(names)
        picked = f"(SELECT {inner} {rest}) AS picked"
        super().__init__(f"SELECT CAST(coalesce(json_agg(json_build_array({listed})), '[]') AS text) FROM {picked}")
        self._sqlite = _BATCH.sub(_sqlite_rows, f"SELECT json_group_array(json_array({listed})) FROM {picked}")
        self._decode = msgspec.json.Decoder(list[row], strict=False).decode  # type: ignore[valid-type]

    def rows(self, connection: Connection, /, **parameters: Any) -> list[Row]:
        """Execute it; the rows, typed."""
        return self._decode(self._execute(connection, parameters).fetchone()[0])


def insertion(table: Table, row: type[msgspec.Struct], ending: str = "") -> Statement:
    """The insert of a batch of `row` structs, named `rows`; fields are named as the columns."""
    types = {field.name: _sql_type(table, field.name) for field in msgspec.structs.fields(row)}
    names = ", ".join(types)
    batch = " ".join(f"{name}:{kind}" for name, kind in types.items())
    return Statement(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM [[rows {batch}]] AS fresh WHERE true {ending}"
    )


def _sql_type(table: Table, column: str) -> str:
    return table.c[column].type.compile(dialect=_POSTGRES).replace(" ", "_")


def _bind(value: Any) -> Any:
    return _encode(value).decode() if isinstance(value, list | tuple) else value


def _columns(batch: re.Match[str]) -> list[list[str]]:
    return [column.split(":") for column in batch[2].split()]


def _sqlite_rows(batch: re.Match[str]) -> str:
    fields = (f"json_extract(value, '$[{i}]') AS {name}" for i, (name, _) in enumerate(_columns(batch)))
    return f"(SELECT {', '.join(fields)} FROM json_each(:{batch[1]}))"


def _postgres_rows(batch: re.Match[str]) -> str:
    fields = (f"CAST(value->>{i} AS {kind}) AS {name}" for i, (name, kind) in enumerate(_columns(batch)))
    return f"(SELECT {', '.join(fields)} FROM json_array_elements(CAST(:{batch[1]} AS json)))"
