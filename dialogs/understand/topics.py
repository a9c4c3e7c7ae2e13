"""Topics by the names customers give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialogs.understand.words import fold

_SMALL = re.compile(r"(?:le|la|les|l|de|des|du|d|mes|vos|tes|ces|un|une|the|my|your|of|about|all|any|on|for|a)")


def find_topic(folded: str, topics: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The one topic these words name, whole: an id, a name in any language, another word for it, singular or plural."""
    wanted = _core(folded)
    if not wanted:
        return None
    found = [topic for topic in topics if any(_core(fold(name)) == wanted for name in names(topic))]
    return found[0] if len(found) == 1 else None


def names(topic: Mapping[str, Any]) -> Iterator[str]:
    yield str(topic["id"])
    name = topic.get("name")
    if isinstance(name, Mapping):
        yield from (str(text) for text in name.values())
    elif name:
        yield str(name)
    yield from (str(word) for word in topic.get("words") or ())


def _core(folded: str) -> str:
    """Without small words and plurals."""
    return " ".join(word.rstrip("s") for word in folded.split() if not _SMALL.fullmatch(word))
