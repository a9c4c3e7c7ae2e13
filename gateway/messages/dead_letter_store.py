"""Dead letters: what was tried as often as is sensible and lies aside, for a person to look at or to try again.

Deliveries that failed or of which nobody knows whether they arrived; events that could not be read or handled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, update
from sqlalchemy import text as sql

from gateway.messages import inbox_store
from gateway.messages.delivery_store import delivery
from gateway.messages.inbox_store import inbox

_DEAD, _ODD = sql("state IN ('failed', 'unknown')"), sql("state IN ('failed', 'unreadable')")  # as their indexes say
_RETRYABLE = (inbox.c.state == "failed", inbox.c.payload.is_not(None))  # people have the others


def events(connection: Connection, most: int) -> Sequence[Row[Any]]:
    """What could not be read or handled, newest first, without its content."""
    columns = (
        inbox.c.id, inbox.c.account, inbox.c.conversation_id, inbox.c.kind, inbox.c.state, inbox.c.reason,
        inbox.c.received_at, and_(*_RETRYABLE).label("can_retry"),
    )  # fmt: skip
    return connection.execute(select(*columns).where(_ODD).order_by(inbox.c.id.desc()).limit(most)).all()


def counts(connection: Connection) -> dict[str, int]:
    """How many deliveries, events that failed, and events that nobody could read."""
    dead = connection.execute(select(func.count()).select_from(delivery).where(_DEAD)).scalar_one()
    states = connection.execute(select(inbox.c.state, func.count().label("many")).where(_ODD).group_by(inbox.c.state))
    return {"deliveries": dead, "failed": 0, "unreadable": 0} | {row.state: row.many for row in states}


def retry_delivery(connection: Connection, message_id: str, part: int, now: int) -> bool:
    """Send it again, decided anew. False if it is not dead. Only what may have arrived may arrive twice."""
    chosen = (delivery.c.message_id == message_id, delivery.c.part == part, _DEAD)
    repeat = or_(delivery.c.repeat, delivery.c.state == "unknown")
    again = update(delivery).where(*chosen).values(state="queued", attempts=0, next_at=now, at=now, repeat=repeat)
    return connection.execute(again).rowcount == 1


def retry_event(connection: Connection, event: int, now: int) -> bool:
    """Handle it again, in its place. False if it did not fail, or people have it."""
    again = update(inbox).where(inbox.c.id == event, *_RETRYABLE).values(state="waiting", attempts=0)
    conversation = connection.execute(again.returning(inbox.c.conversation_id)).scalar_one_or_none()
    if conversation is None:
        return False
    inbox_store.line_up(connection, {conversation: now})
    return True
