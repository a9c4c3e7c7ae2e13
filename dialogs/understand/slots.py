"""What a meaning hands to the flow that takes it: plain JSON, by the names of the flow's vars.

A flow takes what it names:

wishes     all wishes, each {"scope", "field", "value", "how", "topic", "says"}: see wishes.py; `topic` its id, where
           the scope is one; `says` in words by language
scope      of a single wish
topic      the topic of a single wish, as in the facts; "all" where the pace is of everything
channel    the channel of a single wish
pace       how often, as `terms.set` takes it: "daily" | "weekly" | "monthly" | {"max": 2, "per": "week"}
duration   of a pause: "P2W", or until when: "2026-11-30T23:59:59+01:00"
problem    {"reason", "says", "readings": [{"id", "label", "wishes"}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from dialogs.understand.telling import Topics, questions, told
from dialogs.understand.wishes import Problem, Unclear, Wish, settled

EVERYTHING = {"id": "all", "name": {"fr": "tout", "en": "everything"}}
_EACH = {"day": "daily", "week": "weekly", "month": "monthly"}


def slots(
    wishes: Sequence[Wish], problem: Problem | None, topics: Topics, rules: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """`rules` hold now: what narrows them is handed on as what will hold."""
    if problem is not None:
        return {"problem": _problem(problem, topics, rules)}
    if not wishes:
        return {}
    return {"wishes": _all(wishes, topics, rules), **dict(_of_one(wishes, topics))}


def defaults(wishes: Sequence[Wish]) -> dict[str, Any]:
    """For what was left unsaid, unless the conversation knows it already: "once a week" is about everything."""
    return {"topic": EVERYTHING} if any(wish.field == "frequency" and wish.value is not None for wish in wishes) else {}


def _all(wishes: Sequence[Wish], topics: Topics, rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    after = settled(wishes, rules)
    return [
        {**msgspec.structs.asdict(wish), "topic": _topic_of(wish), "says": told([said], topics)}
        for said, wish in zip(wishes, after, strict=True)
    ]


def _topic_of(wish: Wish) -> str | None:
    kind, _, name = wish.scope.partition(":")
    return name if kind == "topic" else None


def _of_one(wishes: Sequence[Wish], topics: Topics) -> Iterator[tuple[str, Any]]:
    if len(wishes) != 1:
        return
    wish = wishes[0]
    kind, _, name = wish.scope.partition(":")
    topic = next((dict(topic) for topic in topics if kind == "topic" and str(topic["id"]) == name), None)
    yield "scope", wish.scope
    if topic is not None:
        yield "topic", topic
    if kind == "channel":
        yield "channel", name
    if wish.field == "pause" and wish.value is not None:
        yield "duration", wish.value
    if wish.field == "frequency" and wish.value is not None and "span" not in wish.value:
        n, per = wish.value["n"], wish.value["per"]
        yield "pace", _EACH[per] if n == 1 else {"max": n, "per": per}


def _problem(problem: Problem, topics: Topics, rules: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    readings = problem.readings if isinstance(problem, Unclear) else ()
    return {
        "reason": problem.reason,
        "says": questions()[problem.reason],
        "readings": [
            {"id": str(at), "label": told(wishes, topics), "wishes": _all(wishes, topics, rules)}
            for at, wishes in enumerate(readings, 1)
        ],
    }
