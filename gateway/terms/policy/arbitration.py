"""The last slot is not given away: a message that matters more and is due soon may need it before it expires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.terms.policy import caps
from gateway.terms.policy.decision import Candidate, Decision, Facts, Place, Rival, defer
from gateway.terms.policy.rank import rank
from gateway.terms.policy.ring import Ring


def rule(candidate: Candidate, facts: Facts, place: Place, now: int) -> Decision | None:
    if not facts.rivals or candidate.begun or candidate.category != "marketing" or "priority" in candidate.overrides:
        return None
    own = rank(candidate, facts.terms, facts.exposure, now)
    better = [one for one in facts.rivals if one.rank > own and one.at <= now + facts.brand.horizon]
    for measure in caps.of(candidate, facts, place):
        rivals = sorted((one for one in better if measure.key in one.scopes), key=lambda one: one.at)
        ring = facts.rings.get(measure.key) or Ring(measure.n, measure.period)
        lost = _lost(ring, rivals, now)
        if lost is not None:
            return defer(candidate, max(lost.at, now + 1), "LOST_TO_PRIORITY")
    return None


def _lost(ring: Ring, rivals: Sequence[Rival], now: int) -> Rival | None:
    """The first that would get through in time without this message, and not with it."""
    both = zip(rivals, _fits(ring, rivals, now), _fits(ring.taken(now), rivals, now), strict=True)
    return next((rival for rival, without, with_it in both if without and not with_it), None)


def _fits(ring: Ring, rivals: Sequence[Rival], now: int) -> Iterator[bool]:
    """What may leave now is in time now; what waits for its hour, until its end."""
    for rival in rivals:
        free = ring.free_at(rival.at)
        fits = free is not None and (free < rival.expires_at if rival.at > now else free <= now)
        if fits and free is not None:
            ring = ring.taken(free)
        yield fits
