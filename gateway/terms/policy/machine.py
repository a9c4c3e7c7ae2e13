"""Whether the machine may write at all: it was switched off, people hold the talk, or the customer wants no robot."""

from __future__ import annotations

from gateway.terms.policy.decision import ESSENTIAL, Candidate, Decision, Facts, suppress, wait_for

PEOPLE = frozenset({"queue", "offer", "agent", "external"})


def rule(candidate: Candidate, facts: Facts, _now: int) -> Decision | None:
    if facts.is_campaign_stopped:
        return suppress("CAMPAIGN_STOPPED")
    if candidate.category in ESSENTIAL or candidate.author == "agent":
        return None
    if facts.is_engine_off:
        return wait_for(candidate, "ENGINE_OFF")
    if candidate.category == "marketing" and facts.terms.get("all", "no_robot") is True:
        return suppress("NO_BOT")
    return wait_for(candidate, "HUMAN_HAS_CONVERSATION") if facts.owner in PEOPLE else None
