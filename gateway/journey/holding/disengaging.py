"""Disengaging: people switch the bot off, in one conversation, on one account or everywhere.

Before:  a supervisor throws the switch.      After:  every turn asks the switch; what the bot had to say is void.
Order:   the switch first: no turn that begins later lets the bot speak.
Never:   touches conversations that people hold; queues those that nobody talks in: they come with their next message.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from gateway.journey import recall
from gateway.journey.holding import disengaging_store
from gateway.journey.holding.opening import open_case
from gateway.journey.holding.passing import pass_on
from gateway.people import conversation_store
from handoff import switch_store
from handoff.case import Act
from handoff.context import Trigger
from handoff.deadlines import MINUTE

LIVE = 15 * MINUTE  # the customer said something, and has not gone


def disengage(connection: Connection, scope: str, key: str, *, by: str, reason: str, now: int) -> list[str]:
    """The bot is silent there from this commit on; which conversations are to go to people, as soon as can be."""
    switch_store.throw(connection, scope, key, by=by, reason=reason, now=now)
    disengaging_store.void(connection, scope, key, now)
    return disengaging_store.live(connection, scope, key, now - LIVE)


def to_people(connection: Connection, conversations: Sequence[str], by: str, now: int) -> list[str]:
    """Those of them that the bot still held. In the order of their ids, as everybody holds several."""
    return [one for one in sorted(conversations) if _to_people(connection, one, by, now)]


def _to_people(connection: Connection, conversation_id: str, by: str, now: int) -> bool:
    held: Any = conversation_store.hold(connection, conversation_id)
    if held is None or held.owner_kind != "bot" or held.status != "active":
        return False
    passed = pass_on(connection, held, Act.DISENGAGE, now=now, by=by)
    if passed is None:
        return False
    context = recall.context(connection, held.id, Trigger(code="disengaged"))
    open_case(connection, held.id, held.customer_id, passed.epoch, context, now)
    return True
