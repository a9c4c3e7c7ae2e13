"""The brand keeps silent. What sells is kept back for a person to look at, the rest waits; both until it is lifted.

The silence of one channel is asked about place by place.
"""

from __future__ import annotations

from gateway.terms import silence as silences
from gateway.terms.policy.decision import Candidate, Decision, Facts, Outcome, defer, expires_at
from gateway.terms.silence import UNENDING, Silence

_CODES = {"brand": "SILENCE_BRAND", "topic": "SILENCE_TOPIC", "channel": "SILENCE_CHANNEL"}


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    if not facts.silences:
        return None
    return at(candidate, facts, frozenset({"brand", *(f"topic:{one}" for one in candidate.topic_path)}), now)


def at(candidate: Candidate, facts: Facts, scopes: frozenset[str], now: int) -> Decision | None:
    """What the silences of these scopes say; the one that lasts longest decides."""
    held = [(end, one) for one in facts.silences if one.scope in scopes and (end := _until(one, candidate)) > now]
    if not held:
        return None
    end, longest = max(held, key=lambda pair: (pair[0], pair[1].scope == "brand"))
    code = _CODES[longest.scope.partition(":")[0]]
    if end < UNENDING:
        return defer(candidate, end, code)
    outcome: Outcome = "hold" if candidate.category == "marketing" else "defer"
    return Decision(outcome, (code,), expires_at(candidate))


def _until(silence: Silence, candidate: Candidate) -> int:
    covered = silences.covers(silence, "marketing" if candidate.sells else candidate.category, candidate.topic)
    return silences.ends(silence, candidate.customer_id) if covered else 0
