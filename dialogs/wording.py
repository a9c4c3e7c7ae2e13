"""Wordings: what is said, in each language, with `{expressions}` inside.

A wording without braces is a plain string and costs nothing to say. `{{` and `}}` are braces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.expressions import Expression, Lookup, compiled

Phrase = str | tuple[str | Expression, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    phrases: Mapping[str, Phrase]

    def say(self, language: str, lookup: Lookup) -> str:
        """In `language`, or in the first one written. Raises ExpressionFailure."""
        phrase = self.phrases.get(language)
        if phrase is None:
            phrase = next(iter(self.phrases.values()))
        if isinstance(phrase, str):
            return phrase
        return "".join(part if isinstance(part, str) else shown(part.value(lookup), language) for part in phrase)

    def expressions(self) -> Iterator[Expression]:
        for phrase in self.phrases.values():
            if not isinstance(phrase, str):
                yield from (part for part in phrase if isinstance(part, Expression))

    def plain(self) -> Iterator[tuple[str, str]]:
        """(language, the words between the expressions)."""
        for language, phrase in self.phrases.items():
            words = phrase if isinstance(phrase, str) else " ".join(part for part in phrase if isinstance(part, str))
            yield language, words


def shown(value: Any, language: str) -> str:
    """A value as a person would write it: 3 and not 3.0, a list with commas, a text by language in theirs."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.12g}"
        case Mapping() if language in value:
            return shown(value[language], language)
        case Mapping() if value:
            return shown(next(iter(value.values())), language)
        case list() | tuple():
            return ", ".join(shown(item, language) for item in value)
        case _:
            return str(value)


def phrase(text: str) -> Phrase:
    """Compile a text. Raises ValueError: an expression that is not one, a brace that never closes."""
    if "{" not in text and "}" not in text:
        return text
    parts = tuple(_parts(text))
    return "".join(parts) if all(isinstance(part, str) for part in parts) else parts  # type: ignore[arg-type]


def _parts(text: str) -> Iterator[str | Expression]:
    at = 0
    while at < len(text):
        if text.startswith(("{{", "}}"), at):
            yield text[at]
            at += 2
        elif text[at] == "{":
            end = _closing(text, at)
            yield compiled(text[at + 1 : end])
            at = end + 1
        elif text[at] == "}":
            raise ValueError('a "}" that no "{" opened; write "}}" for the character')
        else:
            end = min((found for sign in "{}" if (found := text.find(sign, at)) >= 0), default=len(text))
            yield text[at:end]
            at = end


def _closing(text: str, start: int) -> int:
    """Where the brace opened at `start` closes: braces nest, and do not count inside quotes."""
    depth, quote = 0, ""
    for at in range(start, len(text)):
        sign = text[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return at
    raise ValueError('a "{" that never closes; write "{{" for the character')
