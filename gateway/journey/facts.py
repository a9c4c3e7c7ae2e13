"""Facts: what flows may ask of the world, found out only when they ask. Shape: dialogs/facts.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from connectors.contract import Connector
from gateway.ground.clock import to_iso
from gateway.journey.accounts import Accounts
from gateway.journey.routing import WITH_PEOPLE
from gateway.journey.talk import Talk
from gateway.journey.world import World
from gateway.terms.facts import language_chosen, terms_fact, topics_fact
from gateway.terms.preference import Terms
from gateway.terms.topic import Topics


class Facts(Mapping[str, Any]):
    """The facts of one conversation at one moment."""

    def __init__(self, world: World, talk: Talk, connector: Connector, language: str | None, now: int) -> None:
        self.world, self.talk, self.connector, self.now = world, talk, connector, now
        self.spoken = talk.language or (language if language in world.languages else None)
        self.zone = talk.zone or world.zone
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._found:
            self._found[name] = _FOUND_BY[name](self)
        return self._found[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in _FOUND_BY else default

    def __iter__(self) -> Iterator[str]:
        return iter(_FOUND_BY)

    def __len__(self) -> int:
        return len(_FOUND_BY)


def _channel(facts: Facts) -> dict[str, Any]:
    can = facts.connector.capabilities
    account = facts.connector.account
    return {"name": account.channel, "account": account.id, "buttons": max(can.buttons, can.quick_replies)}


def _brain(facts: Facts) -> dict[str, Any] | None:
    """Who answers here in our place: nobody while people do, or where the customer wants no robot."""
    name = facts.connector.account.brain
    outside = facts.world.outside(name) if name is not None else None
    if outside is None or _only_people(facts):
        return None
    return {"action": name, "kind": outside.kind, "patience": outside.patience}


def _opinion(facts: Facts) -> dict[str, Any] | None:
    wanted = facts.world.opinion
    return None if wanted is None or _only_people(facts) else {"patience": wanted}


def _only_people(facts: Facts) -> bool:
    return facts.talk.owner_kind in WITH_PEOPLE or facts.talk.terms.get("all", "no_robot") is True


def topics_told(topics: Topics, terms: Terms) -> dict[str, Any]:
    told = topics_fact(topics, terms)
    kinds = {topic.id: topic.category for topic in topics}
    return {**told, "all": [{**topic, "category": kinds[topic["id"]]} for topic in told["all"]]}


def _channels(accounts: Accounts) -> list[str]:
    """Where this brand writes at all, in the order of its accounts."""
    return list(dict.fromkeys(accounts[name].account.channel for name in accounts))


def _rules(terms: Terms) -> list[dict[str, Any]]:
    """What was decided, for what narrows it: "not on Sundays either"."""
    return [
        {"scope": scope, "field": field, "value": value}
        for scope, fields in terms.rules.items()
        for field, value in fields.items()
    ]


_FOUND_BY: dict[str, Callable[[Facts], Any]] = {
    "now": lambda facts: to_iso(facts.now),
    "zone": lambda facts: facts.zone,
    "language": lambda facts: facts.spoken,
    "language_fixed": lambda facts: language_chosen(facts.talk.terms),
    "languages": lambda facts: list(facts.world.languages),
    "brand": lambda facts: {"name": facts.world.brand, "country": facts.world.rulebook.brand.country},
    "customer": lambda facts: {"name": facts.talk.name},
    "channel": _channel,
    "brain": _brain,
    "opinion": _opinion,
    "channels": lambda facts: _channels(facts.world.accounts),
    "topics": lambda facts: topics_told(facts.world.topics, facts.talk.terms),
    "terms": lambda facts: {
        **terms_fact(facts.world.topics, facts.talk.terms, facts.now, facts.zone),
        "rules": _rules(facts.talk.terms),
    },
}
