"""YAML texts, read with their lines, and turned into plain values."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dialogs.errors import FlowProblem

MOST_VALUES = 20_000  # in one file; YAML's aliases can make a small file enormous
LONGEST = 1_000_000  # characters
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")


def parsed(text: str, source: str) -> Any:
    """The document of a text, its mappings and lists knowing their lines. Raises FlowProblem."""
    if len(text) > LONGEST:
        raise FlowProblem(source, 1, f"has {len(text)} characters, more than {LONGEST}; make several files of it")
    try:
        reader = YAML(typ="rt")
        reader.preserve_quotes = True
        document = reader.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FlowProblem(source, line, f"is not YAML: {error.problem or error.context}") from error
    except (YAMLError, ValueError, RecursionError) as error:  # a sign that no file may hold; a date that is none
        raise FlowProblem(source, 1, f"is not YAML: {str(error).splitlines()[0]}") from error
    if "\\" in text:  # only so can a file hold them
        _refuse_no_characters(document, source)
    return document


def _refuse_no_characters(document: Any, source: str) -> None:
    """What no message may hold: half a character, as JSON writes emoji, or none at all."""
    seen: set[int] = set()
    waiting = [(document, 1)]
    while waiting:
        value, line = waiting.pop()
        if isinstance(value, str) and (found := _NO_CHARACTER.search(value)):
            code = f"\\u{ord(found.group()):04x}"
            raise FlowProblem(source, line, f"holds {code}, which is no character; write the character itself")
        if isinstance(value, CommentedMap | CommentedSeq) and id(value) not in seen:
            seen.add(id(value))
            inner = [*value, *value.values()] if isinstance(value, CommentedMap) else value
            waiting += [(one, value.lc.line + 1) for one in inner]


def plain(value: Any, source: str, left: list[int] | None = None) -> Any:
    """Without the reader's own types, counting: aliases are written out here."""
    left = [MOST_VALUES] if left is None else left
    left[0] -= 1
    if left[0] < 0:
        raise FlowProblem(source, 1, f"has more than {MOST_VALUES} values; make several flows of it")
    match value:
        case dict():
            return {str(key): plain(inner, source, left) for key, inner in value.items()}
        case list():
            return [plain(inner, source, left) for inner in value]
        case None | bool():
            return value
        case int():
            return int(value)
        case float():
            return float(value)
        case _:
            return str(value)
