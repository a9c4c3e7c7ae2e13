"""Stretches: who held a conversation from when to when. One row an epoch: the trail, and what figures are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    insert,
    select,
    update,
)

from handoff.tables import metadata

stretch = Table(
    "stretch",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("owner_kind", Text, nullable=False),
    Column("owner_id", Text),
    Column("status", Text, nullable=False),
    Column("act", Text, nullable=False),  # how it began
    Column("by", Text),  # the agent who did it
    Column("began_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    PrimaryKeyConstraint("conversation_id", "epoch"),
    Index("stretch_began", "began_at"),
)


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    conversation_id: str
    customer_id: str
    epoch: int
    owner_kind: str
    owner_id: str | None
    status: str
    act: str
    began_at: int
    by: str | None = None


def begin(connection: Connection, one: Stretch) -> None:
    """The one before ends at the same moment."""
    before = (stretch.c.conversation_id == one.conversation_id, stretch.c.ended_at.is_(None))
    connection.execute(update(stretch).where(*before).values(ended_at=one.began_at))
    connection.execute(insert(stretch).values(**msgspec.structs.asdict(one)))


def act(connection: Connection, conversation_id: str, epoch: int) -> str | None:
    """How this stretch began; None where nobody ever passed the conversation on."""
    chosen = (stretch.c.conversation_id == conversation_id, stretch.c.epoch == epoch)
    return connection.execute(select(stretch.c.act).where(*chosen)).scalar()


def of_conversation(connection: Connection, conversation_id: str, most: int = 200) -> Sequence[Row[Any]]:
    """Oldest first."""
    query = select(stretch).where(stretch.c.conversation_id == conversation_id).order_by(stretch.c.epoch.desc())
    return list(reversed(connection.execute(query.limit(most)).all()))
