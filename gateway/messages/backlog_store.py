"""The backlog: how much waits, and since when. For figures; nothing is decided by it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from gateway.messages.delivery_store import delivery
from gateway.messages.inbox_store import inbox, lane
from gateway.messages.media_store import media


def backlog(connection: Connection, now: int) -> dict[str, tuple[int, int | None]]:
    """How many and the oldest's instant, by name: conversations that wait for a turn, deliveries that are due or under
    way, those put off, media to fetch, and what failed."""
    due = delivery.c.state.in_(("queued", "sending")), delivery.c.next_at <= now
    asked: dict[str, tuple[Any, Any]] = {
        "conversations": (lane.c.due_at, (lane.c.due_at <= now,)),
        "deliveries": (delivery.c.next_at, due),
        "deferred": (delivery.c.at, (delivery.c.state == "deferred",)),
        "dead": (delivery.c.at, (delivery.c.state.in_(("failed", "unknown")),)),
        "media": (media.c.next_at, (media.c.state == "waiting",)),
        "odd_events": (inbox.c.received_at, (inbox.c.state.in_(("failed", "unreadable")),)),
    }
    return {name: _counted(connection, at, chosen) for name, (at, chosen) in asked.items()}


def _counted(connection: Connection, at: Any, chosen: Any) -> tuple[int, int | None]:
    number, oldest = connection.execute(select(func.count(), func.min(at)).where(*chosen)).one()
    return number, oldest
