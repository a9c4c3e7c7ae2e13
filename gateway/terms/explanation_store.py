"""Explanations: what a decision was based on, as it was then. Terms change later; why a message came does not."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Column, Connection, PrimaryKeyConstraint, Table, Text, delete

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, deletion, insertion

explanation = Table(
    "explanation",
    metadata,
    Column("message_id", Text, nullable=False),
    Column("decision_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False, index=True),
    Column("basis", Text, nullable=False),
    PrimaryKeyConstraint("message_id", "decision_id"),
    sqlite_with_rowid=False,
)


class Counted(msgspec.Struct, frozen=True):
    """One measure as it stood: this was the `used`th of `n` in `period` milliseconds."""

    scope: str
    used: int
    n: int
    period: int


class Basis(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`consent` names the ledger entry by which the customer had agreed then."""

    terms_version: int = 0
    consent: str | None = None
    counted: tuple[Counted, ...] = ()
    channel: str | None = None  # where it went, or was meant to
    moved_from: str | None = None  # the channel where it was meant to go
    in_hours: bool = False  # the customer had set hours, and they were kept
    silence_epoch: int = 0
    digest: str | None = None
    campaign: str | None = None
    audience: tuple[str, ...] = ()


class NewExplanation(msgspec.Struct, array_like=True):
    message_id: str
    decision_id: str
    customer_id: str
    basis: str


_DELETE = deletion(explanation, "message_id")
_ADD = insertion(explanation, NewExplanation)
_OF = Query(
    NewExplanation,
    ["e.message_id", "e.decision_id", "e.customer_id", "e.basis"],
    "FROM [[wanted id:text]] AS w JOIN explanation e ON e.message_id = w.id ORDER BY e.decision_id",
)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Basis).decode


def entry(message_id: str, decision_id: str, customer_id: str, basis: Basis) -> NewExplanation:
    return NewExplanation(message_id, decision_id, customer_id, _encode(basis).decode())


def record_many(connection: Connection, entries: Sequence[NewExplanation]) -> None:
    _ADD.run(connection, rows=list(entries))


def of_messages(connection: Connection, message_ids: Sequence[str]) -> dict[str, Basis]:
    """By decision id."""
    rows = _OF.rows(connection, wanted=[(one,) for one in message_ids])
    return {row.decision_id: _decode(row.basis) for row in rows}


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(explanation).where(explanation.c.customer_id == customer_id))


def drop(connection: Connection, message_ids: Sequence[str]) -> None:
    """What is kept about these messages goes with them."""
    _DELETE.run(connection, rows=[(one,) for one in message_ids])
