"""What's new: answered now, out of the topics that the customer follows or asks for. It counts nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from gateway.outreach import item_store
from gateway.outreach.item import Item, words
from gateway.outreach.telling import told
from gateway.terms.actions.plan import initiative
from gateway.terms.preference import Terms
from gateway.terms.summary import follows
from gateway.terms.topic import Topic, Topics
from gateway.terms.wording import ByLanguage, both, listed

AT_ONCE = 3
NEW = both("Du nouveau pour vous :", "New for you:")
STILL = both("Rien de plus depuis la dernière fois. Toujours d'actualité :", "Nothing more since last time. Still on:")


def asked_about(terms: Terms, topics: Topics) -> list[Topic]:
    """What they follow or said they ask for; who chose nothing asks about all that is not off."""
    there = [one for one in topics if not _is_off(one, terms, topics)]
    chosen = [one for one in there if follows(terms, one, topics) and one.category == "marketing"]
    chosen += [one for one in there if terms.get(f"topic:{one.id}", "initiative") == "pull"]
    return [one for one in there if one in chosen] or there


def answer(connection: Connection, topics: Topics, terms: Terms, customer_id: str, now: int) -> ByLanguage:
    """What is new, and from here on no longer is; else what still holds; else that there is nothing. Never empty."""
    about = asked_about(terms, topics)
    ids = [one.id for one in about]
    found = item_store.fresh(connection, customer_id, ids, now, AT_ONCE + 1)
    if found:
        item_store.shown(connection, customer_id, [one.id for one in found[:AT_ONCE]], now)
        return _told(NEW, found)
    known = item_store.valid(connection, ids, now, AT_ONCE)
    return _told(STILL, known) if known else _nothing(about)


def _told(heading: ByLanguage, items: Sequence[Item]) -> ByLanguage:
    shown, more = items[:AT_ONCE], len(items) > AT_ONCE
    return both(
        told(heading, [words(one, "fr") for one in shown], "fr", more=more).body,
        told(heading, [words(one, "en") for one in shown], "en", more=more).body,
    )


def _nothing(about: Sequence[Topic]) -> ByLanguage:
    if not about:
        return both("Rien de nouveau : vous ne suivez aucun sujet.", "Nothing new: you follow no topic.")
    names = listed([one.label for one in about])
    return both(
        f"Rien de nouveau pour l'instant. J'ai regardé : {names['fr']}.",
        f"Nothing new at the moment. I looked at: {names['en']}.",
    )


def _is_off(topic: Topic, terms: Terms, topics: Topics) -> bool:
    scopes = [f"topic:{one}" for one in topics.path(topic.id)]
    return initiative(terms, topics, f"topic:{topic.id}") == "off" or terms.any(scopes, "stopped")
