"""A closed door stays closed: blocked, opted out at the carrier, or nobody there."""

from __future__ import annotations

from gateway.terms.policy.decision import ESSENTIAL, Candidate, Decision, Facts, suppress

_CLOSED = {"blocked": "BLOCKED_BY_USER", "opted_out": "PLATFORM_OPTOUT"}


def rule(candidate: Candidate, facts: Facts, _now: int) -> Decision | None:
    if facts.address_status == "live":
        return None
    closed = _CLOSED.get(facts.address_status)
    if closed is not None:
        return suppress(closed)
    # Nobody was there last time: what matters is tried once more, the rest is not
    return None if candidate.category in ESSENTIAL else suppress("UNREACHABLE")
