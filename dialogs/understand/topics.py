"""Topics by the names customers give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from dialogs.understand.vocabulary import Names, Sense
from dialogs.understand.wordbook import Wordbook
from dialogs.understand.words import fold

_SMALL = re.compile(r"(?:le|la|les|l|de|des|du|d|mes|vos|tes|ces|un|une|the|my|your|of|about|all|any|on|for|a)")
_PLURAL = ("", "s")


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


def names_of(topics: Sequence[Mapping[str, Any]]) -> Names:
    """All names as vocabulary of the kind TOPIC. A name that two topics have names none."""
    return _names(tuple((str(topic["id"]), tuple(names(topic))) for topic in topics))


@lru_cache(maxsize=64)
def _names(named: tuple[tuple[str, tuple[str, ...]], ...]) -> Names:
    """A brand's topics are few and come with every message."""
    owners: dict[tuple[str, ...], set[str]] = {}
    for topic, own in named:
        for name in own:
            for form in _forms(name):
                owners.setdefault(form, set()).add(topic)
    return Wordbook((form, Sense("TOPIC", min(ids))) for form, ids in owners.items() if len(ids) == 1)


def _forms(name: str) -> Iterator[tuple[str, ...]]:
    """Singular and plural, with and without the small word in front."""
    words = fold(name).split()
    while len(words) > 1 and _SMALL.fullmatch(words[0]):
        words = words[1:]
    if words and not (len(words) == 1 and _SMALL.fullmatch(words[0])):
        stems = [word.rstrip("s") or word for word in words]
        yield tuple(words)
        yield tuple(stems)
        yield tuple(stem + "s" for stem in stems)
        yield (*stems[:-1], stems[-1] + "s")


def _core(folded: str) -> str:
    """Without small words and plurals."""
    return " ".join(word.rstrip("s") for word in folded.split() if not _SMALL.fullmatch(word))
