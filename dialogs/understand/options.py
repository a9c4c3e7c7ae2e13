"""Which option was meant: its number, its label, or other words for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogs.understand.matcher import Vector, likeness, vector
from dialogs.understand.words import fold

LIKE = 0.55  # how alike words and an option must be
AHEAD = 0.15  # and how much more than to the next one

_NUMBERS = (
    "one un une first premier premiere 1er 1ere",
    "two deux second deuxieme seconde 2e 2eme",
    "three trois third troisieme 3e",
    "four quatre fourth quatrieme",
    "five cinq fifth cinquieme",
    "six sixth sixieme",
    "seven sept seventh septieme",
    "eight huit eighth huitieme",
    "nine neuf ninth neuvieme",
    "ten dix tenth dixieme",
)
_ORDER = {word: at for at, words in enumerate(_NUMBERS) for word in words.split()}
_BEFORE_NUMBER = re.compile(r"(?:le|la|l|the|option|choix|choice|numero|number|no|n|num)")
_POLITELY = r"(?: (?:svp|stp|s il (?:te|vous) plait|please|thanks|thank you|merci))?"
_YES = re.compile(
    r"(?:oui|ouais|ouaip|ok|okay|okey|d accord|daccord|volontiers|bien sur|yes|yep|yeah|yup|sure|of course|go|fine)"
    r"(?: (?:oui|ok|d accord|volontiers|bien sur|yes|sure|go|fine))*" + _POLITELY
)
_NO = re.compile(
    r"(?:non|nan|nope|no|nah|pas du tout|not at all|never|jamais)(?: (?:non|no|jamais|never))*" + _POLITELY
)
_THUMBS = {"👍": "yes", "👌": "yes", "✅": "yes", "👎": "no", "❌": "no"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One option: its id in the choice map, its label as shown, and what else may be said for it."""

    id: str
    label: str
    words: tuple[str, ...] = ()


def exactly(text: str, answers: Sequence[Answer]) -> str | None:
    """The id of the option given by label, number, or the beginning of one label only."""
    folded = fold(text)
    names = [{_name(name) for name in (answer.label, *answer.words)} - {""} for answer in answers]
    by_label = [answer.id for answer, own in zip(answers, names, strict=True) if folded in own]
    if len(by_label) == 1:
        return by_label[0]
    place = _place(folded)
    if place is not None and place < len(answers):
        return answers[place].id
    begun = [
        answer.id
        for answer, own in zip(answers, names, strict=True)
        if len(folded) >= 3 and any(name.startswith(folded + " ") for name in own)
    ]
    return begun[0] if len(begun) == 1 else _yes_or_no(text, folded, answers)


def likely(text: str, answers: Sequence[Answer]) -> str | None:
    """The id of the one option these words are like."""
    folded = fold(text)
    if not folded or not answers:
        return None
    said = vector(folded)
    scored = sorted(
        (
            (max(likeness(said, _vector(_name(name))) for name in (answer.label, *answer.words)), answer.id)
            for answer in answers
        ),
        reverse=True,
    )
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    return scored[0][1] if scored[0][0] >= LIKE and scored[0][0] - runner_up >= AHEAD else None


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    """Options are few and come back with every customer."""
    return fold(text)


@lru_cache(maxsize=4096)
def _vector(name: str) -> Vector:
    return vector(name)


def _place(folded: str) -> int | None:
    words = [word for word in folded.split() if not _BEFORE_NUMBER.fullmatch(word)]
    if len(words) != 1:
        return None
    word = words[0]
    if word.isascii() and word.isdigit() and len(word) <= 3 and int(word) >= 1:
        return int(word) - 1
    return _ORDER.get(word)


def _yes_or_no(text: str, folded: str, answers: Sequence[Answer]) -> str | None:
    """Yes and no in their many spellings, for options called so."""
    meaning = _THUMBS.get(text.strip()[:1])
    if meaning is None:
        meaning = "no" if _NO.fullmatch(folded) else "yes" if _YES.fullmatch(folded) else None
    found = [answer.id for answer in answers if meaning and meaning in answer.words]
    return found[0] if len(found) == 1 else None
