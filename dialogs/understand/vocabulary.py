"""The vocabulary of wishes: words become items, each with what it means. The words are in `vocabulary.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from dialogs.understand.notation import Words, spelled_out
from dialogs.understand.tokens import Token
from dialogs.understand.wordbook import Wordbook

LANGUAGES = ("fr", "en", "any")
UNKNOWN = "UNKNOWN"

# What tokens that are no words mean
OTHERS = {
    "number": "NUMBER", "ordinal": "NTH", "clock": "CLOCK", "date": "DATE", "per": "PER", "dash": "DASH", "end": "END"
}  # fmt: skip


class Sense(NamedTuple):
    """`kind` is a name of vocabulary.yaml, or TOPIC."""

    kind: str
    value: Any = None
    language: str | None = None


class Item(NamedTuple):
    """`kind` as above or UNKNOWN; `words` as they were written."""

    kind: str
    value: Any
    words: str
    language: str | None = None


Names = Wordbook[Sense]  # of topics
NO_NAMES: Names = Wordbook(())


@cache
def vocabulary() -> Wordbook[Sense]:
    raw = YAML(typ="safe", pure=True).load(resources.files(__package__).joinpath("vocabulary.yaml").read_text("utf-8"))
    return Wordbook(_senses(raw))


def items(tokens: Sequence[Token], names: Names = NO_NAMES) -> list[Item]:
    """Each token once, in order; a topic's name goes before other words as long."""
    found: list[Item] = []
    at = 0
    while at < len(tokens):
        item, at = _item(tokens, at, names)
        found.append(item)
    return found


def _item(tokens: Sequence[Token], at: int, names: Names) -> tuple[Item, int]:
    token = tokens[at]
    if token.kind != "word":
        return Item(OTHERS[token.kind], token.value, token.word), at + 1
    best = next(names.find(tokens, at), None)
    other = next(vocabulary().find(tokens, at), None)
    if best is None or (other is not None and len(other[0].words) > len(best[0].words)):
        best = other
    if best is None:
        return Item(UNKNOWN, None, token.word), at + 1
    phrase, end = best
    return Item(phrase.meaning.kind, phrase.meaning.value, " ".join(phrase.words), phrase.meaning.language), end


def _senses(raw: Mapping[str, Any]) -> Iterator[tuple[Words, Sense]]:
    for kind, inner in raw.items():
        by_value = {None: inner} if isinstance(inner, str) or set(inner) <= set(LANGUAGES) else inner
        for value, by_language in by_value.items():
            lines = {"any": by_language} if isinstance(by_language, str) else by_language
            for language, line in lines.items():
                sense = Sense(kind, _value(kind, value), None if language == "any" else language)
                yield from ((words, sense) for words in spelled_out(line))


def _value(kind: str, value: Any) -> Any:
    """Numbers as numbers, several as a tuple, names as they are."""
    if value is None:
        return None
    parts = tuple(
        int(part) if part.lstrip("-").isdigit() and kind != "FEAST" else part for part in str(value).split(",")
    )
    return parts if len(parts) > 1 or kind == "DAYS" else parts[0]
