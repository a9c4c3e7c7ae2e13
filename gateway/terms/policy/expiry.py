"""A message that came too late is not sent at all."""

from __future__ import annotations

from gateway.terms.policy.decision import Candidate, Decision, Facts, suppress


def rule(candidate: Candidate, _facts: Facts, now: int) -> Decision | None:
    expired = candidate.expires_at is not None and candidate.expires_at <= now
    return suppress("EXPIRED") if expired else None
