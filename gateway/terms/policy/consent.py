"""Who said stop is left alone, and nobody is advertised to who did not agree."""

from __future__ import annotations

from gateway.terms.policy.decision import Candidate, Decision, Facts, suppress


def rule(candidate: Candidate, facts: Facts, _now: int) -> Decision | None:
    if candidate.category != "marketing":
        return None
    terms = facts.terms
    if terms.get("all", "stopped") is True or terms.get("category:marketing", "stopped") is True:
        return suppress("STOP_ALL")
    if terms.get(f"channel:{candidate.channel}", "stopped") is True:
        return suppress("STOP_CHANNEL")
    topics = [f"topic:{one}" for one in candidate.topic_path]
    if terms.any(topics, "stopped"):
        return suppress("STOP_TOPIC")
    agreed = terms.nearest([*topics, "category:marketing", "all"], "consent")
    return None if agreed is True else suppress("NO_CONSENT")
