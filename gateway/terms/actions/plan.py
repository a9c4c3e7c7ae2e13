"""What an action is asked with, and what it answers: values, and the checks that all actions share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gateway.terms import field as fields
from gateway.terms.policy.brand import Brand
from gateway.terms.preference import SCOPE, Change, Terms
from gateway.terms.terms_store import Origin
from gateway.terms.topic import Topic, Topics
from gateway.terms.wording import ByLanguage


class ActionRefused(Exception):
    """Nothing was done; `code` says why: unknown_topic, unknown_change, bad_value, unknown_action."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class ActionContext:
    """Who asks, when, and in which words. `zone` is the customer's."""

    customer_id: str
    conversation_id: str
    now: int
    zone: str
    origin: Origin
    brand: Brand = field(default_factory=Brand)


@dataclass(frozen=True)
class Reach:
    """The customer's addresses: those where the yes was said, by whichever account, and all."""

    here: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One action, with the terms as they stand."""

    terms: Terms
    topics: Topics
    args: Mapping[str, Any]
    context: ActionContext
    reach: Reach = Reach()

    @property
    def scope(self) -> str:
        """Raises ActionRefused where there is no such scope."""
        scope = str(self.args.get("scope", "all"))
        if not SCOPE.fullmatch(scope):
            raise ActionRefused("bad_value")
        kind, _, name = scope.partition(":")
        if kind == "topic" and self.topics.get(name) is None:
            raise ActionRefused("unknown_topic")
        return scope

    def value(self, field: str, given: Any) -> Any:
        """As it is kept. Raises ActionRefused where the field may not have it."""
        try:
            return fields.normal(field, given)
        except (ValueError, OverflowError):
            raise ActionRefused("bad_value") from None

    def change(self, scope: str, field: str, after: Any) -> Change:
        return Change(scope=scope, field=field, before=self.terms.get(scope, field), after=after)


@dataclass(frozen=True)
class Plan:
    """What an action would change and what that means. `foresees`: the scope of which to say when the next may come;
    `already`: what to say where it changes nothing."""

    changes: Sequence[Change]
    effect: ByLanguage
    foresees: str | None = None
    already: ByLanguage | None = None


def initiative(terms: Terms, topics: Topics, scope: str) -> str:
    """What holds in this scope, decided or inherited."""
    kind, _, name = scope.partition(":")
    topic = topics.get(name) if kind == "topic" else None
    if topic is None:
        return str(terms.nearest((scope, "all"), "initiative") or "push")
    chain = [*(f"topic:{one}" for one in topics.path(name)), f"category:{topic.category}", "all"]
    return str(terms.nearest(chain, "initiative") or topic.initiative)


def beneath(scope: str, topics: Topics) -> list[str]:
    """The topics that inherit from this scope; of everything, those that sell."""
    kind, _, name = scope.partition(":")
    return [
        f"topic:{topic.id}" for topic in topics if f"topic:{topic.id}" != scope and _within(topic, kind, name, topics)
    ]


def agreed(terms: Terms, scope: str) -> bool:
    """Did the customer agree, there or everywhere, so that what is pushed in this scope would come?"""
    return bool(terms.nearest((scope, "category:marketing", "all"), "consent"))


def _within(topic: Topic, kind: str, name: str, topics: Topics) -> bool:
    match kind:
        case "all":
            return topic.category == "marketing"
        case "category":
            return topic.category == name
        case "topic":
            return name in topics.path(topic.id)
        case _:
            return False
