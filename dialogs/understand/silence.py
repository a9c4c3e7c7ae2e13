"""How much a message asks for silence: learned from what people wrote, one weight a word and a pair of words.

A regression over words cannot say why it thinks so, and that is why it only speaks where rules are unsure of
themselves: it holds back a stop that a rule hears in "stop calling me Sir", and hears one where no rule does. What it
learned is `silence.json`; from what, and how to learn again: `learning.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise

import msgspec

from dialogs.understand.listening import Utterance

SURE = 1.0  # from here on it is an order
PERHAPS = 0.0  # and from here on quiet is kept while one asks
NEVER = -2.5  # below, it is none, whatever a rule hears
LEARNT = "silence.json"
FEWEST_WORDS = 3  # of what nobody listed: fewer are too easily like something
FEWEST_KNOWN = 2  # of those, words that it has learned something of
SHORTEST = 3  # letters of the word that must stand beside an address: "me," is no word about it
BEGINNING = 5  # letters of a longer word: "unsubscribes", "désabonnez" and "désabonnement" begin alike


class Learnt(msgspec.Struct, frozen=True):
    """In hundredths of the logarithm of the odds."""

    bias: int
    weights: Mapping[str, int]


def leaning(said: Utterance) -> float:
    """The logarithm of the odds that this asks for silence: above 0, it rather does."""
    known = learnt()
    return (known.bias + sum(known.weights.get(one, 0) for one in features(said))) / 100


def asks(said: Utterance) -> float:
    """The same of words that are enough to go by: what is copied out beside them may hold it back and never add to it,
    as "me@@x.fr" asks for nothing; and a comma between words that it never learned must not tip it."""
    if len(said.words) < FEWEST_WORDS:
        return -math.inf
    spoken = said.spoken
    known = [token.word for token in spoken.words if token.kind == "word" and _is_known(token.word)]
    if spoken is said:
        return leaning(said) if len(known) >= FEWEST_KNOWN else -math.inf
    return min(leaning(said), leaning(spoken)) if any(len(word) >= SHORTEST for word in known) else -math.inf


def _is_known(word: str) -> bool:
    weights = learnt().weights
    return word in weights or f"{word[:BEGINNING]}~" in weights


def features(said: Utterance) -> frozenset[str]:
    """Its words, how the longer ones begin, each two neighbours, and each two with any word between them; it begins
    with "^" and ends with "$"."""
    return frozenset(_features(("^", *said.sentence.replace(",", " , ").split(), "$")))


def _features(words: tuple[str, ...]) -> Iterator[str]:
    yield from words
    yield from (f"{word[:BEGINNING]}~" for word in words if len(word) > BEGINNING)
    yield from (f"{one} {other}" for one, other in pairwise(words))
    yield from (f"{one} _ {other}" for one, other in zip(words, words[2:], strict=False))


@cache
def learnt() -> Learnt:
    return msgspec.json.decode(resources.files(__package__).joinpath(LEARNT).read_bytes(), type=Learnt)
