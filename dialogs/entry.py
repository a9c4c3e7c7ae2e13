"""One mapping of a flow file, taken key by key: what is missing, wrong or left over is a problem with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from dialogs.errors import FlowProblem
from dialogs.expressions import Expression, compiled
from dialogs.wording import Wording, phrase
from dialogs.yaml_text import plain

_MISSING: Any = object()
LONGEST_NAME = 100
_ANY_LANGUAGE = "*"  # a text that is the same for all
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Entry:
    """`place` says in words where we are: `flow "help", step "answer"`."""

    def __init__(self, raw: Any, *, source: str, place: str, line: int) -> None:
        self.source, self.place, self.line = source, place, line
        if not isinstance(raw, dict):
            raise self.problem(f"is {_seen(raw)}; write a mapping of keys and values")
        self._raw = raw
        self._taken: set[str] = set()

    def problem(self, text: str, key: str | None = None) -> FlowProblem:
        line = self.line if key is None else self.line_of(key)
        return FlowProblem(self.source, line, f"{self.place}: {text}" if self.place else text)

    def line_of(self, key: str) -> int:
        places = getattr(getattr(self._raw, "lc", None), "data", None) or {}
        return places[key][0] + 1 if key in places else self.line

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def take(self, key: str, default: Any = _MISSING) -> Any:
        self._taken.add(key)
        if key not in self._raw:
            if default is _MISSING:
                raise self.problem(f'"{key}" is missing')
            return default
        return self._raw[key]

    def string(self, key: str, default: Any = _MISSING) -> Any:
        value = self.take(key, default)
        if value is not default and not isinstance(value, str):
            raise self.problem(f'"{key}" is {_seen(value)}; write a text', key)
        return str(value) if isinstance(value, str) else value

    def name(self, key: str, default: Any = _MISSING) -> Any:
        """The name of a step, a flow or a var."""
        value = self.string(key, default)
        if isinstance(value, str) and not is_name(value):
            raise self.problem(f'"{key}" is "{value}"; a name has small letters, digits, "_" and "."', key)
        return value

    def one_of(self, key: str, allowed: tuple[str | None, ...], default: str | None) -> Any:
        value = self.string(key, default)
        if value not in allowed:
            raise self.problem(f'"{key}" is "{value}"; it may be {", ".join(filter(None, allowed))}', key)
        return value

    def number(self, key: str, default: int) -> int:
        value = self.take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.problem(f'"{key}" is {_seen(value)}; write a whole number of at least 1', key)
        return int(value)

    def seconds(self, key: str) -> int:
        value = self.string(key)
        found = re.fullmatch(r"(\d{1,4})([smhd])", value)
        if not found or not int(found[1]):
            raise self.problem(f'"{key}" is "{value}"; write a time such as 30s, 10m, 2h or 3d', key)
        return int(found[1]) * _SECONDS[found[2]]

    def expression(self, key: str, default: Any = _MISSING) -> Any:
        value = self.take(key, default)
        return value if value is default else self._compiled(value, key)

    def given(self, key: str) -> dict[str, Any]:
        """A mapping whose texts are expressions; numbers, true and false stand for themselves."""
        value = self.take(key, {})
        if not isinstance(value, dict):
            raise self.problem(f'"{key}" is {_seen(value)}; write a mapping of names and expressions', key)
        return {str(name): self._given(inner, key) for name, inner in value.items()}

    def wording(self, key: str, default: Any = _MISSING) -> Any:
        """A text, or one text by language."""
        value = self.take(key, default)
        if value is default:
            return value
        texts = value if isinstance(value, dict) else {_ANY_LANGUAGE: value}
        if not texts:
            raise self.problem(f'"{key}" is empty; write a text by language, such as {{fr: "…", en: "…"}}', key)
        return Wording({str(language): self._phrase(text, language, key) for language, text in texts.items()})

    def texts(self, key: str, default: Any = _MISSING) -> Any:
        """A text, or a list of them."""
        value = self.take(key, default)
        if value is default:
            return value
        return tuple(self._texts([value] if isinstance(value, str) else value, key))

    def names(self, key: str, allowed: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
        """Some of the allowed ones."""
        found: tuple[str, ...] = self.texts(key, default)
        for name in found:
            if name not in allowed:
                raise self.problem(f'"{key}" has "{name}"; it may have {", ".join(allowed)}', key)
        return found

    def plain(self, key: str, default: Any = _MISSING) -> Any:
        """A mapping as it is."""
        value = self.take(key, default)
        if not isinstance(value, dict):
            raise self.problem(f'"{key}" is {_seen(value)}; write a mapping of names and values', key)
        return plain(value, self.source)

    def by_language(self, key: str) -> list[tuple[str, str | None]]:
        """Words as a list, or as lists by language: (text, language)."""
        value = self.take(key, [])
        if isinstance(value, dict):
            return [(text, str(language)) for language, texts in value.items() for text in self._texts(texts, key)]
        return [(text, None) for text in self._texts(value, key)]

    def inner(self, key: str, place: str) -> Entry | None:
        value = self.take(key, None)
        if value is None:
            return None
        return Entry(value, source=self.source, place=place, line=self.line_of(key))

    def items(self, key: str, place: str, default: Any = _MISSING) -> list[Entry]:
        value = self.take(key, default)
        if not isinstance(value, list) or not value:
            raise self.problem(f'"{key}" is {_seen(value)}; write a list with at least one entry', key)
        lines = getattr(getattr(value, "lc", None), "data", None) or {}
        return [
            Entry(raw, source=self.source, place=place, line=lines[at][0] + 1 if at in lines else self.line)
            for at, raw in enumerate(value)
        ]

    def finish(self, allowed: Iterable[str] = ()) -> None:
        """Refuse the keys that nobody took."""
        for key in self._raw:
            if key not in self._taken:
                known = sorted({*self._taken, *allowed})
                close = difflib.get_close_matches(str(key), known, 1)
                hint = f'Did you mean "{close[0]}"?' if close else f"It may have {', '.join(known)}."
                raise self.problem(f'"{key}" is not known here. {hint}', key)

    def _texts(self, value: Any, key: str) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(text, str | int) for text in value):
            raise self.problem(f'"{key}" is {_seen(value)}; write a list of texts', key)
        return [str(text) for text in value]

    def _phrase(self, text: Any, language: str, key: str) -> Any:
        if language != _ANY_LANGUAGE and not _LANGUAGE.fullmatch(str(language)):
            raise self.problem(f'"{key}" has a text for "{language}"; a language is a code such as fr or en', key)
        if not isinstance(text, str):
            raise self.problem(f'"{key}" is {_seen(text)}; write a text by language, such as {{fr: "…", en: "…"}}', key)
        try:
            return phrase(str(text))
        except ValueError as error:
            raise self.problem(f'"{key}" ({language}): {_one_line(error)}', key) from error

    def _given(self, value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {str(name): self._given(inner, key) for name, inner in value.items()}
        return self._compiled(value, key) if isinstance(value, str) else value

    def _compiled(self, value: Any, key: str) -> Expression:
        if isinstance(value, bool):
            value = "true" if value else "false"
        if not isinstance(value, str):
            raise self.problem(f'"{key}" is {_seen(value)}; write an expression', key)
        try:
            return compiled(str(value))
        except ValueError as error:
            raise self.problem(f'"{key}": {_one_line(error)}', key) from error


def is_name(text: str) -> bool:
    """Of a flow, a step or a var."""
    return len(text) <= LONGEST_NAME and re.fullmatch(r"[a-z]\w*(\.[a-z]\w*)*", text) is not None


def _seen(value: Any) -> str:
    match value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case None:
            return "empty"
        case _:
            return f'"{value}"'


def _one_line(error: ValueError) -> str:
    """CEL draws an arrow under the fault on further lines; the first says enough."""
    return str(error).split("\n", 1)[0]
