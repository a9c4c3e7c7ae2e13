"""ask: a question answered in words. The type of the var it saves to says which words will do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.entry import Entry
from dialogs.flow import Step
from dialogs.run import Run
from dialogs.steps.common import Common, Silence, Unclear, read_silence, read_unclear
from dialogs.understand.grammar import duration
from dialogs.understand.listening import Utterance
from dialogs.understand.topics import find_topic
from dialogs.understand.words import fold
from dialogs.wording import Wording

KIND = "ask"

_NUMBER = re.compile(r"[-+]?\d{1,12}(?:[.,]\d{1,6})?")


@dataclass(frozen=True, kw_only=True)
class AskStep(Step):
    kind = KIND
    body: Wording
    save: str
    unclear: Unclear
    silence: Silence | None = None

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        yield self.unclear.then
        if self.silence:
            yield self.silence.go

    def wordings(self) -> Iterator[Wording]:
        yield self.body
        if self.unclear.say:
            yield self.unclear.say

    def saves(self) -> Iterator[str]:
        yield self.save


def read(entry: Entry, common: Common) -> AskStep:
    return AskStep(
        **common,
        body=entry.wording("ask"),
        save=entry.name("save"),
        unclear=read_unclear(entry),
        silence=read_silence(entry),
    )


def perform(step: AskStep, run: Run) -> None:
    silence = step.silence.seconds if step.silence else None
    run.ask(step.id, step.body.say(run.language, run.lookup), silence=silence)


def answer(step: AskStep, run: Run, text: str) -> bool:
    """Take the answer and go on; False where these words are none."""
    value = _value(run.flow_of(run.top).vars.get(step.save, "text"), text, run)
    if value is None:
        return False
    run.forget_question()
    run.save(step.save, value)
    run.next(step)
    return True


def _value(kind: str, text: str, run: Run) -> Any:
    match kind:
        case "number":
            found = _NUMBER.search(text)
            number = float(found[0].replace(",", ".")) if found else None
            return int(number) if number is not None and number.is_integer() else number
        case "topic":
            return find_topic(fold(text), run.topics())
        case "duration":
            return duration(Utterance(text), run.circumstances())
        case _:
            return text.strip() or None
