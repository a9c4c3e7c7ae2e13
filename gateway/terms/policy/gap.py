"""Not two at once: what sells keeps a distance from what sold before, from the news of an order, and from a talk."""

from __future__ import annotations

from gateway.terms.policy.decision import Candidate, Decision, Facts, Place, defer, suppress
from gateway.terms.policy.hours import reopens


def rule(candidate: Candidate, facts: Facts, place: Place, now: int) -> Decision | None:
    if candidate.begun or candidate.category not in ("marketing", "service") or "min_gap" in candidate.overrides:
        return None
    free, code = max(_waits(candidate, facts))
    if free <= now:
        return None
    opens = reopens(candidate, facts, place, free)
    return suppress(code, "EXPIRES_BEFORE") if opens is None else defer(candidate, opens, code)


def _waits(candidate: Candidate, facts: Facts) -> list[tuple[int, str]]:
    brand, last = facts.brand, facts.last
    own = last.get(candidate.category, 0)
    if candidate.category == "service":
        return [(own + candidate.min_gap, "MIN_GAP")]
    heard = max((one.heard_at or 0 for one in facts.places), default=0)
    return [
        (own + max(brand.gap, candidate.min_gap), "MIN_GAP"),
        (last.get("service", 0) + brand.after_service, "MIN_GAP"),
        (heard + brand.busy if brand.busy else 0, "BUSY_IN_CONVERSATION"),
    ]
