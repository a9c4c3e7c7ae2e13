"""ask: a question answered in words, or with a place, a picture, a card. The type of its var says what will do.

`valid` may ask more of the value, which it calls `answer`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs import values
from dialogs.entry import Entry
from dialogs.expressions import Expression
from dialogs.flow import Lapse, Step
from dialogs.run import Run
from dialogs.steps.common import Common, Unclear, read_lapse, read_unclear
from dialogs.values import Given
from dialogs.wording import Wording

KIND = "ask"


@dataclass(frozen=True, slots=True)
class Valid:
    """What a value must fulfil, and what to say to one that does not."""

    condition: Expression
    say: Wording | None = None


@dataclass(frozen=True, kw_only=True)
class AskStep(Step):
    kind = KIND
    body: Wording
    save: str
    unclear: Unclear
    valid: Valid | None = None
    silence: Lapse | None = None

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        yield self.unclear.then
        if self.silence:
            yield self.silence.go

    def wordings(self) -> Iterator[Wording]:
        yield self.body
        if self.unclear.say:
            yield self.unclear.say
        if self.valid and self.valid.say:
            yield self.valid.say

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        if self.valid:
            yield self.valid.condition

    def saves(self) -> Iterator[str]:
        yield self.save


def read(entry: Entry, common: Common) -> AskStep:
    return AskStep(
        **common,
        body=entry.wording("ask"),
        save=entry.name("save"),
        unclear=read_unclear(entry),
        valid=_read_valid(entry),
        silence=read_lapse(entry, "silence"),
    )


def _read_valid(entry: Entry) -> Valid | None:
    if isinstance(entry.take("valid", None), str):
        return Valid(entry.expression("valid"))
    inner = entry.inner("valid", f'{entry.place}, "valid"')
    if inner is None:
        return None
    valid = Valid(inner.expression("if"), inner.wording("say", None))
    inner.finish()
    return valid


def perform(step: AskStep, run: Run) -> None:
    silence = step.silence.seconds if step.silence else None
    run.ask(step.id, step.body.say(run.language, run.lookup), silence=silence)


def answer(step: AskStep, run: Run, text: str) -> bool:
    """Take the answer and go on; False where it is none, and then `run.objection` may say why."""
    value = values.read(kind_of(step, run), Given(text, run.content, run.facts, run.circumstances))
    if value is None or not _holds(step, run, value):
        return False
    run.answered(step)
    run.save(step.save, value)
    run.next(step)
    return True


def kind_of(step: AskStep, run: Run) -> str:
    return run.flow_of(run.top).vars.get(step.save, "text")


def _holds(step: AskStep, run: Run, value: Any) -> bool:
    if step.valid is None:
        return True
    run.answer = value
    try:
        if step.valid.condition.holds(run.lookup):
            return True
        run.objection = step.valid.say.say(run.language, run.lookup) if step.valid.say else ""
    finally:
        run.answer = None
    return False
