"""Names that steps read and save: those that nobody gives, and fields that a fact does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_origin, get_type_hints, is_typeddict

from dialogs import facts
from dialogs.checks.finding import Finding, close
from dialogs.expressions import Expression
from dialogs.facts import ADDED, NAMES
from dialogs.flow import Flow, Step
from dialogs.steps.call import CallStep

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PATH = re.compile(r"(?<![\w.])([a-z]\w*(?:\.[a-z]\w*)+)(?!\w*\()")
_FIELDS: Mapping[str, frozenset[str]] = {
    "location": frozenset({"latitude", "longitude", "name", "address"}),
    "media": frozenset({"kind", "media_id", "url", "mime", "name", "caption", "missing"}),
    "topic": frozenset(facts.Topic.__annotations__),
}
_PLAIN = frozenset({"text", "number", "date", "time", "phone", "email", "duration"})  # without fields


def read(flow: Flow, _flows: Mapping[str, Flow]) -> Iterator[Finding]:
    own = own_names(flow)
    for step in flow.steps:
        for expression in step.expressions():
            yield from (Finding(step, text) for text in _unknown(expression, own))
            yield from (Finding(step, text) for text in _paths(expression, flow, own))
        for name in step.saves():
            if name in NAMES or name in ADDED:
                yield Finding(step, f'saves "{name}", which is the name of a fact; call it otherwise')


def arguments(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[Finding]:
    """What a call gives must be a var of the flow called."""
    for step in flow.steps:
        if not isinstance(step, CallStep) or not isinstance(step.flow, str) or step.flow not in flows:
            continue
        if not isinstance(step.args, dict):
            continue
        known = flows[step.flow].vars
        for name in step.args:
            if name not in known:
                yield Finding(step, f'gives "{name}" to "{step.flow}", which has no such var.{close(name, known)}')


def own_names(flow: Flow) -> set[str]:
    return set(flow.vars) | {name for step in flow.steps for name in step.saves()}


def _unknown(expression: Expression, own: set[str]) -> Iterator[str]:
    for name in sorted(expression.names - NAMES - ADDED - own):
        yield f'"{expression.source}" reads "{name}", and nothing gives it.{close(name, NAMES | ADDED | own)}'


def _paths(expression: Expression, flow: Flow, own: set[str]) -> Iterator[str]:
    for path in sorted(set(_PATH.findall(_QUOTED.sub("''", expression.source)))):
        root, field, *rest = path.split(".")
        if root not in expression.names:
            continue
        if root == "vars":
            if field not in own:
                yield f'"{expression.source}" reads "vars.{field}", and nothing gives it.{close(field, own)}'
                continue
            known = _of_var(flow, field)
            yield from _missing(expression, f"vars.{field}", rest, known)
        elif root in flow.vars:
            yield from _missing(expression, root, [field], _of_var(flow, root))
        elif root in NAMES:
            yield from _of_fact(expression, root, [field, *rest])


def _of_var(flow: Flow, name: str) -> frozenset[str] | None:
    """The fields that a var may have; None: any."""
    kind = flow.vars.get(name, "any")
    return frozenset() if kind in _PLAIN else _FIELDS.get(kind)


def _missing(expression: Expression, place: str, rest: list[str], known: frozenset[str] | None) -> Iterator[str]:
    if rest and known is not None and rest[0] not in known:
        has = f"which has no such field.{close(rest[0], known)}" if known else "which has no fields"
        yield f'"{expression.source}" reads "{rest[0]}" of {place}, {has}'


def _of_fact(expression: Expression, root: str, fields: list[str]) -> Iterator[str]:
    shape: Any = get_type_hints(facts.Facts)[root]
    place = root
    for field in fields:
        if not is_typeddict(shape):
            if get_origin(shape) not in (dict, list):  # a text by language has those that the brand speaks
                yield f'"{expression.source}" reads "{field}" of {place}, which has no fields'
            return
        hints = get_type_hints(shape)
        if field not in hints:
            yield f'"{expression.source}" reads "{field}" of {place}, which has no such field.{close(field, hints)}'
            return
        shape, place = hints[field], f"{place}.{field}"


def steps_by_var(flow: Flow) -> Mapping[str, list[Step]]:
    """Who saves each var."""
    found: dict[str, list[Step]] = {}
    for step in flow.steps:
        for name in step.saves():
            found.setdefault(name, []).append(step)
    return found
