"""A customer's terms as flows read them: the shapes of dialogs/facts.py."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from gateway.terms import frequency, ledger, terms_store
from gateway.terms.preference import Change, Terms
from gateway.terms.summary import follows, pace_of, summary
from gateway.terms.terms_store import Origin
from gateway.terms.topic import Topic, Topics
from gateway.terms.wording import PACES, pace_name


def topics_fact(topics: Topics, terms: Terms) -> dict[str, Any]:
    """All topics in the brand's order, and those followed."""
    return _topics_fact(topics, terms) if terms.rules else _topics_by_default(topics)


@lru_cache(maxsize=4)
def _topics_by_default(topics: Topics) -> dict[str, Any]:
    """Most people decided nothing, and every word of theirs asks for the topics."""
    return _topics_fact(topics, Terms())


def _topics_fact(topics: Topics, terms: Terms) -> dict[str, Any]:
    shown = [_topic(topic, terms, topics) for topic in topics]
    return {"all": shown, "followed": [one for one in shown if one["followed"]]}


def terms_fact(topics: Topics, terms: Terms, now: int, zone: str) -> dict[str, Any]:
    return {
        "stopped": terms.get("all", "stopped") is True,
        "paused": (terms.get("all", "pause") or 0) > now,
        "summary": summary(terms, topics, now, zone),
    }


def language_chosen(terms: Terms) -> bool:
    """Did the customer choose the language, so that no words of theirs change it?"""
    return terms.get("all", "language") is not None


def closed_by_provider(
    connection: Connection, customer_id: str, channel: str, *, closed: bool, origin: Origin, now: int
) -> None:
    """A carrier or an app obeyed STOP (or START) already: the ledger says so too."""
    ledger.hold(connection, customer_id)
    terms = terms_store.load(connection, customer_id)
    scope, after = f"channel:{channel}", True if closed else None
    change = Change(scope=scope, field="stopped", before=terms.get(scope, "stopped"), after=after)
    if change.before != change.after:
        ledger.write(connection, customer_id, [change], origin, now)


def _topic(topic: Topic, terms: Terms, topics: Topics) -> dict[str, Any]:
    value = pace_of(terms, topic)
    followed = follows(terms, topic, topics)
    return {
        "id": topic.id,
        "name": topic.label,
        "followed": followed,
        "pace": frequency.pace(value) if followed else "never",
        "pace_name": pace_name(value) if followed else PACES["never"],
        "words": [word for words in topic.words.values() for word in words],
    }
