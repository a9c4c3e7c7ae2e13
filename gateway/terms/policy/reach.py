"""Can anything arrive there? A closed door stays closed, and the provider's window decides about free words.

Free words may follow the customer's for so long; then templates, and people a while longer. Where the customer never
wrote to us we do not know the window: the provider does, and its answer is kept. Marketing alone does not try.
"""

from __future__ import annotations

from gateway.terms.policy.answer import CLOSED, WINDOW_CLOSED
from gateway.terms.policy.decision import ESSENTIAL, Candidate, Decision, Facts, Place, suppress


def rule(candidate: Candidate, facts: Facts, place: Place, now: int) -> Decision | None:
    if place.status in CLOSED:
        return CLOSED[place.status]
    if place.is_group and candidate.category == "marketing":
        return suppress("GROUP_CHAT")
    # Nobody was there last time: what matters is tried once more, the rest is not
    if place.status != "live" and candidate.category not in ESSENTIAL:
        return suppress("UNREACHABLE")
    if not place.verified and place.address_id != candidate.address_id:
        return suppress("UNVERIFIED_ADDRESS")
    return _template(candidate, facts, place) if candidate.is_template else _window(candidate, place, now)


def _template(candidate: Candidate, facts: Facts, place: Place) -> Decision | None:
    refused = place.channel == "whatsapp" and candidate.category in facts.law.country(place.country).no_templates
    return suppress("TEMPLATE_NOT_ALLOWED") if refused else None


def _window(candidate: Candidate, place: Place, now: int) -> Decision | None:
    if place.window is None:
        return None
    if place.heard_at is None:
        return suppress("WINDOW_UNKNOWN") if candidate.category == "marketing" else None
    if now < place.heard_at + place.window:
        return None
    human = place.human_window is not None and now < place.heard_at + place.human_window
    return None if candidate.author == "agent" and human else WINDOW_CLOSED
