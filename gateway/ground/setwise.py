"""Statements of the hot path: one for a whole batch, spelled once per dialect.

A batch is written in the SQL as `[[name column:type …]]`, a table of those columns. On PostgreSQL it travels as one
JSON array; on SQLite as VALUES, since its JSON functions cost three times as much as the insert itself. What is read
comes back as one JSON document: sqlite3 gives up the interpreter lock at every row it steps over, and msgspec decodes a
document into typed rows faster than rows could be fetched. Row structs are array-like, in column order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql

Row = TypeVar("Row")

_BATCH = re.compile(r"\[\[(\w+) ([^\]]+)\]\]")
_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")
# What may fail half-way makes SQLite copy every page it touches, so as to undo that statement alone: it doubles the
# cost of an insert. Whoever fails here undoes the savepoint or transaction around, so it need not.
_WRITE = re.compile(r"\A\s*(INSERT|UPDATE) ")
_EITHER = re.compile(rf"{_BATCH.pattern}|{_PARAMETER.pattern}")
_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]
_encode = msgspec.json.Encoder().encode
_astuple = msgspec.structs.astuple


class Statement:
    """A write, run with each of its batches given as a list of rows."""

    def __init__(self, sql: str) -> None:
        self._embedded = _Embedded(_WRITE.sub(r"\1 OR FAIL ", sql, count=1))
        self._postgres = _PARAMETER.sub(r"%(\1)s", _BATCH.sub(_postgres_rows, sql))

    def run(self, connection: Connection, /, **parameters: Any) -> int:
        """Execute it; returns how many rows changed."""
        return int(self._execute(connection, parameters).rowcount)

    def _execute(self, connection: Connection, parameters: dict[str, Any]) -> Any:
        """On the driver's own cursor: what SQLAlchemy adds to each statement costs more than most of these do."""
        cursor = connection.connection.cursor()
        if connection.dialect.name == "sqlite":
            cursor.execute(*self._embedded.spelled(parameters))
        else:
            cursor.execute(self._postgres, {name: _bind(value) for name, value in parameters.items()})
        return cursor


class _Embedded:
    """The SQLite spelling: its text depends on how many rows each batch has room for, and is kept by those numbers."""

    def __init__(self, sql: str) -> None:
        self._fixed: list[str] = []
        self._asked: list[tuple[str, list[str]]] = []  # a parameter's name, and its columns if it is a batch
        end = 0
        for found in _EITHER.finditer(sql):
            self._fixed.append(sql[end : found.start()])
            self._asked.append((found[1] or found[3], [name for name, _ in _columns(found[2])] if found[2] else []))
            end = found.end()
        self._fixed.append(sql[end:])
        self._kept: dict[tuple[int, ...], str] = {}

    def spelled(self, parameters: dict[str, Any]) -> tuple[str, list[Any]]:
        """The SQL for batches of these sizes, and its values in order."""
        sizes: list[int] = []
        values: list[Any] = []
        for name, columns in self._asked:
            given = parameters[name]
            if not columns:
                values.append(given)
                continue
            room = _room(len(given))
            sizes.append(room)
            values.extend(chain.from_iterable(given if given and isinstance(given[0], tuple) else map(_astuple, given)))
            values.extend([None] * (len(columns) * (room - len(given))))
            values.append(len(given))
        key = tuple(sizes)
        sql = self._kept.get(key)
        if sql is None:
            sql = self._kept[key] = self._spell(sizes)
        return sql, values

    def _spell(self, sizes: list[int]) -> str:
        left = iter(sizes)
        spelled = [_values(columns, next(left)) if columns else "?" for _, columns in self._asked]
        return "".join(fixed + one for fixed, one in zip(self._fixed, [*spelled, ""], strict=True))


class Query(Statement, Generic[Row]):
    """A read: `SELECT columns rest`, its columns those of the array-like struct `row`, in order."""

    def __init__(self, row: type[Row], columns: Sequence[str], rest: str) -> None:
        names = [f"c{i}" for i in range(len(columns))]
        inner = ", ".join(f"{column} AS {name}" for column, name in zip(columns, names, strict=True))
        listed = ", ".join(names)
        picked = f"(SELECT {inner} {rest}) AS picked"
        super().__init__(f"SELECT CAST(coalesce(json_agg(json_build_array({listed})), '[]') AS text) FROM {picked}")
        self._embedded = _Embedded(f"SELECT json_group_array(json_array({listed})) FROM {picked}")
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


def deletion(table: Table, *columns: str) -> Statement:
    """The deletion of a batch of rows, named `rows`, known by these columns."""
    named, batch = ", ".join(columns), " ".join(f"{one}:{_sql_type(table, one)}" for one in columns)
    return Statement(f"DELETE FROM {table.name} WHERE ({named}) IN (SELECT {named} FROM [[rows {batch}]] AS gone)")


def _sql_type(table: Table, column: str) -> str:
    return table.c[column].type.compile(dialect=_POSTGRES).replace(" ", "_")


def _bind(value: Any) -> Any:
    return _encode(value).decode() if isinstance(value, list | tuple) else value


def _columns(listed: str) -> list[list[str]]:
    return [column.split(":") for column in listed.split()]


def _room(rows: int) -> int:
    """The next of 1, 2, 3, 4, 6, 8, 12, 16…: so few sizes that the driver keeps each statement prepared."""
    power = 1 << max(rows - 1, 0).bit_length()
    return power * 3 // 4 if power >= 4 and rows <= power * 3 // 4 else power


def _values(columns: list[str], room: int) -> str:
    """SQLite calls the columns of VALUES column1, column2…; rows beyond the last parameter's number are no rows."""
    named = ", ".join(f"column{i} AS {name}" for i, name in enumerate(columns, 1))
    one = f"({', '.join('?' * len(columns))})"
    return f"(SELECT {named} FROM (VALUES {', '.join([one] * room)}) LIMIT ?)"


def _postgres_rows(batch: re.Match[str]) -> str:
    columns = _columns(batch[2])
    fields = (f"CAST(value->>{i} AS {kind}) AS {name}" for i, (name, kind) in enumerate(columns))
    return f"(SELECT {', '.join(fields)} FROM json_array_elements(CAST(:{batch[1]} AS json)))"
