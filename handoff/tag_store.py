"""Tags: short words that agents put on conversations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    delete,
    insert,
    select,
)

from handoff.tables import metadata

tagged = Table(
    "tagged",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("tag", Text, nullable=False),
    Column("by", Text),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("conversation_id", "tag"),
    Index("tagged_tag", "tag"),
)


def put(connection: Connection, conversation_id: str, tags: Sequence[str], by: str | None, now: int) -> None:
    """These tags and no others."""
    before = set(of_conversations(connection, [conversation_id]).get(conversation_id, ()))
    wanted = set(tags)
    gone = (tagged.c.conversation_id == conversation_id, tagged.c.tag.in_(before - wanted))
    connection.execute(delete(tagged).where(*gone))
    fresh = [{"conversation_id": conversation_id, "tag": tag, "by": by, "at": now} for tag in sorted(wanted - before)]
    if fresh:
        connection.execute(insert(tagged), fresh)


def of_conversations(connection: Connection, conversation_ids: Sequence[str]) -> dict[str, list[str]]:
    chosen = select(tagged).where(tagged.c.conversation_id.in_(conversation_ids)).order_by(tagged.c.tag)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.execute(chosen):
        found[row.conversation_id].append(row.tag)
    return dict(found)
