"""set: give vars a value. All are computed from what held before the step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import Step, computed, expressions_in
from dialogs.run import Run
from dialogs.steps.common import Common

KIND = "set"


@dataclass(frozen=True, kw_only=True)
class SetStep(Step):
    kind = KIND
    values: dict[str, Any]

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        yield from expressions_in(self.values)

    def saves(self) -> Iterator[str]:
        yield from self.values


def read(entry: Entry, common: Common) -> SetStep:
    return SetStep(**common, values=entry.given("set"))


def perform(step: SetStep, run: Run) -> None:
    for name, value in computed(step.values, run.lookup).items():
        run.save(name, value)
    run.next(step)
