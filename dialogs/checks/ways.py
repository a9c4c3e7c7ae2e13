"""Where steps lead: targets that are not there, steps that nobody reaches, rounds without an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.checks.finding import Finding, close
from dialogs.facts import ACTIONS, OURS
from dialogs.flow import END, HUMAN, TARGETS, Flow, Step

WAITING = frozenset({"ask", "choose", "wait"})  # kinds that let the customer, or time, have a say


def targets(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[Finding]:
    for step in flow.steps:
        yield from (Finding(step, text) for text in _targets(step, flow, flows))
    if flow.expires and flow.expires.go not in {*flow.by_id, *TARGETS}:
        yield Finding(None, f'expires to "{flow.expires.go}", and there is no such step.')


def _targets(step: Step, flow: Flow, flows: Mapping[str, Flow]) -> Iterator[str]:
    for target in step.targets():
        if target not in flow.by_id and target not in TARGETS:
            yield f'goes to "{target}", and there is no such step.{close(target, [*flow.by_id, *TARGETS])}'
    if HUMAN in step.targets() and HUMAN not in flows:
        yield f'goes to a human, and there is no flow "{HUMAN}"; add it'
    for name in step.calls():
        if name not in flows:
            yield f'starts the flow "{name}", and there is none.{close(name, flows)}'
    for action in step.actions():
        if action.startswith(OURS) and action not in ACTIONS:
            yield f'does "{action}", which is no action of ours.{close(action, ACTIONS)}'


def reached(flow: Flow, _flows: Mapping[str, Flow]) -> Iterator[Finding]:
    """Steps that no way leads to."""
    found: set[str] = set()
    waiting = [flow.first, *([flow.expires.go] if flow.expires else [])]
    while waiting:
        at = waiting.pop()
        if at not in found and at in flow.by_id:
            found.add(at)
            waiting += ways(flow, flow.by_id[at])
    yield from (
        Finding(step, "no way leads here; remove it, or go to it") for step in flow.steps if step.id not in found
    )


def ways(flow: Flow, step: Step) -> list[str]:
    """Where it may go next."""
    onward = [flow.following[step.id]] if step.falls() else []
    return [*step.targets(), *onward]


def rounds(flow: Flow, _flows: Mapping[str, Flow]) -> Iterator[Finding]:
    """Steps that lead only to each other, and never ask or wait: whoever gets there is given to a human."""
    told: set[str] = set()
    for step in flow.steps:
        if step.id not in told and (trap := _trap(flow, step)):
            told |= trap
            names = " and ".join(f'"{one.id}"' for one in flow.steps if one.id in trap)
            yield Finding(step, f"goes round in {names} for ever; let one of them ask, wait or go elsewhere")


def _trap(flow: Flow, step: Step) -> set[str]:
    """What can be reached from a step, where none of it asks, waits or leads out; else nothing."""
    found: set[str] = set()
    waiting = [step.id]
    while waiting:
        at = waiting.pop()
        if at in TARGETS or at not in flow.by_id or flow.by_id[at].kind in {*WAITING, "end", "do"}:
            return set()
        if at not in found:
            found.add(at)
            waiting += ways(flow, flow.by_id[at])
    return found


def calls(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[Finding]:
    """Flows that call each other without ever asking."""
    for step in flow.steps:
        if step.kind != "call":
            continue
        seen: set[str] = set()
        waiting = list(step.calls())
        while waiting:
            name = waiting.pop()
            if name == flow.name and _at_once(flow, step):
                yield Finding(step, f'comes back to "{flow.name}" without a question on the way; ask or end before')
                break
            if name in flows and name not in seen:
                seen.add(name)
                waiting += [
                    one for inner in flows[name].steps if _at_once(flows[name], inner) for one in _called(inner)
                ]


def _called(step: Step) -> Iterator[str]:
    if step.kind == "call":
        yield from step.calls()


def _at_once(flow: Flow, step: Step) -> bool:
    """Whether a way leads to that step on which nothing asks or waits."""
    found: set[str] = set()
    waiting = [flow.first]
    while waiting:
        at = waiting.pop()
        if at == step.id:
            return True
        if at not in found and at in flow.by_id and flow.by_id[at].kind not in {*WAITING, "if", "do"}:
            found.add(at)
            waiting += [target for target in ways(flow, flow.by_id[at]) if target != END]
    return False
