"""The contact policy: may this message go to this customer, now? Pure: facts in, a decision out.

The first rule with an answer wins, and silence from all means send. The order is the policy: cheap and irrevocable
first, the customer's own word before the brand's and the provider's. A later rule never turns a no into a yes.
"""

from __future__ import annotations

from collections.abc import Callable

from gateway.terms.policy import (
    arbitration,
    caps,
    complaint,
    consent,
    gap,
    hours,
    initiative,
    lifetime,
    machine,
    pause,
    places,
    provider,
    reach,
    relevance,
    silenced,
    standing,
)
from gateway.terms.policy.answer import SEND, decide_answer
from gateway.terms.policy.brand import Brand, Cap
from gateway.terms.policy.decision import Candidate, Decision, Facts, Place, Rival, suppress

Rule = Callable[[Candidate, Facts, int], Decision | None]
PlaceRule = Callable[[Candidate, Facts, Place, int], Decision | None]

# About the message and the person, wherever they are reached
RULES: tuple[Rule, ...] = (
    lifetime.rule,
    machine.rule,
    silenced.rule,
    standing.rule,
    consent.rule,
    initiative.rule,
    pause.rule,
    complaint.rule,
    relevance.rule,
)
# About one place. Time before measures: how much room there is, is asked for the moment of sending
PLACE_RULES: tuple[PlaceRule, ...] = (reach.rule, hours.rule, gap.rule, caps.rule, arbitration.rule, provider.rule)


def decide(candidate: Candidate, facts: Facts, now: int) -> Decision:
    """The decision about one message at one instant (milliseconds)."""
    if candidate.category == "conversation":
        return _answer(candidate, facts, now)
    for rule in RULES:
        decision = rule(candidate, facts, now)
        if decision is not None:
            return _final(candidate, facts, decision)
    return _final(candidate, facts, _anywhere(candidate, facts, now))


def decide_piece(candidate: Candidate, facts: Facts, now: int) -> Decision:
    """May a digest tell this, at the first of the places? When it is told and how often is asked of the digest."""
    for rule in RULES:
        decision = rule(candidate, facts, now)
        if decision is not None:
            return decision
    place = facts.places[0]
    if place.is_group and candidate.category == "marketing":
        return suppress("GROUP_CHAT")
    return silenced.at(candidate, facts, frozenset({f"channel:{place.channel}"}), now) or SEND


def _anywhere(candidate: Candidate, facts: Facts, now: int) -> Decision:
    """The first place that takes it; else what the first of them said."""
    tried, first = places.ordered(candidate, facts, now)
    for place in tried:
        decision = _at(candidate, facts, place, now)
        if decision is None:
            return _sent(candidate, place, first)
        if first is None or (first.outcome == "suppress" and decision.outcome != "suppress"):
            first = decision
        if decision.outcome != "suppress" and not _is_long(decision, facts, now):
            break
    return first or suppress("NO_ADDRESS")


def _at(candidate: Candidate, facts: Facts, place: Place, now: int) -> Decision | None:
    for rule in PLACE_RULES:
        decision = rule(candidate, facts, place, now)
        if decision is not None:
            return decision
    return None


def _sent(candidate: Candidate, place: Place, refused: Decision | None) -> Decision:
    if place.address_id == candidate.address_id:
        return SEND
    return Decision("switch", (refused.codes[0] if refused else "CHANNEL_CHOSEN",), place=place.address_id)


def _is_long(decision: Decision, facts: Facts, now: int) -> bool:
    """Would the customer rather have it on their next channel than wait so long?"""
    patience = facts.brand.switch_after
    return patience is not None and decision.until is not None and decision.until - now > patience


def _final(candidate: Candidate, facts: Facts, decision: Decision) -> Decision:
    """Nothing waits for ever."""
    if decision.outcome == "defer" and candidate.deferrals >= facts.brand.deferrals:
        return suppress(*decision.codes, "DEFERRED_TOO_OFTEN")
    return decision


def _answer(candidate: Candidate, facts: Facts, now: int) -> Decision:
    place = facts.places[0]
    window = place.human_window or place.window if candidate.author == "agent" else place.window
    return decide_answer(place.status, candidate.expires_at, not candidate.is_template, place.heard_at, window, now)


__all__ = [
    "PLACE_RULES",
    "RULES",
    "Brand",
    "Candidate",
    "Cap",
    "Decision",
    "Facts",
    "Place",
    "Rival",
    "decide",
    "decide_answer",
    "decide_piece",
]
