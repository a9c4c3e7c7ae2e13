"""The provider's window: free words for so long after the customer wrote; then templates, and people a while longer.

Where the customer never wrote to us we do not know the window: the provider does, and its answer is kept. Marketing
alone does not try.
"""

from __future__ import annotations

from gateway.terms.policy.decision import Candidate, Decision, Facts, suppress


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    if facts.window is None or candidate.is_template:
        return None
    if facts.heard_at is None:
        return suppress("WINDOW_UNKNOWN") if candidate.category == "marketing" else None
    if now < facts.heard_at + facts.window:
        return None
    human = facts.human_window is not None and now < facts.heard_at + facts.human_window
    return None if candidate.author == "agent" and human else suppress("WINDOW_CLOSED_NO_TEMPLATE")
