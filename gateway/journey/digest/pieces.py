"""Pieces: what a digest tells: messages that were gathered for it, and items that are new. Each is asked about alone.

Before:  gathering or revising found them.      After:  those that may be told there are put together as one message.
Order:   messages as they were gathered, then items, the newest first.
Never:   writes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, Text
from gateway.journey import candidacy
from gateway.journey.admission import Standing
from gateway.messages import message_store
from gateway.messages.due_store import Due
from gateway.outreach import telling
from gateway.outreach.item import Item, words
from gateway.people.address_store import Place
from gateway.terms.policy import Candidate, Decision, decide_piece
from gateway.terms.topic import Topics

MOST_ITEMS = 5

_content = msgspec.json.Decoder(Content).decode


@dataclass(frozen=True)
class Pieces:
    messages: Sequence[Due] = ()
    items: Sequence[Item] = ()

    def __len__(self) -> int:
        return len(self.messages) + len(self.items)

    @property
    def ids(self) -> list[str]:
        return [*(one.message_id for one in self.messages), *(one.id for one in self.items)]

    @property
    def topic(self) -> str | None:
        """What all of it is about, if that is one thing."""
        found = {*(one.topic for one in self.messages), *(one.topic for one in self.items)}
        return found.pop() if len(found) == 1 else None

    def sells(self, topics: Topics) -> bool:
        kinds = [one.category for one in self.messages]
        kinds += [known.category for one in self.items if (known := topics.get(one.topic)) is not None]
        return "marketing" in kinds

    def without(self, gone: Iterable[str]) -> Pieces:
        """The rest: `gone` are ids of messages and items."""
        left = set(gone)
        return Pieces(
            [one for one in self.messages if one.message_id not in left],
            [one for one in self.items if one.id not in left],
        )


NOTHING = Pieces()


def asked(pieces: Pieces, place: Place, known: Standing, now: int) -> dict[str, Decision]:
    """What the policy says of each of them, told there, by the ids of messages and items."""
    found = {}
    for due in pieces.messages:
        connector = known.accounts.get(due.account)
        if connector is None:
            continue  # its account is no longer configured: it stays where it is
        wanting = candidacy.candidate(due, connector, known.wish(due), known.rulebook)
        found[due.message_id] = _decided(wanting, place, known, now)
    topics = known.rulebook.topics
    for item in pieces.items:
        asking = _of_item(item, place, topics, now)
        if asking is not None:
            found[item.id] = _decided(asking, place, known, now)
    return found


def _of_item(item: Item, place: Place, topics: Topics, now: int) -> Candidate | None:
    """None: its topic is no more."""
    topic = topics.get(item.topic)
    if topic is None:
        return None
    return Candidate(
        message_id=item.id, customer_id=place.customer_id, category=topic.category, author="campaign",
        topic=topic.id, topic_path=tuple(topics.path(topic.id)), initiative=topic.initiative, created_at=now,
    )  # fmt: skip


def _decided(wanting: Candidate, place: Place, known: Standing, now: int) -> Decision:
    """Whoever holds the conversation holds up the whole digest, not a piece of it."""
    person = known.person(place.customer_id)
    assert person is not None  # whoever is asked about is known
    assert known.knowledge is not None
    there = msgspec.structs.replace(
        wanting, kind="piece", address_id=place.address_id, account=place.account, channel=place.channel,
        is_movable=False,
    )  # fmt: skip
    facts = candidacy.facts(there, "bot", person, known.knowledge, known.rulebook, known.accounts)
    return decide_piece(there, facts, now)


def said(connection: Connection, pieces: Pieces, language: str, *, more: bool) -> Text:
    """All of it as one message."""
    rows: Any = {row.id: row for row in message_store.of_ids(connection, [one.message_id for one in pieces.messages])}
    told = [telling.piece(_content(rows[one.message_id].content)) for one in pieces.messages]
    told += [words(one, language) for one in pieces.items]
    return telling.told(telling.HEADING, told, language, more=more)
