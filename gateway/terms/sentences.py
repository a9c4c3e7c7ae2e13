"""What terms mean, in words: the same sentences in chat, on the board and in the API. French and English."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from gateway.terms.preference import Terms, cap
from gateway.terms.topic import Topic, Topics

ByLanguage = dict[str, str]

PACES: dict[str, ByLanguage] = {
    "each": {"fr": "dès qu'il y en a", "en": "as they come"},
    "never": {"fr": "plus du tout", "en": "not at all"},
}
_CAPS = {"daily": (1, "day"), "weekly": (1, "week"), "monthly": (1, "month")}
_PERIODS = {"day": ("jour", "day"), "week": ("semaine", "week"), "month": ("mois", "month")}
EVERYTHING = {"fr": "tous les sujets", "en": "all topics"}
ORDERS = {"fr": "Le suivi de vos commandes ne change pas.", "en": "Your order updates do not change."}


def both(french: str, english: str) -> ByLanguage:
    return {"fr": french, "en": english}


def pace_name(frequency: Any) -> ByLanguage:
    """How often, in a few words: "1 par semaine au plus"."""
    return _pace(frequency, "", "")


def pace_said(frequency: Any) -> ByLanguage:
    """The same in a sentence, which says of what: "1 message par semaine au plus"."""
    several = _cap(frequency) is not None and _cap(frequency) != 1
    return _pace(frequency, " messages" if several else " message", " messages" if several else " message")


def _pace(frequency: Any, french_what: str, english_what: str) -> ByLanguage:
    most = _cap(frequency)
    if most is None:
        return PACES.get(frequency or "each", PACES["each"])
    french, english = _PERIODS[frequency["per"] if isinstance(frequency, dict) else _CAPS[frequency][1]]
    return both(f"{most}{french_what} par {french} au plus", f"at most {most}{english_what} a {english}")


def _cap(frequency: Any) -> int | None:
    """How many in a period; None: no number."""
    if isinstance(frequency, dict):
        return int(frequency["max"])
    return _CAPS[frequency][0] if frequency in _CAPS else None


def subject(scope: str, topics: Topics) -> ByLanguage:
    """What a scope is called."""
    kind, _, name = scope.partition(":")
    topic = topics.get(name) if kind == "topic" else None
    if topic is not None:
        return topic.label
    return EVERYTHING if kind in ("all", "category") else both(name, name)


def on_frequency(scope: str, frequency: Any, topics: Topics) -> ByLanguage:
    about, pace = subject(scope, topics), pace_said(frequency)
    return both(f"{_begun(about['fr'])} : {pace['fr']}.", f"{_begun(about['en'])}: {pace['en']}.")


def _begun(words: str) -> str:
    """As the beginning of a sentence; a topic's own capitals stay."""
    return words[:1].upper() + words[1:]


def on_off(scope: str, topics: Topics) -> ByLanguage:
    about = subject(scope, topics)
    if scope == "all":
        return both(
            f"Je ne vous écris plus de moi-même. {ORDERS['fr']}", f"I no longer write on my own. {ORDERS['en']}"
        )
    return both(
        f"Plus rien sur {about['fr']}. Le reste ne change pas.",
        f"Nothing more about {about['en']}. Nothing else changes.",
    )


def on_follow(topic: Topic, frequency: Any) -> ByLanguage:
    pace = pace_said(frequency)
    return both(f"Vous suivez {topic.label['fr']} : {pace['fr']}.", f"You follow {topic.label['en']}: {pace['en']}.")


def on_stop(scope: str, brand_scope: ByLanguage) -> ByLanguage:
    if scope == "all":
        return both(
            "C'est fait : plus aucune publicité, sur aucun canal. Je garde seulement vos commandes en cours.",
            "Done: no more advertising, on any channel. I keep only your current orders.",
        )
    return both(f"C'est fait : plus rien sur {brand_scope['fr']}.", f"Done: nothing more about {brand_scope['en']}.")


def on_start(terms: Terms, followed: list[Topic]) -> ByLanguage:
    """`terms` as they are then."""
    names = _named(followed, terms)
    return both(f"Vos choix d'avant reprennent : {names['fr']}.", f"Your earlier choices are back: {names['en']}.")


def on_pause(until: int, zone: str) -> ByLanguage:
    day = datetime.fromtimestamp(until / 1000, UTC).astimezone(ZoneInfo(zone)).date()
    french, english = format_date(day, "d MMMM", locale="fr"), format_date(day, "d MMMM", locale="en")
    return both(
        f"Pause jusqu'au {french}. Rien d'ici là, sauf livraison et sécurité.",
        f"Paused until {english}. Nothing until then except delivery and safety.",
    )


def on_resume() -> ByLanguage:
    return both("La pause est finie : vos choix valent à nouveau.", "The pause is over: your choices hold again.")


def on_undo(what_holds: ByLanguage) -> ByLanguage:
    return both(f"C'est annulé. {what_holds['fr']}", f"Undone. {what_holds['en']}")


def already(effect: ByLanguage) -> ByLanguage:
    """Asked for what holds: said, so that nobody wonders."""
    return both(f"C'est déjà le cas. {effect['fr']}", f"That is already so. {effect['en']}")


def not_paused() -> ByLanguage:
    return both("Il n'y a pas de pause en cours.", "There is no pause to end.")


def not_stopped(what_holds: ByLanguage) -> ByLanguage:
    return both(f"Rien n'est stoppé. {what_holds['fr']}", f"Nothing is stopped. {what_holds['en']}")


def summary(terms: Terms, followed: list[Topic], now: int, zone: str) -> ByLanguage:
    """All that is set, in one to three short sentences."""
    if terms.get("all", "stopped") is True:
        return both("Vous avez dit STOP : plus aucune publicité.", "You said STOP: no advertising at all.")
    spoken = [_following(followed, terms)]
    pause = terms.get("all", "pause") or 0
    if pause > now:
        spoken.append(on_pause(pause, zone))
    return both(" ".join(one["fr"] for one in spoken), " ".join(one["en"] for one in spoken))


def _following(followed: list[Topic], terms: Terms) -> ByLanguage:
    if not followed:
        return both("Vous ne suivez aucun sujet.", "You follow no topic.")
    names = _named(followed, terms)
    return both(f"Vous suivez : {names['fr']}.", f"You follow: {names['en']}.")


def _named(followed: list[Topic], terms: Terms) -> ByLanguage:
    if not followed:
        return both("aucun sujet", "no topic")
    paces = [
        pace_name(terms.get(f"topic:{topic.id}", "frequency") or terms.get("all", "frequency")) for topic in followed
    ]
    french = ", ".join(f"{topic.label['fr']} ({pace['fr']})" for topic, pace in zip(followed, paces, strict=True))
    english = ", ".join(f"{topic.label['en']} ({pace['en']})" for topic, pace in zip(followed, paces, strict=True))
    return both(french, english)


def sentences(terms: Terms, topics: Topics, now: int, zone: str) -> dict[str, list[str]]:
    """Every decision of a customer as a sentence, for the API and the Desk."""
    followed = [topic for topic in topics if follows(terms, topic)]
    spoken = [summary(terms, followed, now, zone)]
    overall = terms.get("all", "frequency")
    if cap(overall) is not None:
        spoken.append(on_frequency("all", overall, topics))
    return {language: [one[language] for one in spoken] for language in ("fr", "en")}


def follows(terms: Terms, topic: Topic) -> bool:
    """Would anything about this topic be pushed, as far as the customer's choice goes?"""
    scopes = (f"topic:{topic.id}", f"category:{topic.category}", "all")
    chosen = terms.nearest(scopes, "initiative") or topic.initiative
    if topic.category == "marketing" and terms.nearest(scopes, "consent") is not True:
        return False
    return chosen in ("push", "digest")
