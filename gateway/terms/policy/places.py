"""Where it may go: the customer's channels in their order for this topic, then for everything, then as it was meant."""

from __future__ import annotations

from gateway.terms.policy import consent, silenced
from gateway.terms.policy.decision import ESSENTIAL, Candidate, Decision, Facts, Place, scopes, suppress


def ordered(candidate: Candidate, facts: Facts, now: int) -> tuple[list[Place], Decision | None]:
    """The places to try, the first first; and why not where it was meant to go, if that is not the first."""
    if not facts.places:
        return [], suppress("NO_ADDRESS")
    meant = facts.places[0]
    wanted = facts.terms.nearest([*scopes(candidate), "all"], "channels")
    found = _chosen(candidate, facts, wanted)
    held = [_held(candidate, facts, place, now) for place in found]
    allowed = [place for place, refusal in zip(found, held, strict=True) if refusal is None]
    if meant not in found:
        return allowed, suppress("CHANNEL_NOT_CHOSEN")
    return allowed, held[found.index(meant)] if allowed else held[0]


def _chosen(candidate: Candidate, facts: Facts, wanted: list[str] | None) -> list[Place]:
    places = list(facts.places) if candidate.is_movable else list(facts.places[:1])
    if wanted is None:
        return places
    chosen = [place for place in places if place.channel in wanted]
    if candidate.is_movable:
        chosen.sort(key=lambda place: wanted.index(place.channel))
    if candidate.category in ESSENTIAL:  # only its channel is the customer's choice: one must remain
        chosen += [place for place in places if place.channel not in wanted]
    return chosen


def _held(candidate: Candidate, facts: Facts, place: Place, now: int) -> Decision | None:
    code = consent.refusal(candidate, facts, place, now)
    if code is not None:
        return suppress(code)
    if not facts.silences:
        return None
    return silenced.at(candidate, facts, frozenset({f"channel:{place.channel}"}), now)
