"""The hours: those that the law leaves, and those that the customer wants. Both must be open where the customer is."""

from __future__ import annotations

from gateway.terms import week
from gateway.terms.policy.decision import Candidate, Decision, Facts, Place, defer, expires_at, scopes, suppress
from gateway.terms.policy.opening import Hours, Where, closed, opening

ACTED = 15 * 60_000  # whoever just did something waits for the receipt, at any hour
HOLIDAYS = Hours(week.ALWAYS, not_on_holidays=True)


def rule(candidate: Candidate, facts: Facts, place: Place, now: int) -> Decision | None:
    if candidate.begun:
        return None
    early = ("SCHEDULED",) if candidate.not_before is not None and candidate.not_before > now else ()
    hours = of(candidate, facts, place, now)
    if not hours and not early:
        return None
    codes = (*early, *closed(hours, _where(facts, place), now))
    if not codes:
        return None
    opens = reopens(candidate, facts, place, max(now, candidate.not_before or 0))
    return suppress(*codes, "NO_WINDOW_BEFORE_EXPIRY") if opens is None else defer(candidate, opens, *codes)


def reopens(candidate: Candidate, facts: Facts, place: Place, start: int) -> int | None:
    """The first instant from `start` on at which this message may go out there, before it expires."""
    return opening(of(candidate, facts, place, start), _where(facts, place), start, expires_at(candidate))


def of(candidate: Candidate, facts: Facts, place: Place, now: int) -> list[Hours]:
    """All hours that must be open for this message."""
    legal = facts.law.country(place.country).of(candidate.category, place.channel)
    hours = [Hours(legal.spans, legal.not_on_holidays, is_law=True)] if legal is not None else []
    for scope in _scopes(candidate, facts, place, now):
        chosen = facts.terms.get(scope, "hours")
        if chosen is not None:
            hours.append(Hours(week.week(chosen)))
        if facts.terms.get(scope, "holidays") is False:
            hours.append(HOLIDAYS)
    return hours[::-1]  # the customer's own first


def _scopes(candidate: Candidate, facts: Facts, place: Place, now: int) -> list[str]:
    """Whose hours speak of it. What confirms an order keeps hours only where they were set for that very thing."""
    category = candidate.category
    if category in ("critical", "conversation") or candidate.kind == "digest":
        return []
    if category == "transactional":
        heard = max((one.heard_at or 0 for one in facts.places), default=0)
        return [] if now - heard <= ACTED else ["category:transactional"]
    return [*scopes(candidate), f"channel:{place.channel}", "all"]


def _where(facts: Facts, place: Place) -> Where:
    return Where(place.zones, place.country, facts.law)
