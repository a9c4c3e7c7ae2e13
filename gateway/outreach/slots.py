"""Slots: which digests a customer has, on which topics, and when each is told. Pure; the policy gathers by the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from gateway.terms import digest
from gateway.terms.actions.plan import initiative
from gateway.terms.policy.brand import Brand
from gateway.terms.preference import Terms
from gateway.terms.summary import follows
from gateway.terms.topic import Topic, Topics


class Slot(NamedTuple):
    """One digest to come: its id says whose it is, by which rule and on which date."""

    digest_id: str
    at: int


def topics_of(scope: str, terms: Terms, topics: Topics) -> list[Topic]:
    """The topics that the digest of this scope tells, in the brand's order."""
    return [topic for topic in topics if _is_digested(topic, terms, topics) and scope_of(topic, terms, topics) == scope]


def scope_of(topic: Topic, terms: Terms, topics: Topics) -> str:
    """Whose calendar holds for this topic: the nearest rule, else the brand's own under "all"."""
    scopes = [*(f"topic:{one}" for one in topics.path(topic.id)), f"category:{topic.category}"]
    return next((one for one in scopes if terms.get(one, "digest") is not None), "all")


def between(
    customer_id: str, terms: Terms, topics: Topics, brand: Brand, zone: str, after: int, now: int
) -> tuple[list[Slot], int | None]:
    """The slots of this customer in (after, now], and when the first one later is; None: they have no digest."""
    due, coming = [], []
    for scope in dict.fromkeys(scope_of(one, terms, topics) for one in topics if _is_digested(one, terms, topics)):
        calendar: Any = terms.get(scope, "digest") or brand.digest
        slot = digest.next_slot(calendar, zone, after)
        while slot is not None and slot.at <= now:
            due.append(Slot(digest.named(customer_id, scope, slot.day), slot.at))
            slot = digest.next_slot(calendar, zone, slot.at, not_on=frozenset({slot.day}))
        coming += [slot.at] if slot is not None else []
    return _latest(due), min(coming, default=None)


def _latest(due: Iterable[Slot]) -> list[Slot]:
    """Of several of one rule only the last: who was away for a week tells the news once."""
    return list({digest.scope_in(one.digest_id): one for one in sorted(due, key=lambda one: one.at)}.values())


def _is_digested(topic: Topic, terms: Terms, topics: Topics) -> bool:
    return initiative(terms, topics, f"topic:{topic.id}") == "digest" and follows(terms, topic, topics)
