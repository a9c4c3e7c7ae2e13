"""What the policy is asked and what it answers: values only. All instants in milliseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from gateway.terms.policy.brand import LIFETIMES, LONGEST_GATHERED, Brand
from gateway.terms.policy.law import Law, law
from gateway.terms.policy.ring import Ring
from gateway.terms.preference import Terms
from gateway.terms.silence import Silence

Outcome = Literal["send", "defer", "digest", "feed_only", "switch", "suppress", "hold"]
Category = Literal["critical", "transactional", "service", "requested", "conversation", "marketing"]
Override = Literal["brand_cap", "min_gap", "priority"]  # the brand's own rules, and nobody else's

# What sells is the strictest; a message that mixes two categories is of the stricter one
STRICTNESS = ("critical", "conversation", "transactional", "requested", "service", "marketing")
ESSENTIAL = frozenset({"critical", "transactional", "conversation"})
NEVER = 2**62


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A message that wants to leave.

    `topic_path` is the topic and what it belongs to, nearest first; `initiative` what the brand does about it by
    itself. `kind`: a digest, a piece of one, or a step of a programme, which waits where another would be dropped.
    `void` says why it is no longer worth sending, `review` why a person must look first. `begun`: a part of it left
    already; `gathered_until`: it lies in a digest that may be told until then. `sells`: a digest of what sells.
    """

    message_id: str
    customer_id: str = ""
    address_id: str = ""
    account: str = ""
    channel: str = ""
    category: str
    author: str
    kind: Literal["message", "digest", "piece", "step"] = "message"
    topic: str | None = None
    topic_path: tuple[str, ...] = ()
    initiative: str = "push"
    campaign: str | None = None
    priority: int = 0
    created_at: int
    not_before: int | None = None
    expires_at: int | None = None
    gathered_until: int = 0
    min_gap: int = 0
    sells: bool = False
    is_template: bool = False
    is_movable: bool = False  # may be said on another channel
    is_digestible: bool = False
    begun: bool = False
    attempts: int = 0
    deferrals: int = 0
    void: str | None = None
    review: str | None = None
    overrides: frozenset[Override] = frozenset()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the customer may be reached: an address on an account.

    `heard_at` is when they last wrote there (None: never, as far as we know); `window` how long the provider then lets
    us answer freely, `human_window` how long people may. `limited_until`: the provider wants no marketing before.
    """

    address_id: str
    account: str
    channel: str
    status: str = "live"
    verified: bool = True
    is_group: bool = False
    heard_at: int | None = None
    window: int | None = None
    human_window: int | None = None
    limited_until: int = 0
    limits: int = 0  # how often in a row it said so
    zones: tuple[str, ...] = ("Europe/Paris",)  # where they may be: more than one while we are not sure
    country: str = "FR"


class Rival(msgspec.Struct, frozen=True, kw_only=True):
    """Another message that waits for the same customer: when it may leave, and which measures it counts in."""

    rank: tuple[float, ...]
    at: int
    expires_at: int
    scopes: tuple[str, ...]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known about the customer at this moment. The first of `places` is where the message is meant to go.

    `rings` by scope are of the measures that hold; `last` is when something of a category last counted. `complaint` is
    until when what sells is held after a complaint, NEVER while it is open.
    """

    terms: Terms = Terms()
    places: tuple[Place, ...] = ()
    rings: Mapping[str, Ring] = {}
    last: Mapping[str, int] = {}
    exposure: Mapping[str, int] = {}  # by campaign, how much of it they got in a month
    rivals: Sequence[Rival] = ()
    told: frozenset[str] = frozenset()  # digests, by id: who travels back meets a date again
    silences: tuple[Silence, ...] = ()
    complaint: int = 0
    owner: str = "bot"
    standing: Literal["active", "erased", "restricted", "minor", "deceased"] = "active"
    is_suppressed: bool = False  # erased before, and did not come back by their own word
    is_final: bool = False  # decided for good already
    is_engine_off: bool = False
    is_campaign_stopped: bool = False
    brand: Brand = Brand()
    law: Law = msgspec.field(default_factory=law)


class Decision(msgspec.Struct, frozen=True):
    """`codes`: the reason first, what else would have held it after. `until` where the outcome is to wait; `place` the
    address where it goes, if not where it was meant to; `digest` its digest's id, due at `until`."""

    outcome: Outcome
    codes: tuple[str, ...]
    until: int | None = None
    place: str | None = None
    digest: str | None = None

    @property
    def is_sent(self) -> bool:
        return self.outcome in ("send", "switch")


def suppress(*codes: str) -> Decision:
    return Decision("suppress", codes)


def defer(candidate: Candidate, until: int, *codes: str) -> Decision:
    """Wait, if the message is still worth it by then."""
    if until >= expires_at(candidate):
        return Decision("suppress", (*codes, "EXPIRES_BEFORE"))
    return Decision("defer", codes, until)


def wait_for(candidate: Candidate, *codes: str) -> Decision:
    """Wait for something that nobody knows when it comes; at the latest it expires."""
    return Decision("defer", codes, expires_at(candidate))


def expires_at(candidate: Candidate) -> int:
    """Every message ends: where nobody said when, after what its category is worth."""
    if candidate.expires_at is not None:
        return candidate.expires_at
    since = max(candidate.created_at, candidate.not_before or 0)
    gathered = min(candidate.gathered_until, candidate.created_at + LONGEST_GATHERED)
    return max(since + LIFETIMES.get(candidate.category, NEVER - since), gathered)


def scopes(candidate: Candidate) -> list[str]:
    """Whose rules speak of this message, nearest first, but for "all" and its channel."""
    return [*(f"topic:{one}" for one in candidate.topic_path), f"category:{candidate.category}"]


def strictest(categories: Sequence[str]) -> str:
    """The category of a message made of these.

    >>> strictest(["service", "marketing", "conversation"])
    'marketing'
    """
    return max(categories, key=STRICTNESS.index)
