"""Counting: the rings of the measures that hold for a customer, out of what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.terms.contact_store import Contact
from gateway.terms.policy.measures import Measure, counted_in, scope_of
from gateway.terms.policy.ring import Ring, rebuilt
from gateway.terms.topic import Topics


def rings(measures: Iterable[Measure], contacts: Sequence[Contact], topics: Topics) -> dict[str, Ring]:
    """A ring for each of these measures, by its key."""
    counted = [(one.at, scopes(one, topics)) for one in contacts]
    made = {}
    for measure in measures:
        scope = scope_of(measure.key)
        made[measure.key] = rebuilt(measure.n, measure.period, (at for at, within in counted if scope in within))
    return made


def scopes(contact: Contact, topics: Topics) -> list[str]:
    """What one contact counts in, as the topics belong together now."""
    path = topics.path(contact.topic) if contact.topic else []
    return counted_in(contact.category, contact.channel, path, contact.campaign)


def last(contacts: Iterable[Contact]) -> dict[str, int]:
    """When something of each category last counted."""
    found: dict[str, int] = {}
    for one in contacts:
        found[one.category] = max(found.get(one.category, 0), one.at)
    return found


def exposure(contacts: Iterable[Contact]) -> dict[str, int]:
    """How much of each campaign they got."""
    found: dict[str, int] = {}
    for one in contacts:
        if one.campaign is not None:
            found[one.campaign] = found.get(one.campaign, 0) + 1
    return found
