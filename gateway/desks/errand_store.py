"""Errands of another desk: what it is still to be told, in each conversation's order. Gone when it was told.

What its people said and a file holds up (`answer`) keeps an order of its own: neither waits for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, Row, Table, Text, delete, insert, select, update

from gateway.ground.database import metadata
from gateway.ground.ids import new_id

Kind = Literal["open", "say", "note", "mark", "close", "answer"]  # mark: what they said did not arrive
PAUSES = (5_000, 30_000, 120_000, 600_000, 1_800_000)  # milliseconds before the next try; after the last people hear

errand = Table(
    "errand",
    metadata,
    Column("id", Text, primary_key=True),  # in the order of their making
    Column("case_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("message_id", Text),  # of ours: the customer's, with its files
    Column("about", Text),  # what they said, as they call it
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", BigInteger, nullable=False, index=True),
    Index("errand_case", "case_id", "id"),
    Index("errand_customer", "customer_id"),
)


def add(
    connection: Connection, case_id: str, conversation_id: str, customer_id: str, kind: Kind, now: int, words: str = "",
    message_id: str | None = None, about: str | None = None,
) -> None:  # fmt: skip
    row = {"id": new_id(), "case_id": case_id, "conversation_id": conversation_id, "customer_id": customer_id,
           "kind": kind, "words": words, "message_id": message_id, "about": about, "next_at": now}  # fmt: skip
    connection.execute(insert(errand).values(**row))


def due(connection: Connection, now: int, most: int) -> Sequence[Row[Any]]:
    """The first of each case, where it is due; longest due first."""
    before = errand.alias()
    same = (before.c.case_id == errand.c.case_id, (before.c.kind == "answer") == (errand.c.kind == "answer"))
    is_first = ~select(before.c.id).where(*same, before.c.id < errand.c.id).exists()
    chosen = select(errand).where(errand.c.next_at <= now, is_first).order_by(errand.c.next_at).limit(most)
    return connection.execute(chosen).all()


def claim(connection: Connection, row: Any, until: int) -> bool:
    """Take it until then; False where another was quicker. Whoever dies with it leaves it due again."""
    chosen = (errand.c.id == row.id) & (errand.c.next_at == row.next_at)
    values = {"attempts": row.attempts + 1, "next_at": until}
    return connection.execute(update(errand).where(chosen).values(**values)).rowcount > 0


def postpone(connection: Connection, errand_id: str, until: int) -> None:
    connection.execute(update(errand).where(errand.c.id == errand_id).values(next_at=until))


def wait(connection: Connection, errand_id: str, until: int) -> None:
    """Not yet: this was no try."""
    later = update(errand).where(errand.c.id == errand_id)
    connection.execute(later.values(next_at=until, attempts=errand.c.attempts - 1))


def end(connection: Connection, errand_id: str) -> None:
    connection.execute(delete(errand).where(errand.c.id == errand_id))


def drop(connection: Connection, case_id: str) -> None:
    """All that it was still to be told of this case. What its people said leaves all the same."""
    connection.execute(delete(errand).where(errand.c.case_id == case_id, errand.c.kind != "answer"))


def answers(connection: Connection, case_id: str) -> set[str]:
    """What its people said and has not left yet, as they call it."""
    chosen = select(errand.c.about).where(errand.c.case_id == case_id, errand.c.kind == "answer")
    return set(connection.execute(chosen).scalars())


def erase(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(errand).where(errand.c.customer_id == customer_id))
