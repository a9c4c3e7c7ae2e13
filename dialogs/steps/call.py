"""call: another flow, and back. `with` gives it its vars; `save` takes the value of its `end`.

Which flow, and with what, may be in a var: `call: vars.maybe.flow, with: vars.maybe.args`.
"""

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
OF_A_VAR = "vars."


@dataclass(frozen=True, kw_only=True)
class CallStep(Step):
    kind = KIND
    flow: str | Expression
    args: dict[str, Any] | Expression
    save: str | None = None

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        yield from expressions_in(self.args)
        yield from expressions_in(self.flow)

    def saves(self) -> Iterator[str]:
        if self.save:
            yield self.save

    def calls(self) -> Iterator[str]:
        if isinstance(self.flow, str):
            yield self.flow


def read(entry: Entry, common: Common) -> CallStep:
    name = entry.name("call")
    return CallStep(
        **common,
        flow=entry.expression("call") if name.startswith(OF_A_VAR) else name,
        args=entry.expression("with") if isinstance(entry.take("with", {}), str) else entry.given("with"),
        save=entry.name("save", None),
    )


def perform(step: CallStep, run: Run) -> None:
    name, args = computed(step.flow, run.lookup), computed(step.args, run.lookup)
    run.park(step)
    run.enter(str(name), args if isinstance(args, dict) else {}, called=True, returns=step.save)
