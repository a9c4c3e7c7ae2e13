"""Notices: what the Desk itself tells a customer, in their language. Flows say everything else."""

from __future__ import annotations

TEXTS = {
    "long_wait": {
        "fr": "Personne n'est libre pour l'instant. Votre demande garde sa place : nous vous répondons ici dès que "
        "possible, inutile de rester en ligne.",
        "en": "Nobody is free right now. Your request keeps its place: we will answer you here as soon as we can, no "
        "need to stay online.",
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


def say(notice: str, language: str | None) -> str:
    """The text of a notice; French where the customer's language is not one of ours."""
    texts = TEXTS[notice]
    return texts.get((language or "")[:2], texts["fr"])
