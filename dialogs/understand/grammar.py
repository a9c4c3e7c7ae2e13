"""The grammar: what customers want of their terms, in their own words, as wishes. Pure: text and circumstances in.

Words become items (vocabulary.yaml), items become chunks, chunks frames, frames wishes. What it cannot place lowers its
confidence; below SURE the dialog asks, below LEAST it was talk about something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from dialogs.understand import pauses, reading
from dialogs.understand.chunks import chunks
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.frames import Frame, anchored, frames
from dialogs.understand.listening import Utterance
from dialogs.understand.vocabulary import UNKNOWN, Item
from dialogs.understand.wishes import Impossible, Problem, Unclear, Wish, contradiction, topic_scope, without_doubles

SURE = 0.75
LEAST = 0.45
_REQUESTS = frozenset(  # a question with one of these is an order
    ("peux", "pouvez", "pourriez", "possible", "can", "could", "would", "may", "please", "svp", "stp", "plait")
)


class Reading(NamedTuple):
    """`wishes` to be changed, or the `problem` with them; neither where nothing of the kind was said."""

    wishes: tuple[Wish, ...] = ()
    problem: Problem | None = None
    confidence: float = 0.0
    language: str | None = None

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


NOTHING = Reading()


def read(said: Utterance, around: Circumstances) -> Reading:
    """What these words ask to change."""
    if all(item.kind == UNKNOWN for item in said.items):
        return NOTHING
    found = frames(chunks(said.items, around.today))
    return _put_together(found, [reading.read(frame, around) for frame in found], said, around)


def duration(said: Utterance, around: Circumstances) -> str | None:
    """How long or until when, as the answer to just that question: "10 jours", "lundi", "until the 15th"."""
    found = frames(chunks(said.items, around.today))
    return pauses.duration(found[0], around) if len(found) == 1 and not found[0].unknown else None


def _put_together(
    found: Sequence[Frame], readings: Sequence[Sequence[reading.Found]], said: Utterance, around: Circumstances
) -> Reading:
    wishes = without_doubles(one for listed in readings for one in listed if isinstance(one, Wish))
    problems = [one for listed in readings for one in listed if isinstance(one, Unclear | Impossible)]
    if not wishes and not problems:
        return NOTHING
    confidence = _confidence(found, readings, said.text)
    if _may_be_the_thing_itself(found, wishes, around):
        confidence -= 0.6 if said.text.rstrip().endswith("?") else 0.35
    if confidence < LEAST:
        return NOTHING
    problem = _worst(problems, wishes, found)
    return Reading(() if problem else wishes, problem, confidence, _language(said.items))


def _worst(problems: Sequence[Problem], wishes: Sequence[Wish], found: Sequence[Frame]) -> Problem | None:
    """What cannot be goes before what is unclear. A last "never" takes back what was said before it."""
    impossible = next((one for one in problems if isinstance(one, Impossible)), None)
    if impossible is not None:
        return impossible
    taken_back = found[-1].mood == "not" and not found[-1].holds() and not found[-1].flags and len(found) > 1
    if contradiction(wishes) or (taken_back and wishes):
        return Impossible("contradiction")
    return problems[0] if problems else None


def _confidence(found: Sequence[Frame], readings: Sequence[Sequence[reading.Found]], text: str) -> float:
    """All words placed: 1. Words nobody knows beside the wish cost little, within it much; a question is no order."""
    inside = beside = 0.0
    ours = any(anchored(frame) for frame, listed in zip(found, readings, strict=True) if listed)
    for frame, listed in zip(found, readings, strict=True):
        if listed:
            inside += frame.unknown * (0.35 if anchored(frame) else 0.6)
        else:
            beside += frame.unknown * (0.05 if ours else 0.3)
    confidence = 1.0 - inside - beside
    if text.rstrip().endswith("?") and _REQUESTS.isdisjoint(text.casefold().split()):
        confidence -= 0.6 if all(frame.mood is None for frame in found) else 0.3
    return max(confidence, 0.0)


def _may_be_the_thing_itself(found: Sequence[Frame], wishes: Sequence[Wish], around: Circumstances) -> bool:
    """ "Delivery between 12 and 2": the parcel's hours, or those of our messages about it?"""
    service = {topic_scope(str(topic["id"])) for topic in around.topics if topic.get("category") == "service"}
    timed = any(wish.scope in service and wish.field in ("hours", "pause", "holidays", "digest") for wish in wishes)
    return timed and not any(frame.has("MESSAGE", "CONTACT", "RECEIVE", "DIGEST") for frame in found)


def _language(said: Sequence[Item]) -> str | None:
    told = Counter(item.language for item in said if item.language)
    ranked = told.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
