"""Leaving: a customer who waits for people shuts us out, and is reached nowhere else.

Before:  a provider tells that they blocked us.      After:  an agent ends it, or a day does where nobody had answered.
Order:   of the conversation; when the day is over it is asked again whether they are back.
Never:   ends what somebody answered; asks who left how it was.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from gateway.journey.holding.passing import pass_on
from gateway.journey.talk import Talk
from gateway.people import address_store
from handoff import case_store, deadline_store
from handoff.case import Act, move
from handoff.deadlines import PATIENCE

WAITED_FOR = frozenset({"queue", "agent"})


def left(connection: Connection, talk: Talk, now: int) -> None:
    """They blocked us just now."""
    if talk.owner_kind not in WAITED_FOR or talk.status != "active" or _is_reached(connection, talk.customer_id):
        return
    for kind in move(talk.owner_kind, Act.LEAVE, talk.status).sets:
        deadline_store.put(connection, talk.conversation_id, kind, talk.owner_epoch, now + PATIENCE.wait(kind))


def give_up(connection: Connection, held: Any, now: int) -> bool:
    """A day later: is it over? The caller holds the conversation."""
    row: Any = case_store.current(connection, held.id)
    if row is None or row.answers or _is_reached(connection, held.customer_id):
        return False
    if pass_on(connection, held, Act.ABANDON, now=now) is None:
        return False
    case_store.end(connection, held.id, "abandoned", now)
    return True


def _is_reached(connection: Connection, customer_id: str) -> bool:
    return any(row.status == "live" for row in address_store.of_customer(connection, customer_id))
