"""Decisions: what the policy said of one outgoing message, with its reasons. Kept; never changed."""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, Text, select
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import deletion, insertion
from gateway.insights import prometheus
from gateway.terms.policy.decision import Decision

POLICY_VERSION = "2026-11"

_HELD = sql("outcome <> 'send'")

decision = Table(
    "decision",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("phase", Text, nullable=False),  # plan, dequeue
    Column("outcome", Text, nullable=False),
    Column("codes", Text, nullable=False),  # in the order of the gates
    Column("until", BigInteger),
    Column("terms_version", BigInteger, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # What was held back is asked for by customer; what was sent, by its message
    Index("decision_held", "customer_id", "id", sqlite_where=_HELD, postgresql_where=_HELD),
    sqlite_with_rowid=False,
)

_SPELLED: dict[tuple[str, ...], str] = {}
_encode = msgspec.json.Encoder().encode
_codes = msgspec.json.Decoder(tuple[str, ...]).decode


class NewDecision(msgspec.Struct, array_like=True):
    id: str
    customer_id: str
    message_id: str
    phase: str
    outcome: str
    codes: str
    until: int | None
    terms_version: int
    policy_version: str
    at: int


_DELETE = deletion(decision, "message_id")
_ADD = insertion(decision, NewDecision)


def entry(
    entry_id: str, customer_id: str, message_id: str, phase: str, made: Decision, terms_version: int, now: int
) -> NewDecision:
    """A decision as it is kept."""
    codes = _SPELLED.get(made.codes)
    if codes is None:
        codes = _SPELLED[made.codes] = _encode(made.codes).decode()
    return NewDecision(
        entry_id, customer_id, message_id, phase, made.outcome, codes, made.until, terms_version, POLICY_VERSION, now
    )


def record_many(connection: Connection, decisions: Sequence[NewDecision]) -> None:
    """Keep them, and count them; those of a transaction that is undone are counted again when it is repeated."""
    _ADD.run(connection, rows=list(decisions))
    for (outcome, codes), number in Counts((one.outcome, one.codes) for one in decisions).items():
        prometheus.DECIDED.labels(outcome, _codes(codes)[0]).inc(number)


def latest(connection: Connection, message_ids: Sequence[str]) -> dict[str, Decision]:
    """What was decided last about each of these messages."""
    rows = connection.execute(
        select(decision).where(decision.c.message_id.in_(message_ids)).order_by(decision.c.message_id, decision.c.id)
    )
    return {row.message_id: Decision(row.outcome, _codes(row.codes), row.until) for row in rows}


def of_messages(connection: Connection, message_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Every decision about these messages, in order."""
    chosen = decision.c.message_id.in_(message_ids)
    return connection.execute(select(decision).where(chosen).order_by(decision.c.message_id, decision.c.id)).all()


def held_back(connection: Connection, customer_id: str, since: int, limit: int) -> Sequence[Row[Any]]:
    """What this customer did not get, or later, newest first."""
    chosen = (decision.c.customer_id == customer_id, _HELD, decision.c.at >= since)
    return connection.execute(select(decision).where(*chosen).order_by(decision.c.id.desc()).limit(limit)).all()


def codes(row: Row[Any]) -> tuple[str, ...]:
    return _codes(row.codes)


def drop(connection: Connection, message_ids: Sequence[str]) -> None:
    """What is kept about these messages goes with them."""
    _DELETE.run(connection, rows=[(one,) for one in message_ids])
