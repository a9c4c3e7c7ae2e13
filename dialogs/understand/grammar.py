"""The short grammar: commands with something in them, on every channel the same. "MAX 2/S promos", "pause 2 weeks".

Each rule reads a whole line and gives an intent with its slots; the flow that declares the intent takes them.
Rules look at folded words: no case, accents or punctuation ("2/s" is "2 s").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dialogs.understand.protected import stopped_topic
from dialogs.understand.topics import find_topic


class Command(NamedTuple):
    intent: str
    slots: dict[str, Any]
    language: str | None = None


Topics = Sequence[Mapping[str, Any]]

_PERIODS = {"day": "j d jour jours day days", "week": "s w sem semaine semaines week weeks", "month": "m mois month months"}
_PERIOD = {word: period for period, words in _PERIODS.items() for word in words.split()}
_FRENCH = frozenset("j s sem jour jours semaine semaines mois fois une un deux trois par".split())
_COUNTS = {word: n for n, words in enumerate(("", "1 un une once one a", "2 deux twice two", "3 trois three thrice", "4 quatre four",
                                              "5 cinq five"), 0) for word in words.split()}  # fmt: skip
_EACH = {"day": "daily", "week": "weekly", "month": "monthly"}
_LETTER = {"day": "D", "week": "W", "month": "M"}

_PERIOD_WORDS = "|".join(sorted(_PERIOD, key=len, reverse=True))
_COUNT_WORDS = "|".join([r"\d{1,2}", *(word for word in _COUNTS if not word.isdigit())])
_FREQUENCY = re.compile(
    rf"(?P<most>max|maximum|au plus|pas plus de|at most|no more than|up to|only)? ?(?P<count>{_COUNT_WORDS})"
    rf"(?: (?:messages?|sms|texts?|fois|times?|x))?(?: (?:par|per|a|an|each|every|chaque|tous les|toutes les))?"
    rf" (?P<period>{_PERIOD_WORDS})(?: (?:max|maximum|au plus|at most|only|seulement))?"
    rf"(?: (?:pour|sur|de|des|about|for|of) | |$)(?P<topic>.{{2,60}})?"
)
_EVERY = re.compile(
    rf"(?:every|each|chaque|tous les|toutes les) (?P<period>{_PERIOD_WORDS})(?: (?:pour|sur|about|for) (?P<topic>.{{2,60}}))?"
)
_PAUSE = re.compile(
    rf"(?:faire une |faites une |mets en |mettre en |take a )?pause(?: (?:de|d|pendant|for|of|pour))? (?P<count>{_COUNT_WORDS})"
    rf" (?P<period>{_PERIOD_WORDS})"
)
_FOLLOW = re.compile(
    r"(?P<verb>start|follow|subscribe(?: me)? to|suivre|reprendre|reprends|abonne[zr]? moi (?:a|aux)|je veux(?: suivre)?|i want) "
    r"(?P<topic>.{2,60})"
)


def read(folded: str, topics: Topics) -> Command | None:
    """The command these words are, whole, or None."""
    return next((command for rule in RULES if (command := rule(folded, topics))), None)


def _stop_topic(folded: str, topics: Topics) -> Command | None:
    topic = stopped_topic(folded, topics)
    return Command("stop_topic", {"topic": topic}) if topic else None


def _follow_topic(folded: str, topics: Topics) -> Command | None:
    found = _FOLLOW.fullmatch(folded)
    topic = find_topic(found["topic"], topics) if found else None
    return Command("follow_topic", {"topic": topic}) if topic else None


def _frequency(folded: str, topics: Topics) -> Command | None:
    found = _FREQUENCY.fullmatch(folded)
    if found is None or (found["topic"] and not find_topic(found["topic"], topics)):
        return None
    if not found["most"] and found["count"] == "a":
        return None  # "a week" alone says nothing of how often
    count, period = _number(found["count"]), _PERIOD[found["period"]]
    if not count:
        return None
    pace = _EACH[period] if count == 1 else {"max": count, "per": period}
    return Command("change_frequency", _about(found["topic"], topics) | {"pace": pace}, _language(folded))


def _every(folded: str, topics: Topics) -> Command | None:
    found = _EVERY.fullmatch(folded)
    if found is None or (found["topic"] and not find_topic(found["topic"], topics)):
        return None
    slots = _about(found["topic"], topics) | {"pace": _EACH[_PERIOD[found["period"]]]}
    return Command("change_frequency", slots, _language(folded))


def _pause(folded: str, _topics: Topics) -> Command | None:
    found = _PAUSE.fullmatch(folded)
    count = _number(found["count"]) if found else 0
    if not found or not count:
        return None
    return Command("pause", {"duration": f"P{count}{_LETTER[_PERIOD[found['period']]]}"}, _language(folded))


RULES: tuple[Callable[[str, Topics], Command | None], ...] = (_stop_topic, _follow_topic, _frequency, _every, _pause)


def _about(words: str | None, topics: Topics) -> dict[str, Any]:
    """Without a topic, a command is about everything."""
    topic = find_topic(words, topics) if words else None
    return {"topic": topic if topic else {"id": "all", "name": {"fr": "tout", "en": "everything"}}}


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word]


def _language(folded: str) -> str:
    return "fr" if _FRENCH & set(folded.split()) else "en"
