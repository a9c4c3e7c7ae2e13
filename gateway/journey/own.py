"""Own: the actions of ours that a flow may have done, each by whoever knows how, in the transaction of the turn."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from dialogs.effects import Do
from gateway.journey.world import World
from gateway.outreach import whats_new
from gateway.terms import actions, terms_store
from gateway.terms.actions import ActionContext


def perform(connection: Connection, world: World, effect: Do, context: ActionContext) -> dict[str, Any]:
    """Raises ActionRefused."""
    match effect.action:
        case "items.new":
            terms = terms_store.load(connection, context.customer_id)
            told = whats_new.answer(connection, world.topics, terms, context.customer_id, context.now)
            return {"change": None, "effect": told, "needs_yes": False}
        case _:
            return actions.perform(connection, world.topics, effect.action, effect.args, context)
