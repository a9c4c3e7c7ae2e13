"""Which of several messages that wait for one customer goes first. Greater ranks first.

Ageing lifts a message step by step, and so does each time that it had to wait; never above a stricter need. A tie is
broken by customer, campaign and day, so that it is not always the same campaign that wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from gateway.terms.policy.brand import DAY, HOUR
from gateway.terms.policy.decision import STRICTNESS, Candidate, expires_at
from gateway.terms.preference import Terms

AGEING = 6 * HOUR  # one step
SOON = 12 * HOUR
WAITED = 10  # steps for each time that it had to wait: the fifth is the last
URGENT, CHOSEN, SEEN = 3, 5, 4  # steps: about to expire, a topic that the customer chose, each time it was seen before


def rank(candidate: Candidate, terms: Terms, exposure: Mapping[str, int], now: int) -> tuple[float, ...]:
    """Compared among the messages of one customer."""
    chosen = any(terms.get(f"topic:{one}", "initiative") == "push" for one in candidate.topic_path)
    steps = candidate.priority * 10
    steps += CHOSEN if chosen else 0
    steps += candidate.deferrals * WAITED
    steps += max(now - candidate.created_at, 0) // AGEING
    steps += URGENT if expires_at(candidate) - now <= SOON else 0
    steps -= SEEN * exposure.get(candidate.campaign or "", 0)
    return (float(-STRICTNESS.index(candidate.category)), float(steps), _lot(candidate, now))


def _lot(candidate: Candidate, now: int) -> float:
    drawn = f"{candidate.customer_id}\x1f{candidate.campaign or candidate.message_id}\x1f{now // DAY}"
    return int.from_bytes(blake2b(drawn.encode(), digest_size=4).digest()) / 2**32
