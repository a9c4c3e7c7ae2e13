"""At most so many in any rolling period: the customer's own measure, overall and by topic; the tighter one waits."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.terms.policy.decision import ESSENTIAL, Candidate, Contact, Decision, Facts, defer, suppress
from gateway.terms.preference import cap


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    if candidate.category in ESSENTIAL or candidate.category == "requested":
        return None
    waits: list[tuple[int, str]] = []
    about = [one for one in facts.contacts if one.topic in candidate.topic_path]
    for scope, code, counted in (
        (f"topic:{candidate.topic}", "CAP_TOPIC", about),
        ("all", "CAP_OVERALL", facts.contacts),
    ):
        limit = cap(facts.terms.get(scope, "frequency"))
        if limit is None:
            continue
        if limit[0] == 0:
            return suppress(code)
        free = free_at(counted, *limit, now)
        if free > now:
            waits.append((free, code))
    return defer(max(waits)[1], max(waits)[0], candidate) if waits else None


def free_at(contacts: Sequence[Contact], most: int, period: int, now: int) -> int:
    """When the next contact fits: `most` in any `period` milliseconds, half-open."""
    recent = sorted(contact.at for contact in contacts if contact.at > now - period)
    return now if len(recent) < most else recent[-most] + period
