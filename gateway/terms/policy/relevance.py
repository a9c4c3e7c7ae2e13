"""Is it still worth saying? Sold out, bought already, no longer meant: whoever planned it says so, or asks a person."""

from __future__ import annotations

from gateway.terms.policy.decision import Candidate, Decision, Facts, expires_at, suppress


def rule(candidate: Candidate, _facts: Facts, _now: int) -> Decision | None:
    if candidate.void is not None:
        return suppress(candidate.void)
    return Decision("hold", (candidate.review,), expires_at(candidate)) if candidate.review is not None else None
