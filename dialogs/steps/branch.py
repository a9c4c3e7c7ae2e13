"""if: go where it says when a condition holds; else on, or to `else`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import Step
from dialogs.run import Run
from dialogs.steps.common import Common

KIND = "if"


@dataclass(frozen=True, kw_only=True)
class IfStep(Step):
    kind = KIND
    condition: Expression
    otherwise: str | None = None

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        if self.otherwise:
            yield self.otherwise

    def falls(self) -> bool:
        return self.otherwise is None or self.skip_if is not None

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        yield self.condition


def read(entry: Entry, common: Common) -> IfStep:
    if common["go"] is None:
        raise entry.problem('"go" is missing; say where to go when the condition holds')
    return IfStep(**common, condition=entry.expression("if"), otherwise=entry.name("else", None))


def perform(step: IfStep, run: Run) -> None:
    if step.condition.holds(run.lookup):
        run.next(step)
    else:
        run.go(step.otherwise or run.flow_of(run.top).following[step.id])
