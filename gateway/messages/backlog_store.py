"""The backlog: how much waits, and since when. For figures; nothing is decided by it.

Counted every few seconds by every process, by indexes and at most `MOST` of each: a backlog must not be what slows its
handling.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy import text as sql

from gateway.messages.delivery_store import TERMS_CHANGED, delivery
from gateway.messages.inbox_store import inbox, lane
from gateway.messages.media_store import media

MOST = 50_000

# What is counted, by which instant; the conditions are spelled as the partial indexes are, or SQLite does not take them
_COUNTED: dict[str, tuple[Any, str]] = {
    "conversations": (lane.c.due_at, "due_at <= :now"),
    "deliveries": (
        func.nullif(delivery.c.next_at, TERMS_CHANGED),
        "state IN ('queued', 'sending') AND next_at <= :now",
    ),
    "deferred": (delivery.c.at, "state IN ('queued', 'deferred', 'held', 'digested') AND state <> 'queued'"),
    "dead": (delivery.c.at, "state IN ('failed', 'unknown')"),
    "media": (media.c.next_at, "state = 'waiting'"),
    "odd_events": (inbox.c.received_at, "state IN ('failed', 'unreadable')"),
}


def backlog(connection: Connection, now: int) -> dict[str, tuple[int, int | None]]:
    """How many (`MOST`: or more) and the oldest's instant, by name: conversations that wait for a turn, deliveries that
    are due or under way, those put off, what failed, media to fetch, and events that failed or could not be read."""
    return {name: _counted(connection, at, chosen, now) for name, (at, chosen) in _COUNTED.items()}


def _counted(connection: Connection, at: Any, chosen: str, now: int) -> tuple[int, int | None]:
    some = select(at.label("at")).where(sql(chosen)).limit(MOST).subquery()
    number, oldest = connection.execute(select(func.count(), func.min(some.c.at)), {"now": now}).one()
    return number, oldest
