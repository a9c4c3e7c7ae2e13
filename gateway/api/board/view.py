"""What a customer's page shows, by the same functions that answer in chat, so that both say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from gateway.api.board import choices
from gateway.api.board.acts import Standing, standing
from gateway.api.doors import Doors
from gateway.messages import timeline_store
from gateway.outreach import board_link, item_store, whats_new
from gateway.outreach.board_link import Visit
from gateway.outreach.item import Item, spoken
from gateway.people import customer_store
from gateway.terms import asking, contact_store, counting, outlook, summary, wall
from gateway.terms import sentences as said
from gateway.terms.actions.plan import initiative
from gateway.terms.frequency import PERIODS
from gateway.terms.policy.brand import Brand
from gateway.terms.policy.measures import MONTH, Measure, measures
from gateway.terms.preference import Terms
from gateway.terms.topic import Topic, Topics
from gateway.terms.wording import CHANNELS, ByLanguage, begun, both, clock, dated, joined, subject
from gateway.terms.wording import PERIODS as PERIOD_NAMES

CARDS = 24
PAST = 20
_PERIODS = {millis: PERIOD_NAMES[name] for name, millis in PERIODS.items()}
RECENT = 200  # messages looked through for them


@dataclass(frozen=True)
class Board:
    """Everything in the customer's language, for the template."""

    language: str
    brand: str
    csrf: str
    cards: list[dict[str, str | None]]
    budget: list[str]
    coming: str
    rules: list[str]
    topics: list[dict[str, Any]]
    pace: str
    clocks: tuple[str, ...]
    hours: choices.HoursShown
    holidays: bool
    digest: choices.DigestShown
    channels: list[tuple[str, str]]  # those that there are to choose from, with their names
    chosen: list[str]
    stopped: bool
    paused: bool
    told: list[dict[str, str]]
    held: list[dict[str, str]]
    is_fresh: bool


def board(connection: Connection, doors: Doors, visited: Visit, csrf: str, now: int) -> Board:
    """Of whoever the link was sent to."""
    person: Any = customer_store.get(connection, visited.customer_id)
    language, zone = spoken_by(person, doors), person.timezone or doors.zone
    here = standing(connection, doors, person.id)
    terms, topics = here.terms, doors.topics
    about = [one.id for one in whats_new.asked_about(terms, topics)]
    items = item_store.valid(connection, about, now, CARDS)
    return Board(
        language=language, brand=doors.brand, csrf=csrf, cards=[_card(one, here, language) for one in items],
        budget=[one[language] for one in _budget(connection, doors, person.id, terms, now)],
        coming=_coming(connection, doors, person.id, terms, zone, now)[language],
        rules=summary.sentences(terms, topics, now, zone)[language],
        topics=[_topic(one, terms, doors, language) for one in topics],
        pace=choices.pace_shown(terms.get("all", "frequency")), hours=choices.hours_shown(terms.get("all", "hours")),
        holidays=terms.get("all", "holidays") is not False,
        clocks=choices.CLOCKS, digest=choices.digest_shown(here.calendar("all")),
        chosen=terms.get("all", "channels") or [], channels=[(one, CHANNELS[one]) for one in here.channels],
        stopped=terms.get("all", "stopped") is True, paused=(terms.get("all", "pause") or 0) > now,
        told=_told(connection, doors, person.id, zone, language),
        held=_held(connection, doors, person.id, zone, language, now),
        is_fresh=now - visited.since < board_link.FRESH,
    )  # fmt: skip


def spoken_by(person: Any, doors: Doors) -> str:
    """French or English: the page has no other texts."""
    wanted = (person.language if person is not None else None) or doors.languages[0]
    return wanted if wanted in ("fr", "en") else "en"


def _card(item: Item, here: Standing, language: str) -> dict[str, str | None]:
    scope, topic = f"topic:{item.topic}", here.topics.get(item.topic)
    return {
        "scope": scope, "why": _why(scope, topic, here)[language],
        "title": spoken(item.title, language), "body": spoken(item.body, language), "link": item.link,
        "picture": item.picture, "alt": spoken(item.alt, language),
        "topic": subject(scope, here.topics)[language],
    }  # fmt: skip


def _why(scope: str, topic: Topic | None, here: Standing) -> ByLanguage:
    """Why a card is shown: by the very choice that put it there."""
    about = subject(scope, here.topics)
    if topic is not None and summary.follows(here.terms, topic, here.topics):
        return both(f"Vous suivez « {about['fr']} ».", f"You follow “{about['en']}”.")
    if here.terms.get(scope, "initiative") == "pull":
        return both(f"« {about['fr']} » : vous demandez vous-même.", f"“{about['en']}”: you ask for it yourself.")
    return both(
        f"Vous n'avez rien choisi pour « {about['fr']} » : c'est montré ici, et jamais envoyé de nous-mêmes.",
        f"You chose nothing about “{about['en']}”: it is shown here, and never sent of our own accord.",
    )


def _topic(topic: Topic, terms: Terms, doors: Doors, language: str) -> dict[str, Any]:
    follows = summary.follows(terms, topic, doors.topics)
    digest = initiative(terms, doors.topics, f"topic:{topic.id}") == "digest"
    kept = "digest" if digest else choices.pace_shown(terms.get(f"topic:{topic.id}", "frequency"))
    return {"id": topic.id, "label": topic.label[language], "followed": follows, "pace": kept}


def _budget(connection: Connection, doors: Doors, customer_id: str, terms: Terms, now: int) -> list[ByLanguage]:
    """How much of each of the customer's own measures is used; without any, what came this week."""
    contacts = contact_store.since(connection, [customer_id], now - MONTH)
    found = measures([*terms.rules], terms, Brand()) if terms.rules else []
    rings = counting.rings(found, contacts, doors.topics)
    told = [_used(one, rings[one.key].used(now), doors.topics) for one in found]
    count = sum(1 for one in contacts if one.at > now - PERIODS["week"] and one.category != "service")
    week = both(f"Cette semaine : {count} message{'s' if count > 1 else ''}",
                f"This week: {count} message{'' if count == 1 else 's'}")  # fmt: skip
    return [week, *told]


def _used(one: Measure, used: int, topics: Topics) -> ByLanguage:
    about, (french, english) = subject(one.key, topics), _PERIODS[one.period]
    return both(
        f"{begun(about['fr'])} : {used} sur {one.n} par {french}",
        f"{begun(about['en'])}: {used} of {one.n} a {english}",
    )


def _coming(
    connection: Connection, doors: Doors, customer_id: str, terms: Terms, zone: str, now: int
) -> ByLanguage:  # fmt: skip
    if terms.get("all", "stopped") is True or not any(
        summary.follows(terms, one, doors.topics) for one in doors.topics if one.category == "marketing"
    ):
        return both("Aucune publicité ne peut venir.", "No advertising can come.")
    at = outlook.next_contact(connection, customer_id, "all", terms, doors.topics, doors.rulebook.brand, now)
    at = max(at or now, terms.get("all", "pause") or 0)
    if at <= now:
        return both("Le prochain message peut venir à tout moment.", "The next message may come at any time.")
    return said.on_next(at, now, zone)


def _told(connection: Connection, doors: Doors, customer_id: str, zone: str, language: str) -> list[dict[str, str]]:
    """What was sent of our own accord, newest first, each with why."""
    said = timeline_store.last(connection, timeline_store.of_customer(connection, customer_id), RECENT)
    ours = [row for row in said.rows if row.direction == "out" and row.category not in (None, "conversation")]
    found: list[dict[str, str]] = []
    for row in reversed(ours):
        why = asking.of_message(connection, doors.topics, row, zone)
        if why is not None and why.outcome in ("send", "switch") and len(found) < PAST:
            found.append(_line(why.at, why.sentences, zone, language))
    return found


def _held(
    connection: Connection, doors: Doors, customer_id: str, zone: str, language: str, now: int
) -> list[dict[str, str]]:  # fmt: skip
    kept = asking.list_held(connection, customer_id, now - MONTH)[:PAST]
    return [_line(one.at, _named(one, doors), zone, language) for one in kept]


def _named(one: asking.Held, doors: Doors) -> ByLanguage:
    about = subject(f"topic:{one.topic}" if one.topic else f"category:{one.category}", doors.topics)
    return joined(both(f"{about['fr']}.", f"{about['en']}."), one.reason)


def _line(at: int, words: ByLanguage, zone: str, language: str) -> dict[str, str]:
    shown = wall.shown(at, zone)
    return {"when": f"{dated(shown.day)[language]}, {clock(shown.minute)[language]}", "why": words[language]}
