"""All that the flows of one catalog can be started by, learnt once when the catalog is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dialogs.flow import Flow
from dialogs.understand import grammar
from dialogs.understand.languages import Languages, everyday
from dialogs.understand.matcher import Matcher
from dialogs.understand.protected import bare, in_full
from dialogs.understand.words import fold, signs

NEAR = 0.62  # a nearest example further than this is no understanding: ask, do not guess


class Found(NamedTuple):
    """The flow that was meant, what came along for it, and the language it was said in where the words tell."""

    flow: str
    args: Mapping[str, Any]
    language: str | None
    defaults: Mapping[str, Any] = {}


class Lexicon:
    def __init__(self, flows: Iterable[Flow]) -> None:
        flows = tuple(flows)
        self._keywords = _keywords(flows)
        self._signs = {sign: flow.name for flow in flows for word in flow.start.words for sign in _signs(word.text)}
        self._intents = {intent: flow for flow in flows for intent in flow.start.intents}
        examples = {
            in_full(fold(phrase.text)): (flow.name, phrase.language)
            for flow in flows
            for phrase in (*flow.start.examples, *flow.start.words)
            if fold(phrase.text)
        }
        self._languages_of = {text: language for text, (_, language) in examples.items()}
        self._matcher = Matcher([(text, name) for text, (name, _) in examples.items()])
        self.languages = Languages([*everyday(), *_texts(flows)])

    def exactly(self, said: str, topics: Sequence[Mapping[str, Any]]) -> Found | None:
        """By a keyword, or where there are no words by an emoji; or by the grammar."""
        folded = fold(said)
        if not folded:
            return self._by_signs(said)
        keyword = self._keywords.get(folded) or self._keywords.get(bare(folded))
        if keyword:
            return Found(keyword[0], {}, keyword[1])
        command = grammar.read(folded, topics)
        flow = self._intents.get(command.intent) if command else None
        if command is None or flow is None:
            return None
        slots = {name: value for name, value in command.slots.items() if name in flow.vars}
        return Found(flow.name, slots, command.language, command.defaults)

    def _by_signs(self, said: str) -> Found | None:
        """The flow that all of the emoji mean."""
        meant = {self._signs.get(sign) for sign in signs(said)}
        flow = meant.pop() if len(meant) == 1 else None
        return Found(flow, {}, None) if flow else None

    def likely(self, folded: str) -> Found | None:
        """By the nearest example, if it is near."""
        nearest = self._matcher.nearest(in_full(folded)) if folded else None
        if nearest is None or nearest.score < NEAR:
            return None
        return Found(nearest.label, {}, self._languages_of[nearest.example])


def _keywords(flows: Iterable[Flow]) -> dict[str, tuple[str, str | None]]:
    """The flow of each keyword; a word of two languages tells none."""
    keywords: dict[str, tuple[str, str | None]] = {}
    for flow in flows:
        for word in flow.start.words:
            folded = fold(word.text)
            if not folded:
                continue
            known = keywords.get(folded)
            keywords[folded] = (flow.name, word.language if known is None or known[1] == word.language else None)
    return keywords


def _signs(word: str) -> frozenset[str]:
    """The emoji of a keyword that is nothing else."""
    return frozenset() if fold(word) else signs(word)


def _texts(flows: Iterable[Flow]) -> Iterator[tuple[str, str]]:
    for flow in flows:
        for phrase in (*flow.start.examples, *flow.start.words):
            if phrase.language:
                yield phrase.language, fold(phrase.text)
        for step in flow.steps:
            for wording in step.wordings():
                yield from ((language, fold(words)) for language, words in wording.plain() if language != "*")
