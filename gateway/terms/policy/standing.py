"""Whom nobody may write to, whatever they once agreed to: erased, restricted, dead, or too young to be sold to."""

from __future__ import annotations

from gateway.terms.policy.decision import Candidate, Decision, Facts, suppress


def rule(candidate: Candidate, facts: Facts, _now: int) -> Decision | None:
    if facts.standing == "erased" or (facts.is_suppressed and candidate.category == "marketing"):
        return suppress("ERASED")
    if facts.standing == "deceased":
        return suppress("RESTRICTED")
    if facts.standing == "restricted" and candidate.category != "critical":
        return suppress("RESTRICTED")
    return suppress("MINOR") if facts.standing == "minor" and candidate.category == "marketing" else None
