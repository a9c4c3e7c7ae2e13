"""Who said stop is left alone, and nobody is advertised to who did not agree: there, by that channel, about that."""

from __future__ import annotations

from gateway.terms.field import agrees
from gateway.terms.policy.decision import Candidate, Decision, Facts, Place, suppress


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    terms, topics = facts.terms, [f"topic:{one}" for one in candidate.topic_path]
    if candidate.category == "service":
        return suppress("STOP_TOPIC") if terms.any(topics, "stopped") else None
    if candidate.category != "marketing" and not candidate.sells:
        return None
    if terms.any(("all", "category:marketing"), "stopped"):
        return suppress("STOP_ALL")
    if terms.any(topics, "stopped"):
        return suppress("STOP_TOPIC")
    asked = facts.places if candidate.is_movable else facts.places[:1]
    refusals = [refusal(candidate, facts, place, now) for place in asked]
    return suppress(refusals[0] or "NO_CONSENT") if all(refusals) else None


def refusal(candidate: Candidate, facts: Facts, place: Place, now: int) -> str | None:
    """Why what sells may not go to this place; None: it may. What a digest tells was agreed to piece by piece."""
    if candidate.category != "marketing" and not candidate.sells:
        return None
    terms, channel = facts.terms, f"channel:{place.channel}"
    if terms.get(channel, "stopped") is True:
        return "STOP_CHANNEL"
    if candidate.sells:
        given = [rules["consent"] for rules in terms.rules.values() if "consent" in rules]
        held = terms.get(channel, "consent") is False or all(agrees(one, place.address_id, now) for one in given)
        return "NO_CONSENT" if held else None
    scopes = [*(f"topic:{one}" for one in candidate.topic_path), "category:marketing", channel, "all"]
    if terms.get(channel, "consent") is False:
        return "NO_CONSENT"
    return agrees(terms.nearest(scopes, "consent"), place.address_id, now)
