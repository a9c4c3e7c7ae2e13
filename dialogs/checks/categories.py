"""Categories: a flow that speaks first, after a wait, says under which category the policy shall judge it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.checks.finding import Finding
from dialogs.checks.ways import ways
from dialogs.flow import Flow

_SPEAKS = frozenset({"say", "ask", "choose"})


def categories(flow: Flow, _flows: Mapping[str, Flow]) -> Iterator[Finding]:
    if flow.category is not None:
        if flow.category == "marketing" and flow.topic is None:
            yield Finding(None, 'is marketing and names no topic; add "topic", so that customers can choose')
        return
    for step in flow.steps:
        if step.kind == "wait" and _speaks_after(flow, step.id):
            yield Finding(
                step, 'waits and then speaks first; say of what kind that is: "category: service" (or transactional, …)'
            )


def _speaks_after(flow: Flow, step: str) -> bool:
    found: set[str] = set()
    waiting = ways(flow, flow.by_id[step])
    while waiting:
        at = waiting.pop()
        if at in found or at not in flow.by_id:
            continue
        found.add(at)
        if flow.by_id[at].kind in _SPEAKS:
            return True
        waiting += ways(flow, flow.by_id[at])
    return False
