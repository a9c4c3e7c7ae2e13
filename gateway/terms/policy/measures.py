"""The measures: which caps one message counts in, and whose they are; the customer's or the brand's, the tighter holds.

Overall and by channel only what we push counts: what sells, and digests. The news of an order counts in its own topic
and category alone; it is told apart, and no "once a week" holds it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gateway.terms import frequency
from gateway.terms.policy.brand import Brand
from gateway.terms.preference import Terms

MONTH = frequency.PERIODS["month"]
OVERALL = ("all", "category:marketing")
COUNTED = frozenset({"marketing", "service", "requested"})
_CODES = {"all": "CAP_OVERALL", "topic": "CAP_TOPIC", "channel": "CAP_CHANNEL", "category": "CAP_CATEGORY"}


class Measure(NamedTuple):
    """One cap: the key of its ring, how many in how many milliseconds, and what is said when it is full."""

    key: str
    n: int
    period: int
    code: str


def counted_in(category: str, channel: str, topic_path: Sequence[str], campaign: str | None) -> list[str]:
    """What such a message counts in, the most special first."""
    topics = [f"topic:{one}" for one in topic_path]
    if category == "service":
        return [*topics, "category:service"]
    if category == "requested":
        return [*topics, f"channel:{channel}", "all"]
    own = [f"campaign:{campaign}"] if campaign else []
    return [*own, *topics, "category:marketing", f"channel:{channel}", "all"]


def measures(scopes: Sequence[str], terms: Terms, brand: Brand) -> list[Measure]:
    """The caps that hold in these scopes."""
    found = []
    for scope in scopes:
        limit = frequency.cap(terms.get(scope, "frequency"))
        if limit is not None:
            found.append(Measure(scope, *limit, _CODES[scope.partition(":")[0]]))
    ours = (one for one in brand.caps if one.scope in scopes)
    found += [Measure(f"brand/{one.scope}@{one.period}", one.n, one.period, "CAP_BRAND") for one in ours]
    if scopes[0].startswith("campaign:"):
        found += _share(scopes[0], found, brand)
    return found


def scope_of(key: str) -> str:
    """What a ring counts."""
    return key.removeprefix("brand/").partition("@")[0] if key.startswith("brand/") else key


def _share(campaign: str, found: Sequence[Measure], brand: Brand) -> list[Measure]:
    """No campaign takes more than its part of what a person gets in a month, where that has a limit."""
    months = [one.n * MONTH // one.period for one in found if scope_of(one.key) in OVERALL]
    return [Measure(campaign, max(min(months) // brand.share, 1), MONTH, "CAP_CAMPAIGN")] if months else []
