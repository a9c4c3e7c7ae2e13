"""Notes: what agents tell each other; customers never see them. A mention asks a colleague to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)

from handoff.tables import metadata

note = Table(
    "note",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("agent_id", Text),  # None: written by the gateway
    Column("seq", BigInteger, nullable=False),  # after which message it stands
    Column("body", Text, nullable=False),
    Column("kind", Text, nullable=False),  # note, transfer, presence
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("conversation_id", "client_id"),
)

mention = Table(
    "mention",
    metadata,
    Column("agent_id", Text, nullable=False),
    Column("note_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("seen_at", BigInteger),
    PrimaryKeyConstraint("agent_id", "note_id"),
)


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(note).values(**values))


def by_client(connection: Connection, conversation_id: str, client_id: str) -> Row[Any] | None:
    chosen = (note.c.conversation_id == conversation_id, note.c.client_id == client_id)
    return connection.execute(select(note).where(*chosen)).first()


def of_conversations(connection: Connection, conversation_ids: Sequence[str], most: int = 500) -> Sequence[Row[Any]]:
    """Oldest first; the newest where there are too many."""
    chosen = select(note).where(note.c.conversation_id.in_(conversation_ids))
    newest = connection.execute(chosen.order_by(note.c.at.desc(), note.c.id.desc()).limit(most)).all()
    return list(reversed(newest))


def mention_all(connection: Connection, note_id: str, conversation_id: str, agents: Sequence[str], now: int) -> None:
    rows = [
        {"agent_id": agent, "note_id": note_id, "conversation_id": conversation_id, "at": now}
        for agent in sorted(set(agents))
    ]
    if rows:
        connection.execute(insert(mention), rows)


def mentioned(connection: Connection, note_ids: Sequence[str]) -> dict[str, list[str]]:
    """Whom each note asks to look."""
    chosen = select(mention).where(mention.c.note_id.in_(note_ids)).order_by(mention.c.agent_id)
    found: dict[str, list[str]] = {}
    for row in connection.execute(chosen):
        found.setdefault(row.note_id, []).append(row.agent_id)
    return found


def see(connection: Connection, conversation_id: str, agent_id: str, now: int) -> None:
    """The agent has looked."""
    chosen = (
        mention.c.conversation_id == conversation_id, mention.c.agent_id == agent_id, mention.c.seen_at.is_(None),
    )  # fmt: skip
    connection.execute(update(mention).where(*chosen).values(seen_at=now))


def erase(connection: Connection, conversation_id: str) -> None:
    """Nothing that was noted there is left."""
    connection.execute(delete(mention).where(mention.c.conversation_id == conversation_id))
    connection.execute(delete(note).where(note.c.conversation_id == conversation_id))


def unseen(connection: Connection, agent_id: str) -> int:
    """In how many conversations a colleague asks this agent to look."""
    chosen = (mention.c.agent_id == agent_id, mention.c.seen_at.is_(None))
    counted = select(func.count(func.distinct(mention.c.conversation_id))).where(*chosen)
    return int(connection.execute(counted).scalar_one())
