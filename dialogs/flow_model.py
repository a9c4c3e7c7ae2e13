"""A flow as a canvas draws it: its steps as values with their lines, and the ways between them with their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from dialogs.flow import Flow, Step
from dialogs.steps.ask import AskStep
from dialogs.steps.branch import IfStep
from dialogs.steps.choose import ChooseStep, Written
from dialogs.steps.do import DoStep
from dialogs.yaml_text import parsed, plain

Why = Literal[
    "start", "next", "go", "then", "else", "option", "options", "empty", "unclear", "silence", "error", "expires"
]  # fmt: skip
START = ""  # where the ways into a flow come from


class Way(msgspec.Struct, frozen=True):
    """`to` is a step, "end" or "human"; `option` names the option."""

    source: str
    to: str
    why: Why
    option: str | None = None


class StepModel(msgspec.Struct, frozen=True):
    """`values` are as written in the file; `calls` are the flows it may start."""

    id: str
    kind: str
    line: int
    values: dict[str, Any]
    calls: list[str]
    actions: list[str]


class FlowModel(msgspec.Struct, frozen=True):
    """`head` is all of the file but its steps."""

    name: str
    version: str
    head: dict[str, Any]
    steps: list[StepModel]
    ways: list[Way]


def model(flow: Flow, text: str) -> FlowModel:
    """`flow` is what `text` says."""
    written = plain(parsed(text, flow.source), flow.source)
    by_id = {str(step["id"]): step for step in written["steps"]}
    head = {key: value for key, value in written.items() if key != "steps"}
    steps = [
        StepModel(step.id, step.kind, step.line, by_id[step.id], list(step.calls()), list(step.actions()))
        for step in flow.steps
    ]
    return FlowModel(flow.name, flow.version, head, steps, list(_ways(flow)))


def _ways(flow: Flow) -> Iterator[Way]:
    yield Way(START, flow.first, "start")
    for step in flow.steps:
        yield from _of(step)
        if step.falls():
            yield Way(step.id, flow.following[step.id], "next")
    if flow.expires:
        yield Way(START, flow.expires.go, "expires")


def _of(step: Step) -> Iterator[Way]:
    if step.go:
        yield Way(step.id, step.go, "then" if isinstance(step, IfStep) else "go")
    if isinstance(step, IfStep) and step.otherwise:
        yield Way(step.id, step.otherwise, "else")
    if isinstance(step, DoStep) and step.on_error:
        yield Way(step.id, step.on_error, "error")
    if isinstance(step, ChooseStep):
        yield from _options(step)
    if isinstance(step, AskStep | ChooseStep):
        yield Way(step.id, step.unclear.then, "unclear")
        if step.silence:
            yield Way(step.id, step.silence.go, "silence")


def _options(step: ChooseStep) -> Iterator[Way]:
    for option in step.options:
        if option.go and isinstance(option, Written):
            yield Way(step.id, option.go, "option", option.id)
        elif option.go:
            yield Way(step.id, option.go, "options")
    if any(not isinstance(option, Written) for option in step.options):
        yield Way(step.id, step.empty, "empty")
