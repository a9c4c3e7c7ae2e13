"""Own: the actions of ours that a flow may have done, each by whoever knows how, in the transaction of the turn."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from dialogs.effects import Do
from gateway.journey.crossing import recognising
from gateway.journey.world import World
from gateway.outreach import board_link, whats_new
from gateway.people import address_store
from gateway.terms import actions, terms_store
from gateway.terms.actions import ActionContext
from gateway.terms.wording import ByLanguage, both

IN_PRIVATE = both(
    "Ici, d'autres liraient le lien de votre page. Écrivez-moi MON ESPACE en privé et je vous l'envoie.",
    "Others would read the link to your page here. Send me MY PAGE in private, and you get it there.",
)


def perform(connection: Connection, world: World, effect: Do, context: ActionContext) -> dict[str, Any]:
    """Raises ActionRefused."""
    match effect.action:
        case "items.new":
            terms = terms_store.load(connection, context.customer_id)
            told = whats_new.answer(connection, world.topics, terms, context.customer_id, context.now)
            return {"change": None, "effect": told, "needs_yes": False}
        case "board.link":
            return {"change": None, "effect": _board(connection, world, context), "needs_yes": False}
        case "board.data":
            return {"change": None, "effect": _board(connection, world, context, to="data"), "needs_yes": False}
        case name if name in recognising.ACTIONS:
            return recognising.perform(connection, world, effect, context)
        case _:
            return actions.perform(connection, world.topics, effect.action, effect.args, context)


def _board(connection: Connection, world: World, context: ActionContext, to: str | None = None) -> ByLanguage:
    """Sent where they wrote: a yes on the page is said at that address. Whoever reads along could open it first."""
    address = address_store.get(connection, context.origin.address_id or "")
    if address is None or address.chat != "private":
        return IN_PRIVATE
    link = board_link.make(connection, world.public_url, context.customer_id, address.id, context.now)
    minutes = board_link.LASTS // 60_000
    if to is not None:
        return both(
            f"Vos données, à lire ou à emporter, pour vous seul : {link}?to={to}\n"
            f"Le lien s'ouvre une fois, dans les {minutes} minutes.",
            f"Your data, to read or to take along, for you only: {link}?to={to}\n"
            f"The link opens once, within {minutes} minutes.",
        )
    return both(
        f"Votre page, pour vous seul : {link}\nLe lien s'ouvre une fois, dans les {minutes} minutes.",
        f"Your page, for you only: {link}\nThe link opens once, within {minutes} minutes.",
    )
