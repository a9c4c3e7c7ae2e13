"""Which of the bot's languages a text is in: naive Bayes over characters, learnt from what the flows say and hear."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import NamedTuple

from ruamel.yaml import YAML

from dialogs.understand.words import fold

_SIZES = (1, 2, 3)
_SMOOTHING = 0.5


class Guess(NamedTuple):
    """`margin`: how much likelier than the next language, in nats for the whole text."""

    language: str
    margin: float


class Languages:
    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Learn from (language, folded text)."""
        counts: dict[str, Counter[str]] = {}
        for language, text in texts:
            counts.setdefault(language, Counter()).update(_grams(text))
        vocabulary = len(set().union(*counts.values())) if counts else 0
        self._weights: dict[str, Mapping[str, float]] = {}
        self._unseen: dict[str, float] = {}
        for language, count in counts.items():
            total = count.total() + _SMOOTHING * (vocabulary + 1)
            self._weights[language] = {gram: math.log((n + _SMOOTHING) / total) for gram, n in count.items()}
            self._unseen[language] = math.log(_SMOOTHING / total)

    def guess(self, folded: str, among: Iterable[str]) -> Guess | None:
        """None where the text has no words, or nothing is known of these languages."""
        grams = list(_grams(folded)) if folded else []
        scores = sorted(
            (
                (sum(self._weights[language].get(gram, self._unseen[language]) for gram in grams), language)
                for language in among
                if language in self._weights
            ),
            reverse=True,
        )
        if not grams or not scores:
            return None
        return Guess(scores[0][1], scores[0][0] - scores[1][0] if len(scores) > 1 else math.inf)


def everyday() -> list[tuple[str, str]]:
    """What customers say everywhere, by language: a start for what the flows do not hold."""
    text = resources.files(__package__).joinpath("languages.yaml").read_text("utf-8")
    raw: Mapping[str, str] = YAML(typ="safe", pure=True).load(text)
    return [(language, fold(line)) for language, lines in raw.items() for line in lines.splitlines()]


def _grams(folded: str) -> Iterable[str]:
    padded = f" {folded} "
    for size in _SIZES:
        for at in range(len(padded) - size + 1):
            yield padded[at : at + size]
