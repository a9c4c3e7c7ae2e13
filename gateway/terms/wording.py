"""Words that sentences about terms are made of: days, times, paces, scopes. French and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from gateway.terms import frequency, wall, week
from gateway.terms.topic import Topics
from gateway.terms.wall import Wall
from gateway.terms.week import DAYS

ByLanguage = dict[str, str]

PACES: dict[str, ByLanguage] = {
    "each": {"fr": "dès qu'il y en a", "en": "as they come"},
    "never": {"fr": "plus du tout", "en": "not at all"},
}
PERIODS = {"day": ("jour", "day"), "week": ("semaine", "week"), "month": ("mois", "month")}
EVERYTHING = {"fr": "tous les sujets", "en": "all topics"}
ORDERS = {"fr": "Le suivi de vos commandes ne change pas.", "en": "Your order updates do not change."}
CHANNELS = {
    "whatsapp": "WhatsApp", "messenger": "Messenger", "sms": "SMS", "telegram": "Telegram", "email": "e-mail",
    "webchat": "chat",
}  # fmt: skip
CATEGORIES: dict[str, ByLanguage] = {
    "marketing": {"fr": "la publicité", "en": "advertising"},
    "service": {"fr": "le suivi", "en": "updates"},
    "transactional": {"fr": "les confirmations", "en": "confirmations"},
    "requested": {"fr": "ce que vous demandez", "en": "what you ask for"},
    "critical": {"fr": "la sécurité", "en": "safety"},
}
_FRENCH = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def both(french: str, english: str) -> ByLanguage:
    return {"fr": french, "en": english}


def joined(*sentences: ByLanguage | None) -> ByLanguage:
    """One after the other; what is None says nothing."""
    said = [one for one in sentences if one is not None]
    return both(" ".join(one["fr"] for one in said), " ".join(one["en"] for one in said))


def begun(words: str) -> str:
    """As the beginning of a sentence; a topic's own capitals stay."""
    return words[:1].upper() + words[1:]


def subject(scope: str, topics: Topics) -> ByLanguage:
    """What a scope is called."""
    kind, _, name = scope.partition(":")
    topic = topics.get(name) if kind == "topic" else None
    if topic is not None:
        return topic.label
    if kind == "all":
        return EVERYTHING
    known = CHANNELS.get(name, name) if kind == "channel" else name
    return CATEGORIES.get(name, both(name, name)) if kind == "category" else both(known, known)


def pace_name(value: Any) -> ByLanguage:
    """How often, in a few words: "1 par semaine au plus"."""
    return _pace(value, "")


def pace_said(value: Any) -> ByLanguage:
    """The same in a sentence, which says of what: "1 message par semaine au plus"."""
    most = frequency.cap(value)
    return _pace(value, " messages" if most is not None and most[0] != 1 else " message")


def _pace(value: Any, what: str) -> ByLanguage:
    named = PACES.get(frequency.pace(value))
    if named is not None:
        return named
    kept = frequency.normal(value)
    period = per_period(kept["per"], kept.get("span", 1))
    return both(f"{kept['n']}{what} {period['fr']} au plus", f"at most {kept['n']}{what} {period['en']}")


def per_period(per: str, span: int = 1) -> ByLanguage:
    """ "par semaine", "en 2 semaines"."""
    french, english = PERIODS[per]
    if span == 1:
        return both(f"par {french}", f"a {english}")
    return both(f"en {span} {french.removesuffix('s')}s", f"in {span} {english}s")


def day_name(weekday: int) -> ByLanguage:
    """0 is Monday."""
    return both(_FRENCH[weekday], _ENGLISH[weekday])


def clock(minutes: int) -> ByLanguage:
    """A time of day.

    >>> clock(570), clock(1200)
    ({'fr': '9 h 30', 'en': '9:30am'}, {'fr': '20 h', 'en': '8pm'})
    """
    if minutes in (0, wall.DAY):
        return both("minuit", "midnight")
    hours, rest = divmod(minutes, 60)
    tail = f":{rest:02d}" if rest else ""
    return both(
        f"{hours} h {rest:02d}" if rest else f"{hours} h", f"{(hours - 1) % 12 + 1}{tail}{'am' if hours < 12 else 'pm'}"
    )


def when(then: Wall, today: date) -> ByLanguage:
    """A day as people name it: tomorrow, Thursday, 7 December."""
    days = (then.day - today).days
    if days == 0:
        time = clock(then.minute)
        return both(f"aujourd'hui à {time['fr']}", f"today at {time['en']}")
    if days == 1:
        return both("demain", "tomorrow")
    return day_name(then.day.weekday()) if 1 < days < 7 else dated(then.day)


def dated(day: date) -> ByLanguage:
    """With its month, and its weekday where there is room.

    >>> dated(date(2026, 12, 6))
    {'fr': '6 décembre', 'en': '6 December'}
    """
    return both(format_date(day, "d MMMM", locale="fr"), format_date(day, "d MMMM", locale="en"))


def language_name(code: str) -> ByLanguage:
    """A language in both languages; its code where it has no name.

    >>> language_name("fr")
    {'fr': 'français', 'en': 'French'}
    """
    try:
        found = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return both(code, code)
    return both(found.get_display_name("fr") or code, found.get_display_name("en") or code)


def listed(items: Sequence[ByLanguage]) -> ByLanguage:
    """
    >>> listed([both("a", "a"), both("b", "b"), both("c", "c")])
    {'fr': 'a, b et c', 'en': 'a, b and c'}
    """
    return both(_listed([one["fr"] for one in items], "et"), _listed([one["en"] for one in items], "and"))


def hours(value: Any) -> ByLanguage:
    """Open hours in words: the days that are closed, or those that are open and when."""
    spans = week.week(value)
    closed = [day for day, one in enumerate(spans) if not one]
    if not closed and all(one == ((0, wall.DAY),) for one in spans):
        return both("à toute heure", "at any time")
    if all(one in ((), ((0, wall.DAY),)) for one in spans):
        days = listed([both(_FRENCH[day], f"{_ENGLISH[day]}s") for day in closed])
        return both(f"pas le {days['fr']}", f"not on {days['en']}")
    groups: dict[tuple[str, ...], list[tuple[ByLanguage, ByLanguage]]] = {}
    for window in value["windows"]:
        opens, closes = (clock(week.minutes_of(window[name])) for name in ("from", "to"))
        groups.setdefault(tuple(window["days"]), []).append((opens, closes))
    told = [_at_times([DAYS.index(day) for day in days], times) for days, times in groups.items()]
    return both(" ; ".join(one["fr"] for one in told), "; ".join(one["en"] for one in told))


def _at_times(days: Sequence[int], times: Sequence[tuple[ByLanguage, ByLanguage]]) -> ByLanguage:
    called = _days(days)
    french = _listed([f"de {opens['fr']} à {closes['fr']}" for opens, closes in times], "et")
    english = _listed([f"{opens['en']} to {closes['en']}" for opens, closes in times], "and")
    return both(f"{called['fr']} {french}", f"{called['en']} {english}")


def _days(days: Sequence[int]) -> ByLanguage:
    if len(days) == len(DAYS):
        return both("tous les jours", "every day")
    first, last = day_name(days[0]), day_name(days[-1])
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return both(f"du {first['fr']} au {last['fr']}", f"{first['en']} to {last['en']}")
    named = listed([day_name(day) for day in days])
    return both(f"le {named['fr']}", named["en"])


def _listed(items: Sequence[str], last: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"
