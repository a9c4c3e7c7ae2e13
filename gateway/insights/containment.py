"""Containment, honestly: how the conversations ended that customers began, and what shows that the bot did well. Pure.

Silence is no evidence: who gave up says nothing either.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

ENDINGS = ("thanked", "done", "no_evidence", "unanswered", "came_back", "handed_off")
WITH_EVIDENCE = frozenset({"thanked", "done"})


class Alone(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in which people had no part while the customer spoke.

    `thanked`: the customer's words were thanks. `came_back`: people were asked within a week after all.
    """

    conversation_id: str
    customer_id: str
    at: int
    is_answered: bool = False
    thanked: bool = False
    came_back: bool = False


def endings(alone: Iterable[Alone], decided: set[str], handed: Iterable[str]) -> dict[str, list[str]]:
    """Conversations by how they ended. `decided`: customers who changed their terms in the chat."""
    found: dict[str, list[str]] = {name: [] for name in ENDINGS}
    for one in alone:
        found[_ending(one, decided)].append(one.conversation_id)
    found["handed_off"] = list(dict.fromkeys(handed))
    return found


def _ending(one: Alone, decided: set[str]) -> str:
    if one.came_back:
        return "came_back"
    if one.thanked:
        return "thanked"
    if one.customer_id in decided:
        return "done"
    return "no_evidence" if one.is_answered else "unanswered"
