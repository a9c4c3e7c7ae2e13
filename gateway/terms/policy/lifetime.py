"""A message is sent once, and not when it came too late."""

from __future__ import annotations

from gateway.terms.policy.decision import Candidate, Decision, Facts, expires_at, suppress


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    if facts.is_final:
        return suppress("DUPLICATE")
    return suppress("EXPIRED") if expires_at(candidate) <= now else None
