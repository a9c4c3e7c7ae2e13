"""Supposing: what the bot would make of a sentence now, before anybody has said it. Nothing is stored or done.

Before:  an admin writes what a customer might say.      After:  nothing is left.
Order:   one sentence, said by somebody whom the bot has met and asks nothing.
Never:   performs an action; looks at a real customer.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from connectors.content import Text, plain_text
from dialogs import engine
from dialogs.effects import Say
from dialogs.events import Said
from dialogs.knowledge import Known, Near
from dialogs.state import State
from gateway.ground.clock import to_datetime, to_iso
from gateway.journey.facts import topics_told
from gateway.journey.world import World
from gateway.terms.preference import Terms

_MET = State(greeted=True)


class Supposed(NamedTuple):
    """`flow`: the one that begins. `known`: what knowledge is sure of, though a flow may come first."""

    flow: str | None
    said: tuple[str, ...]
    known: Known | None
    near: list[Near]


def suppose(world: World, text: str, now: int) -> Supposed:
    catalog, today = world.library.catalog, _today(world.zone, now)
    outcome = engine.step(catalog, _MET, Said(Text(body=text)), _facts(world, now))
    said = tuple(plain_text(one.content) for one in outcome.effects if isinstance(one, Say))
    knowledge = catalog.knowledge
    return Supposed(
        outcome.path[0][0] if outcome.path else None,
        said,
        knowledge.answer(text, today),
        knowledge.nearest(text, today),
    )


def _today(zone: str, now: int) -> date:
    return to_datetime(now).astimezone(ZoneInfo(zone)).date()


def _facts(world: World, now: int) -> dict[str, Any]:
    return {
        "now": to_iso(now), "zone": world.zone, "language": None, "languages": list(world.languages),
        "brand": {"name": world.brand, "country": world.rulebook.brand.country}, "customer": {"name": None},
        "channel": {"name": "telegram", "buttons": 10}, "topics": topics_told(world.topics, Terms()),
        "terms": {"rules": []},
    }  # fmt: skip
