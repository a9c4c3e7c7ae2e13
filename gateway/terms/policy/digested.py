"""Into the next digest: the one the customer asked for, nearest to the topic, else the brand's."""

from __future__ import annotations

from datetime import date

from gateway.terms import digest
from gateway.terms.policy.decision import Candidate, Decision, Facts, scopes


def gather(candidate: Candidate, facts: Facts, now: int, code: str) -> Decision:
    """Gathered for a digest that comes in time, else kept for whoever asks."""
    scope, calendar = _calendar(candidate, facts)
    zone = facts.places[0].zones[0] if facts.places else facts.brand.zone
    named = f"{candidate.customer_id}/{scope}/"
    told = frozenset(date.fromisoformat(one.removeprefix(named)) for one in facts.told if one.startswith(named))
    slot = digest.next_slot(calendar, zone, max(now, candidate.not_before or 0), not_on=told)
    if slot is None or (candidate.expires_at is not None and slot.at >= candidate.expires_at):
        return Decision("feed_only", (code, "EXPIRES_BEFORE"))
    return Decision("digest", (code,), slot.at, digest=f"{named}{slot.day.isoformat()}")


def instead(candidate: Candidate, facts: Facts, now: int, code: str) -> Decision | None:
    """The digest that a message may go into where it cannot go now; None: the customer has none, or too late."""
    if not candidate.is_digestible or facts.terms.nearest([*scopes(candidate), "all"], "digest") is None:
        return None
    gathered = gather(candidate, facts, now, code)
    return gathered if gathered.outcome == "digest" else None


def _calendar(candidate: Candidate, facts: Facts) -> tuple[str, object]:
    for scope in (*scopes(candidate), "all"):
        calendar = facts.terms.get(scope, "digest")
        if calendar is not None:
            return scope, calendar
    return "all", facts.brand.digest
