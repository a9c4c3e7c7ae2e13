"""What can be known of flows without running them: each problem with its place and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dialogs.catalog import REQUIRED
from dialogs.checks import categories, names, texts, types, ways
from dialogs.checks.finding import Finding
from dialogs.errors import FlowProblem
from dialogs.flow import Flow
from dialogs.understand.words import fold

_CHECKS: tuple[Callable[[Flow, Mapping[str, Flow]], Iterator[Finding]], ...] = (
    ways.targets, ways.reached, ways.rounds, ways.calls, names.read, names.arguments, types.types, texts.secrets,
    categories.categories,
)  # fmt: skip


def check(flows: Sequence[Flow], languages: Sequence[str] = ()) -> list[FlowProblem]:
    """All problems, those of one flow together."""
    by_name = {flow.name: flow for flow in flows}
    found = [problem for flow in flows for problem in check_flow(flow, by_name, languages)]
    found += _keywords(flows)
    missing = [name for name in REQUIRED if flows and name not in by_name]
    found += [
        FlowProblem("flows", 0, f'there is no flow "{name}", and its words must always work; add it')
        for name in missing
    ]
    return found


def check_flow(flow: Flow, flows: Mapping[str, Flow], languages: Sequence[str] = ()) -> list[FlowProblem]:
    """The problems of one flow, among those flows, in the order of its lines."""
    found = [finding for one in _CHECKS for finding in one(flow, flows)]
    found += texts.languages(flow, languages)
    problems = [_problem(flow, finding) for finding in found]
    argument = flow.start.argument
    if argument and argument not in flow.vars:
        text = f'flow "{flow.name}": its argument "{argument}" is none of its vars; add it there'
        problems.append(FlowProblem(flow.source, 1, text))
    return sorted(problems, key=lambda problem: problem.line)


def _problem(flow: Flow, finding: Finding) -> FlowProblem:
    if finding.step is None:
        return FlowProblem(flow.source, 1, f'flow "{flow.name}": {finding.text}')
    place = f'flow "{flow.name}", step "{finding.step.id}"'
    return FlowProblem(flow.source, finding.step.line, f"{place}: {finding.text}", step=finding.step.id)


def _keywords(flows: Sequence[Flow]) -> Iterator[FlowProblem]:
    owners: dict[str, str] = {}
    for flow in flows:
        for word in flow.start.words:
            owner = owners.setdefault(fold(word.text) or word.text, flow.name)
            if owner != flow.name:
                text = f'flow "{flow.name}": "{word.text}" already starts the flow "{owner}"; keep one of them'
                yield FlowProblem(flow.source, 1, text)
