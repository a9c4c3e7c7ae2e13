"""What a disengaged bot leaves behind: words that have not left, and conversations under way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, select, true, update

from gateway.messages.delivery_store import delivery
from gateway.people.address_store import address
from gateway.people.conversation_store import conversation
from gateway.people.thread_store import thread


def void(connection: Connection, scope: str, key: str, now: int) -> int:
    """What the bot said there and has not left yet never will; it is offered to people as a draft."""
    waits = and_(delivery.c.author == "bot", delivery.c.state.in_(("queued", "deferred")))
    where: Any = true()
    if scope != "brand":
        where = (delivery.c.account if scope == "account" else delivery.c.conversation_id) == key
    voided = update(delivery).where(waits, where).values(state="voided", at=now)
    return int(connection.execute(voided).rowcount)


def live(connection: Connection, scope: str, key: str, since: int) -> list[str]:
    """Conversations that the bot holds and whose customer said something since then; one alone always."""
    query = (
        select(conversation.c.id)
        .join(address, address.c.id == conversation.c.address_id)
        .join(thread, thread.c.address_id == address.c.id)
        .where(conversation.c.owner_kind == "bot", conversation.c.status == "active")
        .order_by(conversation.c.id)
    )
    if scope == "conversation":
        query = query.where(conversation.c.id == key)
    else:
        query = query.where(thread.c.last_inbound_at >= since)
    if scope == "account":
        query = query.where(address.c.account == key)
    return list(connection.execute(query).scalars())
