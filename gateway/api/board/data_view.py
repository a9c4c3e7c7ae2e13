"""The export as a page: what the JSON holds, line by line, in the customer's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.content import plain_text
from gateway.api.programs.export import Export
from gateway.terms.wording import CATEGORIES, CHANNELS, ByLanguage, both, clock, dated, language_name

_TITLES = {
    "person": both("Qui vous êtes pour nous", "Who you are to us"),
    "rules": both("Vos règles", "Your rules"),
    "consents": both("Vos accords et vos refus", "What you agreed to and refused"),
    "changes": both("Vos changements", "Your changes"),
    "messages": both("Ce qui a été dit", "What was said"),
    "contacts": both("Ce que nous vous avons écrit de nous-mêmes", "What we wrote to you of our own accord"),
    "held_back": both("Ce qui a été retenu", "What was held back"),
    "complaints": both("Vos réclamations", "Your complaints"),
}
_YOU, _WE = both("Vous", "You"), both("Nous", "We")
_ACTIONS = {
    "granted": both("accord", "agreed"),
    "withdrawn": both("refus", "withdrawn"),
}


@dataclass(frozen=True)
class Line:
    at: str | None
    text: str


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line]


def readable(whole: Export, language: str, zone: str) -> list[Section]:
    """Sections with their lines, oldest first; days and hours as they were where the customer is."""
    parts = {
        "person": _person(whole, language),
        "rules": (Line(None, one) for one in whole.customer.terms.sentences[language]),
        "consents": _consents(whole, language),
        "changes": (Line(one.at, f"{one.scope}, {one.field}: {_value(one.after)}") for one in whole.terms_history),
        "messages": _messages(whole, language),
        "contacts": (
            Line(one.at, f"{_named(one.category, language)}, {CHANNELS.get(one.channel, one.channel)}")
            for one in whole.contacts
        ),
        "held_back": (Line(one.at, one.reason[language]) for one in whole.held_back),
        "complaints": (Line(one.opened_at, one.topic or one.source) for one in whole.complaints),
    }
    return [Section(_TITLES[name][language], list(_dated(lines, language, zone))) for name, lines in parts.items()]


def _dated(lines: Iterable[Line], language: str, zone: str) -> Iterator[Line]:
    for line in lines:
        yield Line(_when(line.at, language, zone) if line.at else None, line.text)


def _when(at: str, language: str, zone: str) -> str:
    then = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    return f"{dated(then.date())[language]} {then.year}, {clock(then.hour * 60 + then.minute)[language]}"


def _person(whole: Export, language: str) -> Iterator[Line]:
    person = whole.customer
    spoken = language_name(person.language)[language] if person.language else None
    for told in (person.name, spoken, person.timezone):
        if told:
            yield Line(None, told)
    for one in person.addresses:
        yield Line(None, f"{CHANNELS.get(one.channel, one.channel)}: {one.address}")


def _consents(whole: Export, language: str) -> Iterator[Line]:
    for one in whole.consents:
        action: ByLanguage | None = _ACTIONS.get(one.action)
        said = f" “{one.words}”" if one.words else ""
        yield Line(one.at, f"{one.scope}: {action[language] if action else one.action}{said}")


def _messages(whole: Export, language: str) -> Iterator[Line]:
    for one in whole.messages:
        who = (_YOU if one.direction == "in" else _WE)[language]
        words = plain_text(one.content)
        if words:
            yield Line(one.received_at or one.sent_at, f"{who}: {words}")


def _named(category: str, language: str) -> str:
    return CATEGORIES[category][language] if category in CATEGORIES else category


def _value(value: object) -> str:
    return "–" if value is None else str(value)
