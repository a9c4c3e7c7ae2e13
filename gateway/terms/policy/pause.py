"""A pause is kept until its end: nothing but what is essential, or asked for."""

from __future__ import annotations

from gateway.terms.policy.decision import ESSENTIAL, Candidate, Decision, Facts, defer


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    if candidate.category in ESSENTIAL or candidate.category == "requested":
        return None
    scopes = [f"topic:{one}" for one in candidate.topic_path]
    ends = [facts.terms.get(scope, "pause") or 0 for scope in (*scopes, f"channel:{candidate.channel}", "all")]
    return defer("PAUSED", max(ends), candidate) if max(ends) > now else None
