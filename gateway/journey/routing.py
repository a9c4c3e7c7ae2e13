"""Routing: bot or people? Pure.

Before:  turn heard something.      After:  the bot answers, or people find it waiting in their case.
Order:   the carrier's answer, who is spoken to, words that are always obeyed, then the owner.
Never:   lets a setting or an owner stand between a customer and STOP, help or a human.
"""

from __future__ import annotations

from enum import Enum


class Route(Enum):
    SILENT = "silent"  # the carrier has answered: record it, say nothing
    LISTEN = "listen"  # said in a group, not to us
    BOT = "bot"
    HAND_OVER = "hand_over"  # the customer wants no robot: people are asked for
    NOTICE = "notice"  # obeyed at once, answered in the system's name: people hold the conversation
    PEOPLE = "people"


WITH_PEOPLE = frozenset({"queue", "offer", "agent", "external"})


def route(
    owner_kind: str, protected: str | None, *, addressed: bool, carrier_answered: bool, wants_robot: bool
) -> Route:  # fmt: skip
    """Who reacts to what was just said. `protected` is the word that is always obeyed: stop, start, help, human."""
    if carrier_answered:
        return Route.SILENT
    if not addressed:
        return Route.LISTEN
    if owner_kind not in WITH_PEOPLE:
        return Route.BOT if wants_robot or protected else Route.HAND_OVER
    # Who asks for a human while people hold the conversation has one already
    return Route.NOTICE if protected and protected != "human" else Route.PEOPLE
