"""A delivery: one provider part of an outgoing message, and how far it got. Statuses only climb."""

from __future__ import annotations

from collections.abc import Iterable

# What a receipt may overtake. A failure is final unless the customer evidently got the message after all.
RANK = {"accepted": 1, "sent": 2, "delivered": 3, "read": 4}
OPEN = ("queued", "sending")  # still to leave, or leaving: the parts behind wait for it
FAILABLE = frozenset({"sending", "accepted", "sent", "unknown"})

LEFT = frozenset({"accepted", "sent", "delivered", "read", "unknown"})  # or may have

UNFINISHED = ("planned", *OPEN, "deferred", "held", "digested")  # may leave still

# What the policy's outcome makes of a delivery
BY_OUTCOME = {
    "defer": "deferred",
    "hold": "held",
    "digest": "digested",
    "feed_only": "feed",
    "suppress": "suppressed",
}

# A message is as far as its worst part: what went wrong first, then what is least advanced
WORST_FIRST = (
    "failed", "unknown", "voided", "cancelled", "expired", "suppressed", "held", "feed", "told", "digested",
    "deferred",
    "planned", "queued", "sending", "accepted", "sent", "delivered", "read",
)  # fmt: skip

BACKOFF = (2, 8, 30, 120, 480, 1800)  # seconds before each new try; then it is dead and an admin may retry


def climbs(state: str, to: str) -> bool:
    """May a delivery that is `state` become `to`?

    >>> climbs("delivered", "sent"), climbs("sent", "read"), climbs("failed", "delivered"), climbs("read", "failed")
    (False, True, True, False)
    """
    if to == "failed":
        return state in FAILABLE
    if state == "failed":
        return RANK[to] >= RANK["delivered"]
    return RANK[to] > RANK.get(state, 0)


def worst(states: Iterable[str]) -> str:
    """How far a message got whose parts got so far; one without any part was never to leave.

    >>> worst(["read", "sent"]), worst(["accepted", "failed"]), worst([])
    ('sent', 'failed', 'cancelled')
    """
    return min(states, key=WORST_FIRST.index, default="cancelled")


def reference(message_id: str, part: int) -> str:
    """How a provider is told which delivery it carries."""
    return f"{message_id}.{part}"


def from_reference(text: str) -> tuple[str, int] | None:
    """The delivery meant, or None for a reference that is not ours."""
    message_id, _, part = text.rpartition(".")
    return (message_id, int(part)) if message_id and part.isascii() and part.isdigit() and len(part) < 5 else None
