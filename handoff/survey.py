"""Surveys: how easy it was (CES, 1-7) and how satisfying (CSAT, 1-5), asked in chat after a case is resolved. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

from handoff.deadlines import HOUR

Kind = Literal["ces", "csat"]
PREFIX = "survey:"
RARELY = 7 * 24 * HOUR  # one a person in so long
ANSWERED_WITHIN = 7 * 24 * HOUR
HIGHEST = {"ces": 7, "csat": 5}
GOOD = {"ces": 5, "csat": 4}  # from here on it counts as good

QUESTIONS = {
    "ces": {
        "fr": "{brand} m'a permis de traiter ma demande facilement. De 1 (pas du tout d'accord) à 7 (tout à fait "
        "d'accord) ?",
        "en": "{brand} made it easy for me to handle my issue. From 1 (strongly disagree) to 7 (strongly agree)?",
    },
    "csat": {
        "fr": "Êtes-vous satisfait de l'aide reçue ? De 1 (pas du tout) à 5 (tout à fait)",
        "en": "How satisfied are you with the help you received? From 1 (not at all) to 5 (very)",
    },
}
THANKS = {"fr": "Merci, c'est noté.", "en": "Thank you, noted."}


class Answer(msgspec.Struct, frozen=True):
    survey_id: str
    score: int


def question(kind: Kind, brand: str, language: str | None) -> str:
    texts = QUESTIONS[kind]
    return texts.get((language or "")[:2], texts["fr"]).format(brand=brand)


def thanks(language: str | None) -> str:
    return THANKS.get((language or "")[:2], THANKS["fr"])


def options(survey_id: str, kind: Kind) -> list[tuple[str, str]]:
    """Ids and labels, lowest first."""
    return [(f"{PREFIX}{survey_id}:{score}", str(score)) for score in range(1, HIGHEST[kind] + 1)]


def read(option_id: str) -> Answer | None:
    """Which survey was answered how; None: the option is another's.

    >>> read("survey:01a2:5")
    Answer(survey_id='01a2', score=5)
    """
    if not option_id.startswith(PREFIX):
        return None
    survey_id, _, score = option_id.removeprefix(PREFIX).rpartition(":")
    return Answer(survey_id, int(score)) if survey_id and score.isdecimal() and len(score) == 1 else None


def next_kind(asked_before: int) -> Kind:
    """One question at a time, in turn."""
    return "csat" if asked_before % 2 else "ces"
