"""wait: say nothing for a while, then go on: for a time (`10m`) or until a moment. Meanwhile anything may be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs import moments
from dialogs.entry import Entry
from dialogs.errors import DialogFailure
from dialogs.expressions import Expression
from dialogs.flow import Step
from dialogs.run import Run
from dialogs.steps.common import Common

KIND = "wait"
LONGEST = 366 * 86_400  # seconds


@dataclass(frozen=True, kw_only=True)
class WaitStep(Step):
    kind = KIND
    seconds: int = 0
    until: Expression | None = None  # an ISO 8601 moment; without a zone, the customer's wall time

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        if self.until:
            yield self.until


def read(entry: Entry, common: Common) -> WaitStep:
    if isinstance(entry.take("wait"), str):
        return WaitStep(**common, seconds=entry.seconds("wait"))
    inner = entry.inner("wait", f'{entry.place}, "wait"')
    if inner is None:
        raise entry.problem('"wait" is empty; write a time such as 10m, or {until: an expression}', "wait")
    until = inner.expression("until")
    inner.finish()
    return WaitStep(**common, until=until)


def perform(step: WaitStep, run: Run) -> None:
    run.wait(min(_seconds(step, run), LONGEST))


def _seconds(step: WaitStep, run: Run) -> int:
    if step.until is None:
        return step.seconds
    moment = step.until.value(run.lookup)
    try:
        return moments.until(run.facts, moment if isinstance(moment, str) else moment.isoformat())
    except (AttributeError, ValueError) as error:
        source = step.until.source
        raise DialogFailure(f'flow "{run.top.flow}", step "{step.id}": "{source}" is no moment in time') from error
