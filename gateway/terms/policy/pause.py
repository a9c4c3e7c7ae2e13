"""A pause is kept until its end. "Pause everything" is about what sells: delivery and safety were promised to go on."""

from __future__ import annotations

from gateway.terms.policy import digested
from gateway.terms.policy.decision import Candidate, Decision, Facts, defer, scopes


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    until = max((int(one) for one in facts.terms.decided(_paused_by(candidate), "pause")), default=0)
    if until <= now:
        return None
    return digested.instead(candidate, facts, until, "PAUSED") or defer(candidate, until, "PAUSED")


def _paused_by(candidate: Candidate) -> list[str]:
    if candidate.category == "service":
        return scopes(candidate)
    if candidate.category == "marketing" or (candidate.category == "requested" and candidate.kind == "digest"):
        return [*scopes(candidate), f"channel:{candidate.channel}", "all"]
    return []
