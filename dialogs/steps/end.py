"""end: the flow is over here. Its value, if it has one, goes to the flow that called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import Step, computed, expressions_in
from dialogs.run import Run
from dialogs.steps.common import Common

KIND = "end"


@dataclass(frozen=True, kw_only=True)
class EndStep(Step):
    kind = KIND
    value: Any = None

    def falls(self) -> bool:
        return self.skip_if is not None

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        yield from expressions_in(self.value)


def read(entry: Entry, common: Common) -> EndStep:
    plain = entry.take("end") in (None, True)
    return EndStep(**common, value=None if plain else entry.expression("end"))


def perform(step: EndStep, run: Run) -> None:
    run.leave(computed(step.value, run.lookup))
