"""The book of a town: every provider call that began, and what counts of it by hand, without any ring or store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gateway.messages.due_store import Due
from gateway.terms import frequency
from gateway.terms.preference import Terms
from gateway.terms.topic import Topic, Topics

TOPICS = Topics(
    [
        Topic(id="fashion", label={"fr": "Mode", "en": "Fashion"}),
        Topic(id="shoes", label={"fr": "Chaussures", "en": "Shoes"}, parent="fashion"),
        Topic(id="offers", label={"fr": "Offres", "en": "Offers"}),
        Topic(id="orders", label={"fr": "Mes commandes", "en": "My orders"}, category="service", initiative="push"),
    ]
)


@dataclass
class Call:
    """One provider call that began: the book's own record."""

    due: Due
    at: int
    channel: str
    outcome: str = "uncertain"  # sent, released

    @property
    def counts(self) -> bool:
        return self.outcome != "released"


@dataclass(kw_only=True)
class Book:
    """`owners`: whose an address is by now. Whoever has it has what went there."""

    calls: list[Call] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)

    def owner(self, due: Due) -> str:
        return self.owners.get(due.address_id, due.customer_id)

    def counted(self, customer_id: str, scope: str, since: int, until: int) -> int:
        """How many calls in (since, until] count in a customer's scope, by hand."""
        return sum(
            1
            for call in self.calls
            if call.counts and self.owner(call.due) == customer_id and since < call.at <= until
            and call.due.part == 1 and counts_in(call, scope)
        )  # fmt: skip

    def too_many(self, call: Call, terms: Terms) -> list[str]:
        """The measures of these terms that this call broke, at the moment when it began."""
        broken: list[str] = []
        for scope, rules in terms.rules.items():
            limit = frequency.cap(rules.get("frequency"))
            if limit is None or not counts_in(call, scope):
                continue
            if self.counted(self.owner(call.due), scope, call.at - limit[1], call.at) > limit[0]:
                broken.append(scope)
        return broken if call.due.category == "marketing" else []

    def begun(self, due: Due) -> Call | None:
        """The last call of that delivery."""
        return next((call for call in reversed(self.calls) if same(call.due, due)), None)


def same(one: Due, other: Due) -> bool:
    return (one.message_id, one.part) == (other.message_id, other.part)


def counts_in(call: Any, scope: str) -> bool:
    """Does this call count in that scope of its customer?"""
    kind, _, name = scope.partition(":")
    sells = call.due.category == "marketing"
    match kind:
        case "all":
            return sells
        case "channel":
            return sells and call.channel == name
        case "category":
            return call.due.category == name
        case _:
            return call.due.topic is not None and name in TOPICS.path(call.due.topic)
