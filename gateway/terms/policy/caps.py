"""At most so many in any rolling period. Who is full gets it in a digest, or when the next one fits."""

from __future__ import annotations

from gateway.terms.policy import digested
from gateway.terms.policy.decision import Candidate, Decision, Facts, Place, defer, suppress
from gateway.terms.policy.hours import reopens
from gateway.terms.policy.measures import Measure, counted_in, measures
from gateway.terms.policy.ring import Ring


def rule(candidate: Candidate, facts: Facts, place: Place, now: int) -> Decision | None:
    if candidate.begun or candidate.category not in ("marketing", "service"):
        return None
    full: list[tuple[int, str]] = []
    for one in of(candidate, facts, place):
        free = _free_at(one, facts, now)
        if free is None:
            return suppress(one.code)
        if free > now:
            full.append((free, one.code))
    return _later(candidate, facts, place, full, now) if full else None


def of(candidate: Candidate, facts: Facts, place: Place) -> list[Measure]:
    """The measures that may hold this message back."""
    scopes = counted_in(candidate.category, place.channel, candidate.topic_path, candidate.campaign)
    found = measures(scopes, facts.terms, facts.brand)
    if "brand_cap" in candidate.overrides:
        found = [one for one in found if one.code not in ("CAP_BRAND", "CAP_CAMPAIGN")]
    return found


def _free_at(measure: Measure, facts: Facts, now: int) -> int | None:
    ring = facts.rings.get(measure.key)
    return (ring or Ring(measure.n, measure.period)).free_at(now)


def _later(
    candidate: Candidate, facts: Facts, place: Place, full: list[tuple[int, str]], now: int
) -> Decision:  # fmt: skip
    free = max(full)[0]
    codes = [code for _, code in sorted(full, key=lambda one: -one[0])]
    gathered = digested.instead(candidate, facts, now, codes[0])
    if gathered is not None:
        return gathered
    opens = reopens(candidate, facts, place, free)
    return suppress(codes[0], "EXPIRES_BEFORE") if opens is None else defer(candidate, opens, *codes)
