"""handoff: a person takes over. The flow goes on, to tell the customer what happens now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import Step
from dialogs.run import Run
from dialogs.steps.common import Common
from dialogs.wording import Wording

KIND = "handoff"
CODES = (
    "customer_asked",
    "low_confidence",
    "repeated",
    "sentiment",
    "rule",
    "turn_limit",
    "bot_failed",
    "out_of_hours",
)


@dataclass(frozen=True, kw_only=True)
class HandoffStep(Step):
    kind = KIND
    reason: str | Expression
    title: Wording | None = None
    summary: Wording | None = None

    def wordings(self) -> Iterator[Wording]:
        yield from (wording for wording in (self.title, self.summary) if wording)

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        if isinstance(self.reason, Expression):
            yield self.reason


def read(entry: Entry, common: Common) -> HandoffStep:
    reason = entry.string("handoff")
    return HandoffStep(
        **common,
        reason=reason if reason in CODES else entry.expression("handoff"),
        title=entry.wording("title", None),
        summary=entry.wording("summary", None),
    )


def perform(step: HandoffStep, run: Run) -> None:
    reason = step.reason if isinstance(step.reason, str) else str(step.reason.value(run.lookup))
    title = step.title.say(run.language, run.lookup) if step.title else ""
    summary = step.summary.say(run.language, run.lookup) if step.summary else ""
    run.hand_off(step.id, reason if reason in CODES else "rule", title, summary)
    run.next(step)
