"""Timelines: reading all that was said with one customer, linked conversations included. Writes nothing.

Nothing is moved by a link, so nothing need be moved back: who is linked is asked each time. See decision 14.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from gateway.messages import timeline
from gateway.messages.message_store import message
from gateway.messages.timeline import Mark, Reach
from gateway.people import address_store, conversation_store, link_store


@dataclass(frozen=True)
class Page:
    """Messages in order; `mark`: where it goes on in the direction that was asked."""

    rows: Sequence[Any]
    mark: Mark


def reach(connection: Connection, held: Any) -> Reach:
    """Of a conversation, as the links stand."""
    customers = link_store.came_to(connection, held.customer_id)
    if not customers:
        return Reach(held.id)
    others = [row.id for row in conversation_store.of_customers(connection, customers)]
    places = [row.id for row in address_store.of_customer(connection, held.customer_id)]
    return Reach(held.id, tuple(sorted(others)), tuple(places))


def of_conversation(connection: Connection, conversation_id: str) -> Reach:
    """The same, of a conversation that is only known by its id."""
    held = conversation_store.get(connection, conversation_id)
    return reach(connection, held) if held is not None else Reach(conversation_id)


def of_customer(connection: Connection, customer_id: str) -> Reach:
    held = conversation_store.of_customer(connection, customer_id)
    return reach(connection, held) if held is not None else Reach("")


def without(whole: Reach, hidden: Iterable[str]) -> Reach:
    """For somebody who may not see these."""
    kept = tuple(one for one in whole.others if one not in set(hidden))
    return Reach(whole.conversation_id, kept, whole.address_ids)


def last(connection: Connection, whole: Reach, limit: int, before: Mark | None = None) -> Page:
    """The newest messages, or the last before a mark."""
    at = _came(connection, whole, before, is_before=True)
    stretches = {
        name: _backward(connection, whole, name, before.of(name, whole.conversation_id) if before else None, at, limit)
        for name in whole.all
    }
    rows = timeline.newest(stretches, whole.conversation_id, limit)
    return Page(rows, timeline.mark_before(rows, stretches, whole.conversation_id, before))


def following(connection: Connection, whole: Reach, limit: int, after: Mark) -> Page:
    """The first messages behind a mark."""
    at = _came(connection, whole, after, is_before=False)
    stretches = {
        name: _forward(connection, whole, name, after.of(name, whole.conversation_id), at, limit) for name in whole.all
    }
    rows = timeline.oldest(stretches, whole.conversation_id, limit)
    return Page(rows, timeline.mark_after(rows, stretches, whole.conversation_id, after))


def _backward(
    connection: Connection, whole: Reach, name: str, seq: int | None, at: int | None, limit: int
) -> list[Row[Any]]:  # fmt: skip
    bounds = [message.c.seq < seq] if seq is not None else [message.c.received_at <= at] if at is not None else []
    chosen = select(message).where(_of(whole, name), *bounds).order_by(message.c.seq.desc()).limit(limit)
    return list(reversed(connection.execute(chosen).all()))


def _forward(
    connection: Connection, whole: Reach, name: str, seq: int | None, at: int | None, limit: int
) -> list[Row[Any]]:  # fmt: skip
    bounds = [message.c.seq > seq] if seq is not None else [message.c.received_at > at] if at is not None else []
    chosen = select(message).where(_of(whole, name), *bounds).order_by(message.c.seq).limit(limit)
    return list(connection.execute(chosen).all())


def _of(whole: Reach, name: str) -> Any:
    here = message.c.conversation_id == name
    return here if name == whole.conversation_id else and_(here, message.c.address_id.in_(whole.address_ids))


def _came(connection: Connection, whole: Reach, given: Mark | None, *, is_before: bool) -> int | None:
    """When the message came at which a mark stands, for conversations that it does not name."""
    if given is None or all(one in given.others for one in whole.others):
        return None
    there = (
        (message.c.seq >= given.seq, message.c.seq) if is_before else (message.c.seq <= given.seq, message.c.seq.desc())
    )
    query = select(message.c.received_at).where(message.c.conversation_id == whole.conversation_id, there[0])
    return connection.execute(query.order_by(there[1]).limit(1)).scalar_one_or_none()
