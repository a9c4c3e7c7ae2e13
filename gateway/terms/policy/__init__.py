"""The contact policy: may this message go to this customer, now? Pure: facts in, a decision out.

The first rule with an answer wins, and silence from all means send. The order is the policy: cheap and irrevocable
first, the customer's own word before the brand's and the provider's. A later rule never turns a no into a yes.
"""

from __future__ import annotations

from collections.abc import Callable

from gateway.terms.policy import address, caps, consent, expiry, initiative, legal, pause, window
from gateway.terms.policy.decision import Candidate, Contact, Decision, Facts

Rule = Callable[[Candidate, Facts, int], Decision | None]

RULES: tuple[Rule, ...] = (
    expiry.rule,
    address.rule,
    consent.rule,
    initiative.rule,
    pause.rule,
    window.rule,
    legal.rule,
    caps.rule,
)

SEND = Decision("send", ("OK",))


def decide(candidate: Candidate, facts: Facts, now: int) -> Decision:
    """The decision about one message at one instant (milliseconds)."""
    for rule in RULES:
        decision = rule(candidate, facts, now)
        if decision is not None:
            return decision
    return SEND


__all__ = ["RULES", "Candidate", "Contact", "Decision", "Facts", "decide"]
