"""Who complains is not sold anything: while it is open, and some days after. A programme's step waits."""

from __future__ import annotations

from gateway.terms.policy.decision import NEVER, Candidate, Decision, Facts, defer, suppress, wait_for


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    if candidate.category != "marketing" or facts.complaint <= now:
        return None
    is_open = facts.complaint >= NEVER
    code = "COMPLAINT_OPEN" if is_open else "COMPLAINT_COOLOFF"
    if candidate.kind != "step":
        return suppress(code)
    return wait_for(candidate, code) if is_open else defer(candidate, facts.complaint, code)
