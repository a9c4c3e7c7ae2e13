"""Knowledge: questions that customers ask again and again, and what the brand answers.

An answer is given only where one is sure of it: none is better than a wrong one. What is known to be ordinary talk or a
wish competes with the questions, so that "my parcel is late" is no question about delivery. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Annotated, NamedTuple

import msgspec

from dialogs.errors import FlowProblem
from dialogs.understand import intents
from dialogs.understand.matcher import Matcher, Nearest
from dialogs.understand.spelling import distance, in_full
from dialogs.understand.words import fold
from dialogs.yaml_text import parsed, plain

NEAR = 0.55  # as near a question must be to be the one that was asked
AHEAD = 0.06  # and so much nearer than one of another item
NEAR_SHORT = 0.85  # where it has so few words that it is like many things:
FEW_WORDS = 2
STEM = 4  # letters that two forms of a word have in common; a shorter word tells nothing
COMMON = 4  # of what customers say: a word in more of them tells nothing either
MOST_QUESTIONS = 100
LEAST_SHOWN, MOST_SHOWN = 0.2, 3  # of what comes near without being it

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Language = Annotated[str, msgspec.Meta(pattern="^[a-z]{2}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Question = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class KnowledgeItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Texts are by language. `from` and `to` are days where the customer is, both included."""

    id: Id
    title: dict[Language, Text]
    questions: dict[Language, Annotated[list[Question], msgspec.Meta(max_length=MOST_QUESTIONS)]]
    answer: dict[Language, Text]
    since: Day | None = msgspec.field(default=None, name="from")
    until: Day | None = msgspec.field(default=None, name="to")

    def holds(self, today: date) -> bool:
        day = today.isoformat()
        return (self.since or day) <= day <= (self.until or day)


class BadKnowledge(ValueError):
    """It cannot be answered from as it is; says why."""


class Known(NamedTuple):
    """The item that answers, and the language of the question that was recognised."""

    item: KnowledgeItem
    language: str


class Near(NamedTuple):
    """An item by a question of its own. `score` is 0 to 1."""

    item: str
    language: str
    question: str
    score: float


class Knowledge:
    """Learns all questions once; then only reads. Without items it costs nothing."""

    def __init__(self, items: Iterable[KnowledgeItem] = ()) -> None:
        self.items = {one.id: one for one in items}
        questions = list(_questions(self.items.values()))
        self._written = {folded: (language, text) for _, language, folded, text in questions}
        asked = [(folded, item) for item, _, folded, _ in questions]
        self._matcher = _learnt(asked) if asked else None

    def __bool__(self) -> bool:
        return self._matcher is not None

    def answer(self, text: str, today: date) -> Known | None:
        """What answers this, where one is sure."""
        folded = in_full(fold(text))
        if self._matcher is None or not folded:
            return None
        least = NEAR_SHORT if len(folded.split()) <= FEW_WORDS else NEAR
        found = [one for one in self._matcher.ranked(folded, least - AHEAD) if self._counts(one, today)]
        if not found or found[0].score < least or not found[0].label:
            return None
        first = found[0]
        if any(one.label != first.label and one.score > first.score - AHEAD for one in found if one.label):
            return None
        if first.score < NEAR_SHORT and not _says_all(folded, first.example):
            return None
        return Known(self.items[first.label], self._written[first.example][0])

    def nearest(self, text: str, today: date) -> list[Near]:
        """The items that come nearest, each by its nearest question, for whoever wonders why none answered."""
        folded = in_full(fold(text))
        if self._matcher is None or not folded:
            return []
        best: dict[str, Near] = {}
        for one in self._matcher.ranked(folded, LEAST_SHOWN):
            if one.label and self._counts(one, today) and one.label not in best:
                best[one.label] = Near(one.label, *self._written[one.example], one.score)
        return list(best.values())[:MOST_SHOWN]

    def _counts(self, near: Nearest, today: date) -> bool:
        return not near.label or self.items[near.label].holds(today)


def load(text: str, source: str) -> list[KnowledgeItem]:
    """The items of a file. Raises FlowProblem."""
    try:
        return msgspec.convert(plain(parsed(text, source), source), _File).knowledge
    except msgspec.ValidationError as error:
        raise FlowProblem(source, 0, str(error)) from None


def check(items: Sequence[KnowledgeItem], languages: Sequence[str]) -> None:
    """Raises BadKnowledge, which names the item."""
    for one in items:
        for name, texts in (("title", one.title), ("answer", one.answer)):
            missing = [language for language in languages if language not in texts]
            if missing:
                raise BadKnowledge(f"{one.id}: {name} is not written in {', '.join(missing)}")
        if not any(fold(text) for texts in one.questions.values() for text in texts):
            raise BadKnowledge(f"{one.id}: it has no questions")
        _check_days(one)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    knowledge: list[KnowledgeItem]


def _check_days(item: KnowledgeItem) -> None:
    try:
        since, until = (date.fromisoformat(day) if day else None for day in (item.since, item.until))
    except ValueError as error:
        raise BadKnowledge(f"{item.id}: {error}") from None
    if since and until and until < since:
        raise BadKnowledge(f"{item.id}: it ends before it begins")


def _questions(items: Iterable[KnowledgeItem]) -> Iterator[tuple[str, str, str, str]]:
    """(item, language, folded text, text)."""
    for one in items:
        for language, texts in one.questions.items():
            yield from ((one.id, language, in_full(fold(text)), text) for text in texts if fold(text))


def _learnt(asked: list[tuple[str, str]]) -> Matcher:
    """The questions, and beside them, as no item's, what else customers say: but not what is as good as a question."""
    own = Matcher([*asked, *_others()])
    texts = {text for text, _ in asked}
    rivals = [(text, "") for text, _ in _others() if text not in texts and not _is_asked(own, text)]
    return Matcher([*asked, *rivals])


def _says_all(said: str, question: str) -> bool:
    """Whether each word that tells what the question is about was said, in this form or one much like it."""
    words = said.split()
    return all(any(_alike(word, one) for one in words) for word in question.split() if _tells(word))


def _tells(word: str) -> bool:
    return len(word) >= STEM and _spread()[word] <= COMMON


def _alike(word: str, other: str) -> bool:
    return word[:STEM] == other[:STEM] or distance(word, other) <= 1


@cache
def _spread() -> Counter[str]:
    """In how many sayings of all kinds each word stands."""
    return Counter(word for text in intents.examples() for word in set(text.split()))


def _others() -> Iterator[tuple[str, str]]:
    return ((text, "") for text in intents.examples())


def _is_asked(matcher: Matcher, text: str) -> bool:
    return any(one.label and one.score >= NEAR for one in matcher.ranked(text, NEAR))
