"""What a customer may ask: why did I get this, what did you hold back, what do you know of me. From what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.messages import delivery_store, message_store, timeline_store
from gateway.messages.delivery import LEFT
from gateway.people import address_store, customer_store
from gateway.terms import (
    consent_store,
    contact_store,
    decision_store,
    digest_store,
    explanation_store,
    terms_store,
)
from gateway.terms.explaining import Explanation, explained
from gateway.terms.explanation_store import Basis
from gateway.terms.policy.measures import MONTH
from gateway.terms.reasons import reason, short
from gateway.terms.summary import sentences
from gateway.terms.topic import Topics
from gateway.terms.wording import CATEGORIES, CHANNELS, ByLanguage, both, joined, language_name, listed

RECENT = 40
MOST = 500


@dataclass(frozen=True)
class Told:
    """An answer in words, and what it is made of."""

    effect: ByLanguage
    data: Any


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was not sent, or not yet. `otherwise_at`: when it would have been, but for this."""

    message_id: str
    category: str
    topic: str | None
    outcome: str
    code: str
    reason: ByLanguage
    at: int
    until: int | None
    otherwise_at: int


def why(connection: Connection, topics: Topics, customer_id: str, _now: int, zone: str) -> Told:
    """About the last message that was no answer."""
    row = _last_sent(connection, customer_id)
    if row is None:
        only = both(
            "Je vous réponds seulement : je ne vous ai rien écrit de moi-même.",
            "I only answer you: I wrote nothing on my own.",
        )
        return Told(only, None)
    found = of_message(connection, topics, row, zone)
    return Told(found.sentences, found) if found else Told(both("Je ne sais pas.", "I do not know."), None)


def of_message(connection: Connection, topics: Topics, row: Any, zone: str) -> Explanation | None:
    """The last decision about one message of ours; None: there was none."""
    made: Any = decision_store.of_messages(connection, [row.id])
    if not made:
        return None
    last = made[-1]
    basis = explanation_store.of_messages(connection, [row.id]).get(last.id) or Basis(terms_version=last.terms_version)
    if row.category == "requested":
        basis = msgspec.structs.replace(basis, digest=digest_store.telling(connection, row.customer_id, row.id))
    entry = consent_store.get(connection, basis.consent) if basis.consent else None
    return explained(
        row.id, last.at, row.category or "conversation", row.topic, basis.campaign, last.outcome,
        decision_store.codes(last), last.policy_version, basis, entry, topics, zone,
    )  # fmt: skip


def held_back(connection: Connection, _topics: Topics, customer_id: str, now: int, _zone: str) -> Told:
    """What they did not get in the last thirty days."""
    held = list_held(connection, customer_id, now - MONTH)
    if not held:
        return Told(both("Je n'ai rien retenu ces 30 derniers jours.", "I held nothing back in the last 30 days."), [])
    counts = Counter(msgspec.json.encode(short(one.code)) for one in held)
    parts = [(count, msgspec.json.decode(name)) for name, count in counts.most_common()]
    french, english = (", ".join(f"{count} ({name[language]})" for count, name in parts) for language in ("fr", "en"))
    waiting = sum(1 for one in held if one.outcome in ("defer", "hold"))
    many = len(held)
    return Told(
        joined(
            both(f"En 30 jours j'ai retenu {many} message{'s' if many > 1 else ''} : {french}.",
                 f"In 30 days I held back {many} message{'s' if many > 1 else ''}: {english}."),
            both(f"{waiting} attend{'ent' if waiting > 1 else ''} encore.",
                 f"{waiting} still wait{'' if waiting > 1 else 's'}.") if waiting else None,
        ),
        held,
    )  # fmt: skip


def list_held(connection: Connection, customer_id: str, since: int) -> list[Held]:
    """Newest first; what was sent after all is left out, or told by a digest, and so are answers."""
    rows = decision_store.held_back(connection, customer_id, since, MOST)
    first = {row.message_id: row.at for row in rows}
    last = {row.message_id: row for row in reversed(rows)}
    sent = {message_id for message_id, one in decision_store.latest(connection, list(last)).items() if one.is_sent}
    sent |= {part.message_id for part in delivery_store.of_messages(connection, list(last)) if part.state == "told"}
    messages = {row.id: row for row in message_store.of_ids(connection, [one for one in last if one not in sent])}
    found = [
        _held(row, messages[row.message_id], first[row.message_id])
        for row in sorted(last.values(), key=lambda one: str(one.id), reverse=True)
        if row.message_id in messages
    ]
    return [one for one in found if one.category != "conversation"]


def about_me(connection: Connection, topics: Topics, customer_id: str, now: int, zone: str) -> Told:
    """What is known of them, in a few sentences; the whole is the export."""
    person: Any = customer_store.get(connection, customer_id)
    places: Any = address_store.of_customer(connection, customer_id)
    terms = terms_store.load(connection, customer_id)
    rules = sentences(terms, topics, now, zone)
    counts = Counter(one.category for one in contact_store.since(connection, [customer_id], now - MONTH))
    told = joined(
        _person(person, places),
        both(" ".join(rules["fr"]), " ".join(rules["en"])),
        _written(counts),
        both("Tout le reste est dans l'export de vos données.", "All the rest is in the export of your data."),
    )
    data = {
        "name": person.name, "language": person.language, "timezone": person.timezone,
        "addresses": [{"channel": row.channel, "address": row.value} for row in places], "sentences": rules,
        "written": dict(counts), "consents": len(consent_store.entries(connection, customer_id)),
    }  # fmt: skip
    return Told(told, data)


def _last_sent(connection: Connection, customer_id: str) -> Any:
    said = timeline_store.last(connection, timeline_store.of_customer(connection, customer_id), RECENT)
    pushed = [row for row in said.rows if row.direction == "out" and row.category not in (None, "conversation")]
    parts: Any = delivery_store.of_messages(connection, [row.id for row in pushed])
    left = {part.message_id for part in parts if part.state in LEFT}
    return next((row for row in reversed(pushed) if row.id in left), None)


def _held(row: Any, message: Any, first: int) -> Held:
    code = decision_store.codes(row)[0]
    return Held(
        message_id=row.message_id, category=message.category or "conversation", topic=message.topic,
        outcome=row.outcome, code=code, reason=reason(code), at=row.at, until=row.until, otherwise_at=first,
    )  # fmt: skip


def _person(person: Any, places: Sequence[Any]) -> ByLanguage:
    names = listed([both(CHANNELS[one], CHANNELS[one]) for one in dict.fromkeys(row.channel for row in places)])
    called = both(f"Vous êtes {person.name}.", f"You are {person.name}.") if person.name else None
    spoken = language_name(person.language) if person.language else None
    return joined(
        called,
        both(f"Je vous joins par {names['fr']}.", f"I reach you by {names['en']}.") if places else None,
        both(f"Nous parlons {spoken['fr']}.", f"We speak {spoken['en']}.") if spoken else None,
    )


def _written(counts: Counter[str]) -> ByLanguage:
    if not counts:
        return both("En 30 jours je ne vous ai rien écrit de moi-même.", "In 30 days I wrote nothing on my own.")
    french = ", ".join(f"{count} ({CATEGORIES[category]['fr']})" for category, count in sorted(counts.items()))
    english = ", ".join(f"{count} ({CATEGORIES[category]['en']})" for category, count in sorted(counts.items()))
    return both(f"En 30 jours je vous ai écrit : {french}.", f"In 30 days I wrote to you: {english}.")
