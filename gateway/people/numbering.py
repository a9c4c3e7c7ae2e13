"""Numbering: a list of customers whom the brand knows by a number, each with a place where they are reached."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TextIO

from sqlalchemy import Connection

from gateway.people import customer_store
from gateway.people.address import normal
from gateway.people.meeting import Caller, found, meet
from gateway.people.number import normal as as_number

COLUMNS = ("number", "account", "address")  # and, where it is known, name


class Bad(NamedTuple):
    """A line that was left out, and why."""

    line: int
    why: str


class Row(NamedTuple):
    line: int
    number: str
    caller: Caller


def read(file: TextIO, channels: Mapping[str, str]) -> tuple[list[Row], list[Bad]]:
    """A CSV file with a line of names. `channels`: of the accounts. Raises ValueError where a column is missing."""
    rows, bad = [], []
    lines = csv.DictReader(file)
    missing = [one for one in COLUMNS if one not in (lines.fieldnames or ())]
    if missing:
        raise ValueError(f"has no column {', '.join(missing)}")
    for line in lines:
        number, channel = as_number(line["number"] or ""), channels.get(line["account"] or "")
        address = normal(channel, line["address"] or "") if channel is not None else ""
        if number is None or channel is None or not address:
            bad.append(Bad(lines.line_num, "no number" if number is None else "no such account, or no address"))
            continue
        caller = Caller(line["account"], channel, (address,), line.get("name") or None)
        rows.append(Row(lines.line_num, number, caller))
    return rows, bad


def bring(connection: Connection, rows: Sequence[Row], now: int) -> list[Bad]:
    """Number them; who is not known yet is made. Those left out: another has the number."""
    people = meet(connection, [row.caller for row in rows], now)
    bad = []
    for row in rows:
        known = found(people, row.caller)
        assert known is not None  # the welcome are always found
        if not customer_store.give_number(connection, known.customer_id, row.number):
            bad.append(Bad(row.line, "the number is another customer's"))
    return bad
