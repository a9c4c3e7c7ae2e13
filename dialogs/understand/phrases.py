"""The phrases of `phrases.yaml`, compiled once: a notation that people read, made into regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from dialogs.understand.words import fold, squeeze

SHORTEST = 2  # letters: "off" squeezed is "of", and that is nobody's order

_TOKEN = re.compile(r"<\w+>|[A-Z]+\*?|[)\]]\*|[()\[\]|]|[a-z0-9]+~?")
_WORD = re.compile(r"(?<![<\w])[a-z]+~?")
_SIGNS = {
    "(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", ")*": ")*", "]*": ")*",
    "<rest>": ".{1,40} ", "<far>": "(?:.{1,90} )?",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """`kind` is ordered by these words, in `language` where they are of one."""

    kind: str
    language: str | None
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    words: Mapping[str, tuple[str, str | None]]  # squeezed word -> kind, language
    sms: Mapping[str, tuple[str, str | None]]  # the same with the words of carriers
    signs: Mapping[str, str]
    beside: frozenset[str]  # signs that say no more and no less
    slips: Mapping[str, str]  # word -> kind
    around: re.Pattern[str]
    orders: tuple[Phrase, ...]


@cache
def phrases() -> Phrases:
    raw = _read("phrases.yaml")
    names = raw["names"]
    words = dict(_words(raw["words"]))
    return Phrases(
        words=words,
        sms=words | dict(_words(raw["sms"])),
        signs=raw["signs"],
        beside=frozenset(raw["beside"].split()),
        slips={word: kind for kind, words in raw["slips"].items() for word in words.split()},
        around=re.compile(rf"(?<!\S)(?:{compiled(raw['around'], names)})"),
        orders=tuple(_orders(raw["phrases"], names)),
    )


def _read(name: str) -> Any:
    return YAML(typ="safe", pure=True).load(resources.files(__package__).joinpath(name).read_text("utf-8"))


def whole(pattern: re.Pattern[str], folded: str) -> re.Match[str] | None:
    """Match all of the words: in the notation, each word brings the space after it."""
    return pattern.fullmatch(folded + " ")


def _orders(raw: Mapping[str, Mapping[str, list[str]]], names: Mapping[str, str]) -> Iterator[Phrase]:
    for kind, by_language in raw.items():
        for language, listed in by_language.items():
            pattern = "|".join(f"(?:{_asked(phrase, names)})" for phrase in listed)
            yield Phrase(kind, None if language == "any" else language, re.compile(pattern))


def _asked(phrase: str, names: Mapping[str, str]) -> str:
    return compiled(f"[ASKING] ({phrase})", names)


def compiled(phrase: str, names: Mapping[str, str]) -> str:
    """A regular expression for words that each have a space after them."""
    return "".join(_piece(token, names) for token in _TOKEN.findall(phrase))


def _piece(token: str, names: Mapping[str, str]) -> str:
    if token in _SIGNS:
        return _SIGNS[token]
    if token.rstrip("*").isupper():
        return f"(?:{compiled(names[token.rstrip('*')], names)})" + ("*" if token.endswith("*") else "")
    return f"{token[:-1]}(?:s|r|z|nt)? " if token.endswith("~") else f"{token} "


def _words(raw: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str | None]]]:
    for kind, by_language in raw.items():
        for language, words in by_language.items():
            for word in words.split():
                told = (kind, None if language == "any" else language)
                squeezed = squeeze(fold(word))
                yield squeezed if len(squeezed) > SHORTEST else fold(word), told
