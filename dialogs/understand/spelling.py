"""Words as they were meant: what people shorten when they text, glue together, or miss by a letter.

Only words that nobody here knows are touched, so a message in good French or English passes as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import resources
from typing import NamedTuple

from ruamel.yaml import YAML

SHORTEST_SLIP = 5  # letters: below, a slip is another word
_LONG = 10  # letters from which two slips are forgiven
_ELIDED = ("m", "n", "j", "d", "l", "s", "t", "c", "qu")  # glued in front of a word: "menvoyer"
_SHORTEST_GLUED = 5
_STUCK = re.compile(r"\b(\d{1,2})(x|j|d|s|w|m|sem|mois|jours?|semaines?|days?|weeks?|months?)\b")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


class Habits(NamedTuple):
    short: dict[str, tuple[str, ...]]
    real: frozenset[str]


@cache
def habits() -> Habits:
    raw = YAML(typ="safe", pure=True).load(resources.files(__package__).joinpath("spelling.yaml").read_text("utf-8"))
    short = {word: tuple(full.split()) for full, words in raw["short"].items() for word in str(words).split()}
    return Habits(short, frozenset(raw["real"].split()))


class Speller:
    """Knows some words, and puts others right that can only be one of them."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)
        self._near: dict[str, list[str]] = {}
        for word in sorted(word for word in self.known if len(word) >= SHORTEST_SLIP and word.isalpha()):
            for hole in _holes(word):
                self._near.setdefault(hole, []).append(word)

    def words(self, word: str, more: AbstractSet[str] = frozenset(), *, slips: bool = True) -> tuple[str, ...]:
        """The words that this one stands for, mostly itself. `more` are known for now; slips may be left."""
        if word in self.known or word in more:
            return (word,)
        found = habits()
        if word in found.short:
            return found.short[word]
        if word in found.real or not slips or not word.isalpha():
            return (word,)
        return self._unglued(word) or (self._drawn_out(word) or self._slip(word) or word,)

    def text(self, folded: str) -> str:
        """All words of a folded text."""
        return " ".join(full for word in folded.split() for full in self.words(word))

    def _unglued(self, word: str) -> tuple[str, ...] | None:
        for begun in _ELIDED:
            rest = word.removeprefix(begun)
            if rest != word and len(rest) >= _SHORTEST_GLUED and rest in self.known:
                return begun, rest
        return None

    def _drawn_out(self, word: str) -> str | None:
        """ "pleaseeee", "arrêêête": letters said three times and more."""
        shorter = _DRAWN_OUT.sub(r"\1", word)
        return shorter if shorter != word and shorter in self.known else None

    def _slip(self, word: str) -> str | None:
        """The one known word that is a slip away; None where there are several."""
        if len(word) < SHORTEST_SLIP:
            return None
        near = {known for hole in _holes(word) for known in self._near.get(hole, ()) if _alike(word, known)}
        longer = {known for known in near if len(known) > len(word)}  # a letter left out is the commonest slip
        return _one_of(longer or near)


def in_full(folded: str) -> str:
    """ "jve parler a qqun" becomes "je veux parler a quelqu un", and "10j" "10 j"."""
    short = habits().short
    return " ".join(full for word in _STUCK.sub(r"\1 \2", folded).split() for full in short.get(word, (word,)))


def distance(word: str, other: str) -> int:
    """How many slips apart: a letter more, less, other, or two neighbours swapped."""
    older: list[int] = []
    before = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        older, before = before, row
    return before[-1]


def _alike(word: str, known: str) -> bool:
    """One slip apart and begun alike."""
    return word[0] == known[0] and abs(len(word) - len(known)) <= 1 and distance(word, known) == 1


def _holes(word: str) -> Iterator[str]:
    """The word, and it without one of its letters: two words one slip apart share one of these."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _one_of(near: set[str]) -> str | None:
    """The only one; of forms of one word ("envoyer", "envoyez"), any will do."""
    if not near:
        return None
    shortest = min(near, key=lambda word: (len(word), word))
    return shortest if all(word[: len(shortest) - 1] == shortest[:-1] for word in near) else None
