"""call: another flow, and back. `with` gives it its vars; `save` takes the value of its `end`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import Step, computed, expressions_in
from dialogs.run import Run
from dialogs.steps.common import Common

KIND = "call"


@dataclass(frozen=True, kw_only=True)
class CallStep(Step):
    kind = KIND
    flow: str
    args: dict[str, Any]
    save: str | None = None

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        yield from expressions_in(self.args)

    def saves(self) -> Iterator[str]:
        if self.save:
            yield self.save

    def calls(self) -> Iterator[str]:
        yield self.flow


def read(entry: Entry, common: Common) -> CallStep:
    return CallStep(**common, flow=entry.name("call"), args=entry.given("with"), save=entry.name("save", None))


def perform(step: CallStep, run: Run) -> None:
    args = computed(step.args, run.lookup)
    run.park(step)
    run.enter(step.flow, args, called=True, returns=step.save)
