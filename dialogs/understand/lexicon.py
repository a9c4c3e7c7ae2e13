"""All that the flows of one catalog can be started by, learnt once when the catalog is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dialogs.flow import Flow
from dialogs.understand import intents, meaning
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.grammar import SURE
from dialogs.understand.languages import Languages, everyday
from dialogs.understand.listening import Utterance
from dialogs.understand.matcher import Matcher
from dialogs.understand.meaning import Meaning
from dialogs.understand.protected import Order, bare, recognise
from dialogs.understand.slots import defaults, slots
from dialogs.understand.spelling import in_full
from dialogs.understand.words import fold, signs

NEAR = 0.62  # a nearest example of a flow further than this is no understanding: ask, do not guess
Rules = Sequence[Mapping[str, Any]]  # of the terms that hold now

CHANGE = "change_terms"  # takes every wish that no other flow takes


class Found(NamedTuple):
    """The flow that was meant, what came along for it, and the language it was said in where the words tell.

    `sure` is false where one had better ask first. `heard` is what was understood, by an intent of ours.
    """

    flow: str
    args: Mapping[str, Any]
    language: str | None
    defaults: Mapping[str, Any] = {}
    sure: bool = True
    heard: Meaning | None = None

    @property
    def doubtful(self) -> bool:
        """It would only ask what was meant: an open question may know."""
        return self.heard is not None and self.heard.reading.problem is not None


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
        self.languages = Languages([*everyday(), *_learnt(), *_texts(flows)])

    def understand(self, text: str, around: Circumstances) -> Meaning | None:
        """What a message means where nothing was asked, whether a flow takes it or not: what `hearing` goes by."""
        said = Utterance(text, lambda: around.names)
        order = recognise(said, around.channel, lambda: around)
        if order is not None:
            return meaning.of_order(said, order)
        word = self._by_word(said)
        if word is not None:
            return Meaning(self._intent_of(word.flow), 1.0, "example", language=word.language)
        heard = meaning.exactly(said, around)
        if heard is not None and heard.sure:
            return heard
        found = self._likely(said, heard)
        return Meaning(self._intent_of(found.flow), SURE, "likeness") if isinstance(found, Found) else found

    def more_than(self, order: Order, said: Utterance, around: Circumstances) -> Found | None:
        """A wish that holds the order and more: "a human, always". Only where a flow takes it."""
        heard = meaning.of_order(said, order)
        return self._taken(heard, around, ()) if heard.intent != order.kind else None

    def knows(self, said: Utterance) -> bool:
        """It is a keyword of a flow, no more and no less."""
        return self._by_word(said) is not None

    def exactly(self, said: Utterance, around: Circumstances, rules: Rules = ()) -> Found | None:
        """By a keyword, or where there are no words by an emoji; by an example said so, the grammar or a rule."""
        word = self._by_word(said)
        if word is not None or not said.folded:
            return word
        heard = meaning.exactly(said, around)
        return self._taken(heard, around, rules) if heard is not None and heard.sure else None

    def likely(self, said: Utterance, around: Circumstances, rules: Rules = ()) -> Found | None:
        """By the nearest example, or by what the grammar and the rules are not sure of."""
        if not said.folded:
            return None
        heard = meaning.exactly(said, around)
        if heard is not None and heard.sure:
            return None  # understood, and no flow takes it: no likeness knows better
        found = self._likely(said, heard)
        return self._taken(found, around, rules) if isinstance(found, Meaning) else found

    def _by_word(self, said: Utterance) -> Found | None:
        if not said.folded:
            meant = {self._signs.get(sign) for sign in signs(said.text)}
            flow = meant.pop() if len(meant) == 1 else None
            return Found(flow, {}, None) if flow else None
        keyword = self._keywords.get(said.folded) or self._keywords.get(bare(said.folded))
        return Found(keyword[0], {}, keyword[1]) if keyword else None

    def _likely(self, said: Utterance, unsure: Meaning | None) -> Found | Meaning | None:
        """A flow's own example where it is near enough; else the likeliest of what we know."""
        alike = meaning.likely(said)
        near = self._matcher.nearest(in_full(said.folded), NEAR)
        if near is not None and (alike is None or not alike.sure):
            return Found(near.label, {}, self._languages_of[near.example])
        return max((one for one in (unsure, alike) if one), key=lambda one: one.confidence, default=None)

    def flow_of(self, intent: str) -> Flow | None:
        """The flow that takes this intent."""
        return self._intents.get(intent)

    def _intent_of(self, flow: str) -> str:
        return next((intent for intent, taker in self._intents.items() if taker.name == flow), flow)

    def _taken(self, heard: Meaning, around: Circumstances, rules: Rules) -> Found | None:
        """By the flow of its intent; wishes also by the one that takes them all."""
        wishes, problem = heard.reading.wishes, heard.reading.problem
        flow = self._intents.get(heard.intent) or (self._intents.get(CHANGE) if wishes else None)
        if flow is None:
            return None
        handed = slots(wishes, problem, around.topics, rules)
        args = {name: value for name, value in handed.items() if name in flow.vars}
        return Found(flow.name, args, heard.language, defaults(wishes), heard.sure, heard)


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


def _learnt() -> Iterator[tuple[str, str]]:
    return ((example.language, example.text) for example in intents.examples().values())


def _texts(flows: Iterable[Flow]) -> Iterator[tuple[str, str]]:
    for flow in flows:
        for phrase in (*flow.start.examples, *flow.start.words):
            if phrase.language:
                yield phrase.language, fold(phrase.text)
        for step in flow.steps:
            for wording in step.wordings():
                yield from ((language, fold(words)) for language, words in wording.plain() if language != "*")
