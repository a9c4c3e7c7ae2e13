"""What was not understood, grouped by likeness: so that what many ask stands above what one person wrote. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dialogs.understand.matcher import vector
from dialogs.understand.words import fold

ALIKE = 0.5  # how like the first of a group the others are
MOST_SHOWN = 10  # wordings of a group


class Saying(NamedTuple):
    """`at` in milliseconds."""

    message_id: str
    language: str
    words: str
    at: int


class Group(NamedTuple):
    """`examples`: different wordings, the most frequent first. `last`: when one was said last."""

    language: str
    examples: tuple[str, ...]
    messages: tuple[str, ...]
    last: int


def grouped(sayings: Iterable[Saying]) -> list[Group]:
    """The largest group first, of two as large the one heard last."""
    same: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    for one in sorted(sayings, key=lambda one: -one.at):
        same[one.language, fold(one.words)].append(one)
    wordings = sorted(same, key=lambda wording: (-len(same[wording]), len(wording[1])))  # many said it, in few words
    groups = [_group([same[wording] for wording in alike]) for alike in _gathered(wordings)]
    return sorted(groups, key=lambda group: (-len(group.messages), -group.last))


Wording = tuple[str, str]  # language, folded text


def _gathered(wordings: Sequence[Wording]) -> list[list[Wording]]:
    """Each wording with the leader that it is most like, or leading a group of its own."""
    groups: list[list[Wording]] = []
    index: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)  # language and gram: leaders
    for wording in wordings:
        scores: dict[int, float] = defaultdict(float)
        own_vector = _vector(wording[1])
        for gram, weight in own_vector.items():
            for leader, own in index[wording[0], gram]:
                scores[leader] += weight * own
        nearest = max(scores, key=lambda leader: (scores[leader], -leader), default=None)
        if nearest is not None and scores[nearest] >= ALIKE:
            groups[nearest].append(wording)
            continue
        for gram, weight in own_vector.items():
            index[wording[0], gram].append((len(groups), weight))
        groups.append([wording])
    return groups


def _vector(text: str) -> Mapping[str, float]:
    """How often each gram occurs, of length 1. What others said plays no part: a group stays as it is."""
    counts, length = vector(text)
    return {gram: n / (length or 1.0) for gram, n in counts.items()}


def _group(wordings: Sequence[Sequence[Saying]]) -> Group:
    """Of sayings by wording, each newest first."""
    messages = tuple(one.message_id for alike in wordings for one in alike)
    shown = tuple(alike[0].words for alike in wordings[:MOST_SHOWN])
    return Group(wordings[0][0].language, shown, messages, max(alike[0].at for alike in wordings))
