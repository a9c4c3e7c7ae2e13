"""Silence: the brand says nothing for a while, everywhere or about one thing, and comes back little by little.

level             what is held                      what passes
marketing         what sells                        everything else
all_but_critical  all that nobody asked for         critical, answers
total             critical too, but for what is listed in `let_pass`, and answers
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Literal

import msgspec

Level = Literal["marketing", "all_but_critical", "total"]
SCOPE = re.compile(r"brand|(?:topic|channel):[A-Za-z0-9_.-]+")
SHARES = ((0.1, 0.0), (0.5, 0.5), (1.0, 1.0))  # so many of the customers, after so much of the ramp
UNENDING = 2**62


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """`scope` is brand, topic:<id> or channel:<name>. `until`: it ends by itself. After the end comes the ramp (ms)."""

    id: str
    scope: str
    level: Level
    since: int
    until: int | None = None
    lifted_at: int | None = None
    ramp: int = 0
    let_pass: tuple[str, ...] = ()  # topics of what is critical


def covers(silence: Silence, category: str, topic: str | None) -> bool:
    """Does it hold messages of this category, as far as its level goes? Answers always pass."""
    if category == "conversation":
        return False
    if category == "critical":
        return silence.level == "total" and topic not in silence.let_pass
    return category == "marketing" or silence.level != "marketing"


def ends(silence: Silence, customer_id: str) -> int:
    """From when on this customer is written to again: each has a place in the ramp that stays the same."""
    lifted = min(silence.lifted_at or UNENDING, silence.until or UNENDING)
    if lifted == UNENDING or not silence.ramp:
        return lifted
    place = _place(silence.id, customer_id)
    return lifted + int(silence.ramp * next(after for share, after in SHARES if place < share))


def is_over(silence: Silence, now: int) -> bool:
    """For everybody."""
    return min(silence.lifted_at or UNENDING, silence.until or UNENDING) + silence.ramp <= now


def _place(silence_id: str, customer_id: str) -> float:
    digest = blake2b(f"{silence_id}\x1f{customer_id}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
