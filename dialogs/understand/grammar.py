"""The short grammar: commands with something in them, the same on every channel. "MAX 2/S promos", "pause 2 weeks".

The phrases are in `phrases.yaml`; here is what they mean: an intent with its slots, for the flow that declares the
intent. Words come folded ("2/s" is "2 s"), and the whole message must fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dialogs.understand.phrases import phrases, whole
from dialogs.understand.protected import LONGEST_ORDER, bare
from dialogs.understand.topics import find_topic


class Command(NamedTuple):
    """`defaults` are for what was left unsaid, unless the conversation already knows."""

    intent: str
    slots: dict[str, Any]
    defaults: dict[str, Any]
    language: str | None = None


Topics = Sequence[Mapping[str, Any]]
Slots = dict[str, Any] | None

_PERIODS = {"d": "day", "j": "day", "w": "week", "s": "week", "m": "month"}  # by their first letter, in both languages
_COUNTS = {"un": 1, "une": 1, "once": 1, "one": 1, "a": 1, "deux": 2, "twice": 2, "two": 2, "trois": 3, "three": 3,
           "quatre": 4, "four": 4, "cinq": 5, "five": 5}  # fmt: skip
_THE_ONE = re.compile(r"(?:ma|mon|mes|la|le|my|the) ")
_EACH = {"day": "daily", "week": "weekly", "month": "monthly"}
_FRENCH = re.compile(
    r"\b(?:par|fois|jours?|semaines?|sem|mois|une?|deux|trois|quatre|cinq|chaque|tous|toutes|de|pas|plus|jusqu|au|pour)\b"
)
_ENGLISH = re.compile(r"\b(?:days?|weeks?|months?|once|twice|times?|every|each|per|no|more|for|until)\b")
SAME_AS = {"wish_topic": "follow_topic"}
DEFAULTS = {"change_frequency": {"topic": {"id": "all", "name": {"fr": "tout", "en": "everything"}}}}


def read(folded: str, topics: Topics) -> Command | None:
    """The command these words are, whole, or None."""
    if len(folded) > LONGEST_ORDER:
        return None
    words = bare(folded)
    for intent, patterns in phrases().commands.items():
        for pattern in patterns:
            found = whole(pattern, words)
            slots = MEANINGS[intent](found, topics) if found else None
            if slots is not None:
                return Command(SAME_AS.get(intent, intent), slots, DEFAULTS.get(intent, {}), _language(words))
    return None


def _about_topic(found: re.Match[str], topics: Topics) -> Slots:
    topic = find_topic(found["topic"], topics)
    return {"topic": dict(topic)} if topic else None


def _wished(found: re.Match[str], topics: Topics) -> Slots:
    """A topic to follow; but who wants "my order", and follows the news of orders, wants that very thing."""
    slots = _about_topic(found, topics)
    return None if slots and slots["topic"].get("followed") and _THE_ONE.match(found["topic"]) else slots


def _frequency(found: re.Match[str], topics: Topics) -> Slots:
    """With words that are no topic it is something else."""
    said = found.groupdict()
    about = _about_topic(found, topics) if said["topic"] else {}
    count = _number(said.get("count") or "one")
    period = _period(said["period"])
    return None if about is None else about | {"pace": _EACH[period] if count == 1 else {"max": count, "per": period}}


def _pause(found: re.Match[str], _topics: Topics) -> Slots:
    if "count" not in found.groupdict():
        return {}
    return {"duration": f"P{_number(found['count'])}{_period(found['period'])[0].upper()}"}


MEANINGS: Mapping[str, Callable[[re.Match[str], Topics], Slots]] = {
    "stop_topic": _about_topic,
    "follow_topic": _about_topic,
    "wish_topic": _wished,
    "change_frequency": _frequency,
    "pause": _pause,
}


def _number(word: str) -> int:
    word = word.strip()
    return int(word) if word.isdigit() else _COUNTS[word]


def _period(word: str) -> str:
    return _PERIODS[word.strip()[0]]


def _language(words: str) -> str | None:
    french, english = len(_FRENCH.findall(words)), len(_ENGLISH.findall(words))
    return None if french == english else "fr" if french > english else "en"
