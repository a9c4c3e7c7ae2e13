"""Traffic: how many conversations went by each step and each way of a flow, and where they stayed. Pure.

Read from the trails that turns leave (dialogs/trail.py). A conversation counts once at each place, however often it
came by. What a timer does without a word leaves no trail: who does not answer a question stays at it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dialogs.flow import END, HUMAN
from dialogs.flow_model import FlowModel
from dialogs.trail import OVER, Passed


class Place(NamedTuple):
    entered: int
    stayed: int


class Traffic(NamedTuple):
    """`steps` by name; `ways` by where from and where to, which may be "end" or "human"."""

    conversations: int
    steps: Mapping[str, Place]
    ways: Mapping[tuple[str, str], int]


def count(flow: FlowModel, conversations: Iterable[Sequence[Passed]]) -> Traffic:
    """Of one version of a flow; each conversation's trail in order, with whatever other flows it went through."""
    targets: dict[str, set[str]] = defaultdict(set)
    for one in flow.ways:
        targets[one.source].add(one.to)
    entered: dict[str, int] = defaultdict(int)
    stayed: dict[str, int] = defaultdict(int)
    ways: dict[tuple[str, str], int] = defaultdict(int)
    total = 0
    for trail in conversations:
        walk = _walked(flow, targets, trail)
        total += bool(walk.steps)
        for step in walk.steps:
            entered[step] += 1
        for way in walk.ways:
            ways[way] += 1
        if walk.at:
            stayed[walk.at] += 1
    return Traffic(total, {step: Place(n, stayed[step]) for step, n in entered.items()}, dict(ways))


class _Walk(NamedTuple):
    """`at`: the step where it is still; empty: it has left the flow."""

    steps: set[str]
    ways: set[tuple[str, str]]
    at: str


def _walked(flow: FlowModel, targets: Mapping[str, set[str]], trail: Sequence[Passed]) -> _Walk:
    steps: set[str] = set()
    ways: set[tuple[str, str]] = set()
    at = ""
    for passed in trail:
        own = (passed.flow, passed.version) == (flow.name, flow.version)
        to = _target(passed, own=own)
        if at and to in targets[at]:
            ways.add((at, to))
        if own:
            at = "" if passed.step == OVER else passed.step
            steps |= {at} if at else set()
        elif passed.flow == flow.name or (to == HUMAN and HUMAN in targets[at]):
            at = ""  # in another version of the flow, or with people: not here any more
    return _Walk(steps, ways, at)


def _target(passed: Passed, *, own: bool) -> str:
    """What a way to here is written as."""
    if own:
        return END if passed.step == OVER else passed.step
    return HUMAN if passed.flow == HUMAN and passed.step != OVER else ""
