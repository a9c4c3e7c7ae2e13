"""Cases that another desk has, and what it is called there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Row, Table, Text, delete, insert, select, update
from sqlalchemy import text as sql

from gateway.ground.database import metadata

OPTION = "desk"  # of a connection: is there another desk at all?
_OPEN = sql("ended_at IS NULL")

entrusted = Table(
    "entrusted",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("contact_id", BigInteger),
    Column("source_id", Text),
    Column("theirs", Text),  # their conversation's id
    Column("is_briefed", Boolean, nullable=False, server_default=sql("false")),
    Column("began_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Index("entrusted_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("entrusted_theirs", "theirs"),
    Index("entrusted_customer", "customer_id"),
)


def is_wanted(connection: Connection) -> bool:
    """Do cases go to another desk here?"""
    return bool(connection.get_execution_options().get(OPTION))


def add(connection: Connection, **values: Any) -> None:
    """At most one is open in a conversation: the database refuses a second."""
    connection.execute(insert(entrusted).values(**values))


def change(connection: Connection, case_id: str, **values: Any) -> None:
    connection.execute(update(entrusted).where(entrusted.c.case_id == case_id).values(**values))


def get(connection: Connection, case_id: str) -> Row[Any] | None:
    return connection.execute(select(entrusted).where(entrusted.c.case_id == case_id)).first()


def current(connection: Connection, conversation_id: str) -> Row[Any] | None:
    """The one that is open in this conversation."""
    chosen = select(entrusted).where(entrusted.c.conversation_id == conversation_id, _OPEN)
    return connection.execute(chosen).first()


def open_in(connection: Connection, conversations: Sequence[str]) -> dict[str, str]:
    """Which of these conversations have one, and its case."""
    chosen = entrusted.c.conversation_id.in_(conversations)
    rows = connection.execute(select(entrusted.c.conversation_id, entrusted.c.case_id).where(chosen, _OPEN))
    return {row.conversation_id: row.case_id for row in rows}


def named(connection: Connection, theirs: str) -> Row[Any] | None:
    """The open one that they call so."""
    return connection.execute(select(entrusted).where(entrusted.c.theirs == theirs, _OPEN)).first()


def known(connection: Connection, theirs: str) -> Row[Any] | None:
    """The newest that they call so, open or over."""
    chosen = select(entrusted).where(entrusted.c.theirs == theirs).order_by(entrusted.c.began_at.desc())
    return connection.execute(chosen.limit(1)).first()


def latest(connection: Connection, conversation_id: str) -> Row[Any] | None:
    """The newest that they know of this conversation, open or over."""
    chosen = select(entrusted).where(entrusted.c.conversation_id == conversation_id, entrusted.c.theirs.is_not(None))
    return connection.execute(chosen.order_by(entrusted.c.began_at.desc()).limit(1)).first()


def contact(connection: Connection, customer_id: str) -> Any:
    """As whom they know this customer."""
    known = (entrusted.c.customer_id == customer_id, entrusted.c.contact_id.is_not(None))
    chosen = select(entrusted.c.contact_id, entrusted.c.source_id).where(*known)
    return connection.execute(chosen.order_by(entrusted.c.began_at.desc()).limit(1)).first()


def end(connection: Connection, case_id: str, now: int) -> bool:
    """It is not theirs any more; False if it was not."""
    ended = update(entrusted).where(entrusted.c.case_id == case_id, _OPEN).values(ended_at=now)
    return connection.execute(ended).rowcount == 1


def erase(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(entrusted).where(entrusted.c.customer_id == customer_id))
