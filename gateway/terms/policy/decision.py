"""What the policy is asked and what it answers: values only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from gateway.terms.preference import Terms

Outcome = Literal["send", "defer", "digest", "feed_only", "switch", "suppress", "hold"]

# What marketing consent, quiet times and caps do not touch
ESSENTIAL = frozenset({"critical", "transactional", "conversation"})


class Candidate(msgspec.Struct, frozen=True):
    """A message that wants to leave. Times in milliseconds; `topic_path` is the topic and what it belongs to."""

    message_id: str
    category: str
    author: str
    account: str
    channel: str
    created_at: int
    topic: str | None = None
    topic_path: tuple[str, ...] = ()
    is_template: bool = False
    expires_at: int | None = None


class Contact(msgspec.Struct, frozen=True, array_like=True):
    """A message that counted: when, and about what."""

    at: int
    topic: str | None = None


class Facts(msgspec.Struct, frozen=True):
    """All that is known about the customer at this moment.

    `heard_at` is when the customer last wrote at this address (None: never, as far as we know); `window` how long the
    provider then lets us answer freely, `human_window` how long people may. `contacts` are the counted ones of 30 days.
    """

    terms: Terms = Terms()
    address_status: str = "live"
    heard_at: int | None = None
    window: int | None = None
    human_window: int | None = None
    contacts: Sequence[Contact] = ()
    zone: str = "Europe/Paris"
    country: str = "FR"


class Decision(msgspec.Struct, frozen=True):
    """`codes` in the order of the gates; `until` in milliseconds where the outcome is to wait."""

    outcome: Outcome
    codes: tuple[str, ...]
    until: int | None = None


def suppress(code: str) -> Decision:
    return Decision("suppress", (code,))


def defer(code: str, until: int, candidate: Candidate) -> Decision:
    """Wait, if the message is still worth it by then."""
    if candidate.expires_at is not None and until >= candidate.expires_at:
        return Decision("suppress", (code, "EXPIRES_BEFORE"))
    return Decision("defer", (code,), until)
