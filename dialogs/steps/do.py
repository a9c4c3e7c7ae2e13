"""do: have an action done, ours or somebody else's, and go on when its result is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import Step, computed, expressions_in
from dialogs.run import Run
from dialogs.steps.common import Common

KIND = "do"


@dataclass(frozen=True, kw_only=True)
class DoStep(Step):
    kind = KIND
    action: str
    args: dict[str, Any]
    save: str | None = None
    on_error: str | None = None  # None: the bot has failed, and a person takes over

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        if self.on_error:
            yield self.on_error

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        yield from expressions_in(self.args)

    def actions(self) -> Iterator[str]:
        yield self.action

    def saves(self) -> Iterator[str]:
        if self.save:
            yield self.save


def read(entry: Entry, common: Common) -> DoStep:
    return DoStep(
        **common,
        action=entry.name("do"),
        args=entry.given("with"),
        save=entry.name("save", None),
        on_error=entry.name("on_error", None),
    )


def perform(step: DoStep, run: Run) -> None:
    run.do(step.id, step.action, computed(step.args, run.lookup))
