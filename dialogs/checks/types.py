"""Types: what a var is declared to hold against what steps put into it, and what actions of ours are given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dialogs.checks.finding import Finding, close
from dialogs.expressions import Expression
from dialogs.flow import Flow, Step
from dialogs.steps.ask import AskStep
from dialogs.steps.branch import IfStep
from dialogs.steps.call import CallStep
from dialogs.steps.choose import ChooseStep, Computed, Written
from dialogs.steps.do import DoStep
from dialogs.steps.set_vars import SetStep

_TEXT, _NUMBER, _BOOLEAN = re.compile(r"'[^']*'|\"[^\"]*\""), re.compile(r"-?\d+(?:\.\d+)?"), re.compile("true|false")
_HOLDS: Mapping[str, frozenset[str]] = {  # what a constant may be put into
    "text": frozenset({"text", "choice", "date", "time", "phone", "email", "duration", "any"}),
    "number": frozenset({"number", "any"}),
    "boolean": frozenset({"any"}),
}
_BY_WORDS = frozenset({"text", "choice", "duration", "any"})  # types that an option's id is one of
_NEEDED: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {  # of actions: what must be given, what may
    "terms.set": (frozenset({"scope", "field", "value"}), frozenset({"confirmed"})),
    "terms.follow": (frozenset({"topic"}), frozenset({"confirmed"})),
    "terms.off": (frozenset({"scope"}), frozenset()),
    "terms.less": (frozenset({"scope"}), frozenset()),
    "terms.more": (frozenset({"scope"}), frozenset({"confirmed"})),
    "terms.pause": (frozenset({"scope"}), frozenset({"for", "until"})),
    "terms.resume": (frozenset({"scope"}), frozenset({"confirmed"})),
    "terms.stop": (frozenset({"scope"}), frozenset()),
    "terms.start": (frozenset({"scope"}), frozenset({"confirmed"})),
    "terms.undo": (frozenset(), frozenset({"change", "confirmed"})),
    "terms.why": (frozenset(), frozenset()),
    "terms.held_back": (frozenset(), frozenset()),
    "terms.about_me": (frozenset(), frozenset()),
}


def types(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[Finding]:
    for step in flow.steps:
        for text in (*_conditions(step), *_puts(step, flow, flows), *_answers(step, flow), *_given(step)):
            yield Finding(step, text)


def constant(given: Any) -> str | None:
    """text, number or boolean, where it is one for certain."""
    if isinstance(given, bool):
        return "boolean"
    if isinstance(given, int | float):
        return "number"
    if not isinstance(given, Expression):
        return None
    kinds = (("text", _TEXT), ("number", _NUMBER), ("boolean", _BOOLEAN))
    return next((kind for kind, form in kinds if form.fullmatch(given.source)), None)


def _conditions(step: Step) -> Iterator[str]:
    asked = [step.skip_if]
    if isinstance(step, IfStep):
        asked.append(step.condition)
    if isinstance(step, AskStep) and step.valid:
        asked.append(step.valid.condition)
    if isinstance(step, ChooseStep):
        asked += [option.when for option in step.options if isinstance(option, Written)]
    for condition in asked:
        if condition is not None and constant(condition) in ("text", "number"):
            yield f'"{condition.source}" is no condition; write one that is true or false, such as vars.n == 1'


def _puts(step: Step, flow: Flow, flows: Mapping[str, Flow]) -> Iterator[str]:
    """Constants put into vars."""
    if isinstance(step, SetStep):
        yield from _fits(step.values, flow.vars, "the var")
    if isinstance(step, CallStep) and isinstance(step.flow, str) and step.flow in flows and isinstance(step.args, dict):
        yield from _fits(step.args, flows[step.flow].vars, f'the var of "{step.flow}",')


def _fits(values: Mapping[str, Any], declared: Mapping[str, str], whose: str) -> Iterator[str]:
    for name, value in values.items():
        kind, wanted = constant(value), declared.get(name, "any")
        if kind is not None and wanted not in _HOLDS[kind]:
            shown = value.source if isinstance(value, Expression) else str(value).lower()
            yield f'puts {shown} into {whose} "{name}", which is a {wanted}; declare it as {kind} or any'


def _answers(step: Step, flow: Flow) -> Iterator[str]:
    """Questions whose answers their var cannot hold."""
    if isinstance(step, AskStep) and flow.vars.get(step.save) == "choice":
        yield f'asks in words for "{step.save}", which is a choice; write choose with options, or declare it as text'
    if not isinstance(step, ChooseStep) or step.save is None:
        return
    wanted = flow.vars.get(step.save, "any")
    for option in step.options:
        if isinstance(option, Computed) and wanted in ("number", "date", "time", "phone", "email", "text"):
            yield f'saves a whole thing of {option.source.source} in "{step.save}", a {wanted}; declare it as any'
        if isinstance(option, Written) and option.value is None and wanted not in {*_BY_WORDS, "topic"}:
            yield f'saves the option "{option.id}" in "{step.save}", a {wanted}; give the option a value'


def _given(step: Step) -> Iterator[str]:
    """What our own actions need."""
    if not isinstance(step, DoStep) or step.action not in _NEEDED:
        return
    needed, allowed = _NEEDED[step.action]
    for name in sorted(needed - set(step.args)):
        yield f'does {step.action} without "{name}"; give it in "with"'
    for name in sorted(set(step.args) - needed - allowed):
        yield f'gives "{name}" to {step.action}, which takes no such thing.{close(name, needed | allowed)}'
