"""What customers may want besides changing their terms, learnt from the examples of `intents.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from ruamel.yaml import YAML

from dialogs.understand.matcher import Matcher
from dialogs.understand.words import fold

NEAR = 0.7  # as near an example must be to be meant
NOTHING = "nothing"  # ordinary talk: the matcher knows what that sounds like, too


class Example(NamedTuple):
    text: str  # folded
    intent: str
    language: str


@cache
def examples() -> dict[str, Example]:
    """By their folded text."""
    raw = YAML(typ="safe", pure=True).load(resources.files(__package__).joinpath("intents.yaml").read_text("utf-8"))
    return {example.text: example for example in _examples(raw)}


@cache
def matcher() -> Matcher:
    return Matcher([(example.text, example.intent) for example in examples().values()])


def _examples(raw: dict[str, dict[str, list[str]]]) -> Iterator[Example]:
    for intent, by_language in raw.items():
        for language, texts in by_language.items():
            yield from (Example(fold(text), intent, language) for text in texts)
