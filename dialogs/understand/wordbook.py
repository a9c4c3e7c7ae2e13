"""A wordbook: phrases of one or more words, found where they stand among tokens. The longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from dialogs.understand.notation import Words
from dialogs.understand.tokens import Token

T = TypeVar("T")


class Phrase(NamedTuple, Generic[T]):
    words: Words
    meaning: T


class Wordbook(Generic[T]):
    """Of the same words, the first entry counts. Made once, then only read."""

    def __init__(self, phrases: Iterable[tuple[Words, T]]) -> None:
        self._single: dict[str, Phrase[T]] = {}
        self._longer: dict[tuple[str, str], list[Phrase[T]]] = {}
        seen: set[Words] = set()
        for words, meaning in phrases:
            if words in seen:
                continue
            seen.add(words)
            if len(words) == 1:
                self._single[words[0]] = Phrase(words, meaning)
            else:
                self._longer.setdefault((words[0], words[1]), []).append(Phrase(words, meaning))
        for listed in self._longer.values():
            listed.sort(key=lambda phrase: -len(phrase.words))
        self.words = frozenset(word for words in seen for word in words)

    def get(self, word: str) -> T | None:
        """What a phrase of this one word means."""
        found = self._single.get(word)
        return found.meaning if found else None

    def find(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[Phrase[T], int]]:
        """The phrases that begin there, and where each ends. A dash inside one ("week-end") does not part it."""
        following = _word_after(tokens, at)
        if following is not None:
            for phrase in self._longer.get((tokens[at].word, following), ()):
                end = _end(tokens, at, phrase.words)
                if end is not None:
                    yield phrase, end
        single = self._single.get(tokens[at].word)
        if single is not None:
            yield single, at + 1


def _word_after(tokens: Sequence[Token], at: int) -> str | None:
    at += 1
    if at < len(tokens) and tokens[at].kind == "dash":
        at += 1
    return tokens[at].word if at < len(tokens) else None


def _end(tokens: Sequence[Token], at: int, words: Words) -> int | None:
    for place, word in enumerate(words):
        if place and at < len(tokens) and tokens[at].kind == "dash":
            at += 1
        if at >= len(tokens) or tokens[at].word != word or tokens[at].kind not in ("word", "number"):
            return None
        at += 1
    return at
