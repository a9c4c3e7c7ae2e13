"""The words of a rich message: headings, lists, tables, quotations, as lines of plain text. Pure.

https://core.telegram.org/bots/api#richmessage. A text is a string, a list of texts, or an object around one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# What a block may say: before what it holds, and after
_FIRST, _LAST = ("summary", "text", "expression"), ("caption", "credit")
_INSIDE = ("blocks", "items", "cells")


def words(message: Any) -> str:
    """One line a block, an item or a row.

    >>> words({"blocks": [{"type": "paragraph", "text": ["Is it ", {"type": "bold", "text": "ready"}, "?"]}]})
    'Is it ready?'
    """
    return "\n".join(_lines(message))


def _lines(block: Any) -> Iterator[str]:
    if isinstance(block, list):  # a row of a table
        yield from filter(None, [" | ".join(filter(None, map(_plain, block)))])
    if not isinstance(block, dict):
        return
    inner = [line for name in _INSIDE for one in _listed(block.get(name)) for line in _lines(one)]
    label = block.get("label")
    if isinstance(label, str) and inner:
        inner[0] = f"{label} {inner[0]}"
    yield from [*_said(block, _FIRST), *inner, *_said(block, _LAST)]


def _said(block: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [text for name in names if (text := _plain(block.get(name)).strip())]


def _plain(text: Any) -> str:
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(map(_plain, text))
    if isinstance(text, dict):
        return _plain(next((text[name] for name in ("text", "alternative_text", "expression") if name in text), ""))
    return ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
