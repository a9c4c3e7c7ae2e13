"""say: one message. It may offer flows as buttons, and the undoing of a change; nobody has to take them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from connectors.content import Option
from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import Step
from dialogs.run import STARTS, Run
from dialogs.steps.common import Common
from dialogs.wording import Wording

KIND = "say"
UNDO = "undo"  # the flow behind an Undo button


@dataclass(frozen=True, kw_only=True)
class SayStep(Step):
    kind = KIND
    body: Wording
    undo: Expression | None = None  # what an action answered: its `change` is what Undo takes back
    offers: tuple[str, ...] = ()  # flows, by their titles
    notice: bool = False

    def wordings(self) -> Iterator[Wording]:
        yield self.body

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        if self.undo:
            yield self.undo

    def calls(self) -> Iterator[str]:
        yield from self.offers
        if self.undo:
            yield UNDO


def read(entry: Entry, common: Common) -> SayStep:
    offers = entry.take("offers", [])
    if not isinstance(offers, list) or not all(isinstance(name, str) for name in offers):
        raise entry.problem('"offers" is a list of flows, such as [preferences, human]', "offers")
    return SayStep(
        **common,
        body=entry.wording("say"),
        undo=entry.expression("undo", None),
        offers=tuple(str(name) for name in offers),
        notice=entry.take("notice", False) is True,
    )


def perform(step: SayStep, run: Run) -> None:
    body = step.body.say(run.language, run.lookup)
    options = _offered(step, run) if step.offers or step.undo else ()
    run.say(step.id, body, options, notice=step.notice)
    if options:
        run.offer(step.id, options, body)
    run.next(step)


def _offered(step: SayStep, run: Run) -> tuple[Option, ...]:
    change = _change(step.undo.value(run.lookup)) if step.undo else None
    starts = [(f"{UNDO}:{change}", UNDO)] if change else []
    starts += [(name, name) for name in step.offers]
    return tuple(
        Option(id=STARTS + start, label=flow.title.say(run.language, run.lookup))
        for start, name in starts
        if (flow := run.catalog.flows.get(name))
    )


def _change(result: Any) -> str | None:
    return result.get("change") if isinstance(result, dict) else None
