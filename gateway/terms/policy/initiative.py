"""Who takes the first step, topic by topic: pushed, gathered in a digest, only when asked, or never.

The nearest decision holds; where the customer made none, what the brand by itself does about what sells. "Everything
off" is about what sells too: the news of an order goes on until that topic is switched off.
"""

from __future__ import annotations

from gateway.terms.policy import digested
from gateway.terms.policy.decision import Candidate, Decision, Facts, scopes, suppress

OFF, PULL = suppress("TOPIC_OFF"), Decision("feed_only", ("PULL_ONLY",))


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    if candidate.category not in ("marketing", "service"):
        return None
    sells = candidate.category == "marketing"
    chosen = facts.terms.nearest([*scopes(candidate), *(("all",) if sells else ())], "initiative")
    match chosen or (candidate.initiative if sells else "push"):
        case "digest" if candidate.kind == "piece":
            return None  # it is in one
        case "off":
            return OFF
        case "pull":
            return PULL
        case "digest":
            return digested.gather(candidate, facts, now, "TOPIC_DIGEST")
        case _:
            return None
