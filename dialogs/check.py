"""What can be known of flows without running them: a language missing, a step nobody reaches, a name nobody gives."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from dialogs.catalog import REQUIRED
from dialogs.errors import FlowProblem
from dialogs.facts import ACTIONS, ADDED, NAMES, OURS
from dialogs.flow import END, HUMAN, TARGETS, Flow, Step
from dialogs.understand.words import fold


def check(flows: Sequence[Flow], languages: Sequence[str] = ()) -> list[FlowProblem]:
    """All problems, those of one flow together."""
    names = {flow.name for flow in flows}
    found = [problem for flow in flows for problem in check_flow(flow, names, languages)]
    found += _keywords(flows)
    missing = [name for name in REQUIRED if flows and name not in names]
    found += [
        FlowProblem("flows", 0, f'there is no flow "{name}", and its words must always work; add it')
        for name in missing
    ]
    return found


def check_flow(flow: Flow, names: Iterable[str], languages: Sequence[str] = ()) -> list[FlowProblem]:
    """The problems of one flow, among flows of those names."""
    names = set(names)
    return [
        FlowProblem(flow.source, step.line, f'flow "{flow.name}", step "{step.id}": {text}')
        for step in flow.steps
        for text in (*_targets(flow, step, names), *_languages(step, languages), *_names(flow, step))
    ] + list(_start(flow)) + list(_reached(flow))  # fmt: skip


def _targets(flow: Flow, step: Step, names: set[str]) -> Iterator[str]:
    for target in step.targets():
        if target not in flow.by_id and target not in TARGETS:
            yield f'goes to "{target}", and there is no such step.{_close(target, [*flow.by_id, *TARGETS])}'
    if HUMAN in step.targets() and HUMAN not in names:
        yield f'goes to a human, and there is no flow "{HUMAN}"; add it'
    for name in step.calls():
        if name not in names:
            yield f'starts the flow "{name}", and there is none.{_close(name, names)}'
    for action in step.actions():
        if action.startswith(OURS) and action not in ACTIONS:
            yield f'does "{action}", which is no action of ours.{_close(action, ACTIONS)}'


def _languages(step: Step, languages: Sequence[str]) -> Iterator[str]:
    for wording in step.wordings():
        missing = [language for language in languages if language not in wording.phrases and "*" not in wording.phrases]
        if missing:
            seen = next(iter(wording.plain()))[1]
            yield f'"{seen[:30]}" is not written in {", ".join(missing)}; add it'


def _names(flow: Flow, step: Step) -> Iterator[str]:
    own = _own(flow)
    for expression in step.expressions():
        for name in sorted(expression.names - NAMES - ADDED - own):
            yield f'"{expression.source}" reads "{name}", and nothing gives it.{_close(name, NAMES | ADDED | own)}'
    for name in step.saves():
        if name in NAMES or name in ADDED:
            yield f'saves "{name}", which is the name of a fact; call it otherwise'


def _start(flow: Flow) -> Iterator[FlowProblem]:
    argument = flow.start.argument
    if argument and argument not in flow.vars:
        yield FlowProblem(
            flow.source, 1, f'flow "{flow.name}": its argument "{argument}" is none of its vars; add it there'
        )


def _keywords(flows: Sequence[Flow]) -> Iterator[FlowProblem]:
    owners: dict[str, str] = {}
    for flow in flows:
        for word in flow.start.words:
            owner = owners.setdefault(fold(word.text) or word.text, flow.name)
            if owner != flow.name:
                text = f'flow "{flow.name}": "{word.text}" already starts the flow "{owner}"; keep one of them'
                yield FlowProblem(flow.source, 1, text)


def _reached(flow: Flow) -> Iterator[FlowProblem]:
    """Steps that no way leads to."""
    reached: set[str] = set()
    waiting = [flow.first]
    while waiting:
        at = waiting.pop()
        if at in reached or at not in flow.by_id:
            continue
        reached.add(at)
        step = flow.by_id[at]
        waiting += [target for target in step.targets() if target not in TARGETS]
        if step.falls() and flow.following[at] != END:
            waiting.append(flow.following[at])
    for step in flow.steps:
        if step.id not in reached:
            yield FlowProblem(
                flow.source,
                step.line,
                f'flow "{flow.name}", step "{step.id}": no way leads here; remove it, or go to it',
            )


def _own(flow: Flow) -> set[str]:
    return set(flow.vars) | {name for step in flow.steps for name in step.saves()}


def _close(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    return f' Did you mean "{close[0]}"?' if close else ""
