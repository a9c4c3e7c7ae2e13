"""Reading at the Desk: one timeline of a customer, of the conversations that were linked as well, as far as an agent
may see them."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection

from gateway.api import shapes
from gateway.api.auth import Agent
from gateway.api.desk import sight, sight_store
from gateway.api.doors import Doors
from gateway.api.shapes import Limit
from gateway.messages import timeline, timeline_store
from gateway.messages.timeline import Reach

MOST = 500
Mark = Annotated[str, msgspec.Meta(pattern=timeline.MARK, max_length=3000, description="a seq, or what `next` says")]


class TimelineQuery(msgspec.Struct, kw_only=True):
    before: Mark | None = None
    after: Mark | None = None
    limit: Limit = 100


class Timeline(msgspec.Struct):
    """`conversations`: whose messages these are, the one that was asked for first, then those that were linked to it.
    Where they are others than with the page before, a link was made or undone meanwhile: begin anew."""

    items: list[shapes.Message]
    next: str | None
    conversations: list[str]


def page(
    connection: Connection, doors: Doors, conversation_id: str, asked: TimelineQuery, agent: Agent
) -> tuple[str, Timeline]:  # fmt: skip
    """Whose it is, and what follows `after`, else the last before `before`; in order either way."""
    held = sight.must_see(connection, conversation_id, agent)
    seen = reach(connection, held, agent)
    limit = min(asked.limit, MOST)
    if asked.after is not None:
        found = timeline_store.following(connection, seen, limit, timeline.mark(asked.after))
    else:
        before = timeline.mark(asked.before) if asked.before is not None else None
        found = timeline_store.last(connection, seen, limit, before)
    items = doors.show(connection, found.rows)
    return held.customer_id, Timeline(items, str(found.mark) if len(items) == limit else None, list(seen.all))


def reach(connection: Connection, held: Any, agent: Agent) -> Reach:
    """Which messages this agent reads of this customer."""
    whole = timeline_store.reach(connection, held)
    if not whole.others:
        return whole
    return timeline_store.without(whole, set(whole.others) - sight_store.seen(connection, agent, whole.others))
