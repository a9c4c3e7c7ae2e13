"""Wishes in words, in both languages: what a dialog asks about before it acts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from babel.dates import format_date
from ruamel.yaml import YAML

from dialogs.understand import week
from dialogs.understand.moments import DAY_NAMES, MIDNIGHT
from dialogs.understand.wishes import ALL, Wish

ByLanguage = dict[str, str]
Topics = Sequence[Mapping[str, Any]]

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_CHANNELS = {
    "sms": ("SMS", "SMS"), "whatsapp": ("WhatsApp", "WhatsApp"), "messenger": ("Messenger", "Messenger"),
    "telegram": ("Telegram", "Telegram"), "email": ("e-mail", "email"), "webchat": ("le site", "the web chat"),
}  # fmt: skip
_PERIODS = {"day": ("jour", "day"), "week": ("semaine", "week"), "month": ("mois", "month")}
_LANGUAGES = {"fr": ("en français", "in French"), "en": ("en anglais", "in English")}
_UNITS = {"D": ("jour", "day"), "W": ("semaine", "week"), "M": ("mois", "month")}
_DURATION = re.compile(r"P(\d+)([DWM])")
_NTH = {
    1: ("premier", "first"),
    2: ("deuxième", "second"),
    3: ("troisième", "third"),
    4: ("quatrième", "fourth"),
    -1: ("dernier", "last"),
}
_TURNS = {"less": ("moins de messages", "fewer messages"), "more": ("davantage de messages", "more messages")}
_INITIATIVES = {
    "push": ("rester au courant", "being kept informed"), "digest": ("un récap", "a digest"),
    "pull": ("je n'écris plus de moi-même", "I no longer write on my own"), "off": ("plus rien", "nothing any more"),
}  # fmt: skip
_EVERY = {
    "day": ("chaque jour", "every day"),
    "week": ("chaque semaine", "every week"),
    "month": ("chaque mois", "every month"),
}


def told(wishes: Sequence[Wish], topics: Topics = ()) -> ByLanguage:
    """All in one: "1 message par semaine au plus, pas le dimanche"."""
    each = [_told(wish, topics) for wish in wishes]
    return {language: ", ".join(one[at] for one in each) for at, language in enumerate(("fr", "en"))}


@cache
def questions() -> Mapping[str, ByLanguage]:
    """What to ask, by the reason of a problem."""
    raw = resources.files(__package__).joinpath("problems.yaml").read_text("utf-8")
    return dict(YAML(typ="safe", pure=True).load(raw))


def _told(wish: Wish, topics: Topics) -> tuple[str, str]:
    subject = _subject(wish.scope, topics)
    pairs = tuple(_FIELDS[wish.field](wish))
    if wish.field == "initiative" and subject:
        pairs = _about(str(wish.value), wish.scope)
    if not subject:
        return pairs[0], pairs[1]
    joined = (" ", " ") if wish.field == "initiative" else (" pour ", " for ")
    return pairs[0] + joined[0] + subject[0], pairs[1] + joined[1] + subject[1]


def _about(value: str, scope: str) -> tuple[str, str]:
    if scope.startswith("channel:"):
        return ("plus rien par", "nothing any more by") if value == "off" else ("des messages par", "messages by")
    return {
        "off": ("plus rien sur", "nothing more about"),
        "push": ("suivre", "follow"),
        "digest": ("un récap sur", "a digest about"),
    }.get(value, ("à la demande :", "on request:"))


def _subject(scope: str, topics: Topics) -> tuple[str, str] | None:
    kind, _, name = scope.partition(":")
    if scope == ALL:
        return None
    if kind == "channel":
        return _CHANNELS.get(name, (name, name))
    if kind == "category":
        return "la publicité", "advertising"
    found = next((topic.get("name") for topic in topics if str(topic["id"]) == name), None)
    names = found if isinstance(found, Mapping) else {}
    return str(names.get("fr", name)), str(names.get("en", name))


def _initiative(wish: Wish) -> tuple[str, str]:
    return _INITIATIVES[wish.value]


def _frequency(wish: Wish) -> tuple[str, str]:
    if wish.value is None:
        return _TURNS[wish.how]
    n, span = int(wish.value["n"]), int(wish.value.get("span", 1))
    french, english = _PERIODS[wish.value["per"]]
    messages = (f"{n} message" + ("s" if n > 1 else ""), f"{n} message" + ("" if n == 1 else "s"))
    if span == 1:
        return f"{messages[0]} par {french} au plus", f"at most {messages[1]} a {english}"
    return (
        f"{messages[0]} en {span} {_many(french, span)} au plus",
        f"at most {messages[1]} in {span} {_many(english, span)}",
    )


def _digest(wish: Wish) -> tuple[str, str]:
    value = wish.value
    days, nth = value.get("days") or (), value.get("nth")
    french, english = _EVERY[value.get("every", "week")]
    if days and nth is not None:
        first = _NTH.get(nth, (f"{nth}e", f"{nth}th"))
        french, english = (
            f"le {first[0]} {_and(_names(days, 'fr'), 'fr')} du mois",
            f"on the {first[1]} {_and(_names(days, 'en'), 'en')} of the month",
        )
    elif days:
        french, english = f"le {_and(_names(days, 'fr'), 'fr')}", f"on {_and(_names(days, 'en'), 'en')}"
    elif nth is not None:
        french, english = f"le {nth} du mois", f"on day {nth} of the month"
    time = value.get("time")
    at = (f" à {_time(time, 'fr')}", f" at {_time(time, 'en')}") if time else ("", "")
    return f"un récap {french}{at[0]}", f"a digest {english}{at[1]}"


def _hours(wish: Wish) -> tuple[str, str]:
    if wish.value is None:
        return "à toute heure", "at any time"
    spans = week.from_value(wish.value)
    before = {"set": ("seulement", "only"), "narrow": ("pas", "not"), "widen": ("aussi", "also")}[wish.how]
    shown = week.as_value(week.inverse(spans) if wish.how == "narrow" else spans)["windows"]
    return (
        f"{before[0]} {' et '.join(_window(one, 'fr') for one in shown)}",
        f"{before[1]} {' and '.join(_window(one, 'en') for one in shown)}",
    )


def _window(window: Mapping[str, Any], language: str) -> str:
    whole = (window["from"], window["to"]) == ("00:00", "24:00")
    days = "" if len(window["days"]) == len(DAY_NAMES) and not whole else _range(window["days"], language)
    start, end = _time(window["from"], language), _time(window["to"], language)
    if whole:
        return days
    if window["to"] == "24:00":
        hours = f"après {start}" if language == "fr" else f"after {start}"
    elif window["from"] == "00:00":
        hours = f"avant {end}" if language == "fr" else f"before {end}"
    else:
        hours = f"de {start} à {end}" if language == "fr" else f"from {start} to {end}"
    return f"{days} {hours}".strip()


def _range(days: Sequence[str], language: str) -> str:
    """ "le samedi et le dimanche", "du lundi au vendredi"."""
    names, places = _names(days, language), [DAY_NAMES.index(day) for day in days]
    if len(days) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"du {names[0]} au {names[-1]}" if language == "fr" else f"{names[0]} to {names[-1]}"
    return (
        _and([f"le {name}" for name in names], "fr")
        if language == "fr"
        else f"on {_and([f'{name}s' for name in names], 'en')}"
    )


def _holidays(wish: Wish) -> tuple[str, str]:
    return (
        ("aussi les jours fériés", "also on public holidays")
        if wish.value
        else ("pas les jours fériés", "not on public holidays")
    )


def _channels(wish: Wish) -> tuple[str, str]:
    names = [_CHANNELS.get(channel, (channel, channel)) for channel in wish.value]
    if len(names) == 1:
        return f"par {names[0][0]} seulement", f"only by {names[0][1]}"
    return (
        f"d'abord par {names[0][0]}, puis {_and([n[0] for n in names[1:]], 'fr', 'ou')}",
        f"by {names[0][1]} first, then {_and([n[1] for n in names[1:]], 'en', 'or')}",
    )


def _pause(wish: Wish) -> tuple[str, str]:
    if wish.value is None:
        return "une pause", "a break"
    found = _DURATION.fullmatch(wish.value)
    if found is None:
        day = datetime.fromisoformat(wish.value)
        minute = day.hour * 60 + day.minute
        at = ("", "") if minute == MIDNIGHT - 1 else (f" à {_clock(minute, 'fr')}", f" at {_clock(minute, 'en')}")
        return (
            f"une pause jusqu'au {format_date(day, 'd MMMM', locale='fr')}{at[0]}",
            f"a break until {format_date(day, 'd MMMM', locale='en')}{at[1]}",
        )
    n, (french, english) = int(found[1]), _UNITS[found[2]]
    return f"une pause de {n} {_many(french, n)}", f"a break of {n} {_many(english, n)}"


def _language(wish: Wish) -> tuple[str, str]:
    return _LANGUAGES.get(wish.value, (wish.value, wish.value))


def _no_robot(_wish: Wish) -> tuple[str, str]:
    return "une personne au lieu du robot", "a person instead of the robot"


_FIELDS: dict[str, Callable[[Wish], tuple[str, str]]] = {
    "initiative": _initiative, "frequency": _frequency, "digest": _digest, "hours": _hours, "holidays": _holidays,
    "channels": _channels, "pause": _pause, "language": _language, "no_robot": _no_robot,
}  # fmt: skip


def _names(days: Sequence[str], language: str) -> list[str]:
    return [_DAYS[language][DAY_NAMES.index(day)] for day in days]


def _and(words: Sequence[str], language: str, last: str = "") -> str:
    last = last or ("et" if language == "fr" else "and")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _many(word: str, n: int) -> str:
    return word if n == 1 or word.endswith("s") else f"{word}s"


def _time(text: str, language: str) -> str:
    return _clock(int(text[:2]) * 60 + int(text[3:5]), language)


def _clock(minute: int, language: str) -> str:
    hour, rest = divmod(minute, 60)
    if minute == MIDNIGHT:
        return "minuit" if language == "fr" else "midnight"
    if language == "en":
        return f"{hour}:{rest:02d}"
    return f"{hour} h {rest:02d}" if rest else f"{hour} h"
