"""What the provider wants: whom too many advertised to is left alone for a day, then for two, then for good."""

from __future__ import annotations

from gateway.terms.policy.brand import DAY
from gateway.terms.policy.decision import Candidate, Decision, Facts, Place, defer, suppress

# By channel, how a provider says that this person gets no more advertising for now, from anybody: Meta's ecosystem
# limit and its experiments, in its own codes and in Twilio's
# https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/per-user-limits
NOT_TODAY = {"whatsapp": frozenset({"131049", "130472", "63032", "63049"})}
FORGOTTEN = 30 * DAY  # after that long a refusal is the first in its row again
TRIES = 2
PAUSES = (DAY, 2 * DAY, 4 * DAY)  # after the first refusal, the second in a row, and all that follow


def rule(candidate: Candidate, _facts: Facts, place: Place, now: int) -> Decision | None:
    if candidate.category != "marketing" or not place.limits:
        return None
    if candidate.attempts >= TRIES:
        return suppress("PLATFORM_LIMIT")
    return defer(candidate, place.limited_until, "PLATFORM_LIMIT") if place.limited_until > now else None


def limited_until(limits: int, now: int) -> int:
    """How long to leave somebody alone after so many refusals in a row."""
    return now + PAUSES[min(limits, len(PAUSES)) - 1]
