"""The brand's own restraint, beside what each customer decided; of two caps the tighter holds. Durations in ms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

HOUR = 3_600_000
DAY = 24 * HOUR

# How long a message is waited for where nobody said so. What sells outlasts the longest measure, so that "once a month"
# means later and not never; whoever plans a campaign says when it ends
LIFETIMES: Mapping[str, int] = {
    "marketing": 40 * DAY,
    "service": 7 * DAY,
    "requested": 7 * DAY,
    "transactional": 7 * DAY,
    "critical": 7 * DAY,
}

LONGEST_GATHERED = 93 * DAY  # a digest once a month has had three tries at it by then

SATURDAY: Mapping[str, Any] = {"days": ["sat"], "time": "10:00", "every": "week"}


class Cap(msgspec.Struct, frozen=True):
    """At most `n` in any `period` of what `scope` is about: "all", "category:…", "channel:…", "topic:…"."""

    scope: str
    n: int
    period: int


class Brand(msgspec.Struct, frozen=True):
    """`gap` keeps two messages that sell apart, `after_service` such a one from a service message before it, `busy`
    from what the customer wrote. A campaign takes at most one in `share` of a person's slots of a month.

    `horizon` bounds how long a slot is kept for a message of higher rank; a message waits at most `deferrals` times.
    With `switch_after`, who would have to wait longer for one channel is written to on the next.
    """

    zone: str = "Europe/Paris"
    country: str = "FR"
    caps: tuple[Cap, ...] = ()
    gap: int = 0
    after_service: int = 0
    busy: int = 0
    share: int = 2
    horizon: int = 2 * DAY
    deferrals: int = 5
    switch_after: int | None = None
    digest: Mapping[str, Any] = msgspec.field(default_factory=lambda: dict(SATURDAY))
    cool_off: int = 7 * DAY  # after a complaint was settled
    version: str = ""  # of all that is the brand's: rings made under another one are made anew
