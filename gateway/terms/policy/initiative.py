"""Who takes the first step, topic by topic: pushed, gathered in a digest, only when asked, or never."""

from __future__ import annotations

from gateway.terms.policy.decision import ESSENTIAL, Candidate, Decision, Facts, suppress

_OUTCOMES = {
    "off": suppress("TOPIC_OFF"),
    "pull": Decision("feed_only", ("PULL_ONLY",)),
    "digest": Decision("digest", ("TOPIC_DIGEST",)),
}


def rule(candidate: Candidate, facts: Facts, _now: int) -> Decision | None:
    if candidate.category in ESSENTIAL or candidate.category == "requested":
        return None
    scopes = [f"topic:{one}" for one in candidate.topic_path]
    chosen = facts.terms.nearest([*scopes, f"category:{candidate.category}", "all"], "initiative")
    return _OUTCOMES.get(chosen) if isinstance(chosen, str) else None
