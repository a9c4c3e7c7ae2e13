"""Notices: what the Desk itself tells a customer, in their language. Flows say everything else."""

from __future__ import annotations

from gateway.terms import wall, wording
from gateway.terms.wording import ByLanguage

TEXTS = {
    "long_wait": {
        "fr": "Personne n'est libre pour l'instant. Votre demande garde sa place : nous vous répondons ici dès que "
        "possible, inutile de rester en ligne.",
        "en": "Nobody is free right now. Your request keeps its place: we will answer you here as soon as we can, no "
        "need to stay online.",
    },
    "out_of_hours": {
        "fr": "Nous sommes fermés pour l'instant. De retour {back}, une personne vous répond ici : votre demande garde "
        "sa place.",
        "en": "We are closed right now. We are back {back}, and a person will answer you here: your request keeps its "
        "place.",
    },
    "begun": {
        "fr": "Votre message est bien arrivé. Une personne vous répond ici dès que possible.",
        "en": "Your message has arrived. A person will answer you here as soon as they can.",
    },
    "choose_bot": {"fr": "Parler au robot", "en": "Back to the bot"},
    "bot_again": {
        "fr": "C'est de nouveau le robot qui vous répond : une machine, pas une personne. Que puis-je faire pour "
        "vous ? Écrivez HUMAIN pour une personne.",
        "en": "It is the bot again: a machine, not a person. What can I do for you? Write HUMAN for a person.",
    },
    "linked": {
        "fr": "C'est bien vous : nous continuons ici, sans rien répéter.",
        "en": "It is you indeed: we go on here, nothing to repeat.",
    },
    "code_wrong": {
        "fr": "Ce code n'est plus valable. Demandez-en un autre à la personne avec qui vous parliez.",
        "en": "This code is not valid any more. Ask the person you were talking with for another.",
    },
}


def say(notice: str, language: str | None, back: ByLanguage | None = None) -> str:
    """The text of a notice; French where the customer's language is not one of ours."""
    texts, spoken = TEXTS[notice], (language or "")[:2]
    spoken = spoken if spoken in texts else "fr"
    return texts[spoken].replace("{back}", back[spoken]) if back is not None else texts[spoken]


def back(opens: int, now: int, zone: str) -> ByLanguage:
    """When people are there again, as one says it.

    >>> back(1_796_025_600_000, 1_795_802_400_000, "Europe/Paris")
    {'fr': 'lundi à 9 h', 'en': 'on Monday at 9am'}
    """
    then, today = wall.shown(opens, zone), wall.shown(now, zone).day
    day, time = wording.when(then, today), wording.clock(then.minute)
    days = (then.day - today).days
    if days == 0:
        return day
    french = day["fr"] if days < 7 else f"le {day['fr']}"
    english = day["en"] if days == 1 else f"on {day['en']}"
    return wording.both(f"{french} à {time['fr']}", f"{english} at {time['en']}")
