"""Trail: which steps ran in a turn, as one short line kept beside the message that made them run. Pure.

"welcome@0f3a greet;preferences@77c1 scope pace ." reads: greet ran, then two steps of another flow, which then was
over. A line, since every turn writes one: it is spelled in one microsecond and only read when somebody wonders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dialogs.effects import Ended
from dialogs.run import Outcome
from dialogs.state import Frame, State

OVER = "."  # no step has such a name


class Passed(NamedTuple):
    """`step` is OVER where the flow came to its end."""

    flow: str
    version: str
    step: str


def spelled(standing: State, outcomes: Sequence[Outcome]) -> str:
    """Of a turn that began with `standing`; empty where no step ran and nothing came to its end."""
    versions: dict[str, str] = {}  # plain loops: each turn comes here, and each comprehension costs as much as all this
    for frame in standing.frames:
        versions[frame.flow] = frame.version
    over = ""
    for outcome in outcomes:
        for effect in outcome.effects:
            if type(effect) is Ended:
                versions[effect.flow] = effect.version
                over += f" {effect.flow}" if effect.how == "finished" else ""
    under_way = outcomes[-1].state.frames
    for frame in under_way:
        versions[frame.flow] = frame.version
    line = last = ""
    for outcome in outcomes:
        for flow, step in outcome.path:
            line += f" {step}" if flow == last else f";{flow}@{versions.get(flow, '')} {step}"
            last = flow
    return (_with_ends(line, last, over, under_way, versions) if over else line)[1:]


def _with_ends(line: str, last: str, over: str, under_way: Sequence[Frame], versions: Mapping[str, str]) -> str:
    """A flow that is under way again has not come to its end."""
    for flow in over.split():
        if under_way and any(frame.flow == flow for frame in under_way):
            continue
        line += f" {OVER}" if flow == last else f";{flow}@{versions[flow]} {OVER}"
        last = flow
    return line


def read(line: str) -> Iterator[Passed]:
    """In the order in which they ran."""
    for part in line.split(";"):
        name, *steps = part.split(" ")
        flow, _, version = name.partition("@")
        yield from (Passed(flow, version, step) for step in steps)
