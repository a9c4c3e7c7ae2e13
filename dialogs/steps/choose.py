"""choose: a question with options, written one by one or computed from a list.

Written options save their id (or their `value`); computed ones save the thing they are made of.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.content import Option
from dialogs.entry import Entry
from dialogs.errors import DialogFailure
from dialogs.expressions import Expression
from dialogs.flow import END, Lapse, Step
from dialogs.run import Run
from dialogs.steps.common import Common, Unclear, read_lapse, read_unclear
from dialogs.understand.options import Answer
from dialogs.wording import Wording, shown

KIND = "choose"
MOST = 30  # options: no channel shows more, and nobody reads them


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    id: str
    label: Wording
    line: int
    go: str | None = None
    when: Expression | None = None  # offered only then
    value: Expression | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Computed:
    """One option for each thing of a list; without `label`, a thing is called by its label or name."""

    source: Expression
    label: Wording | None = None
    go: str | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """One option as offered now, and what choosing it does."""

    option: Option
    value: Any
    go: str | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChooseStep(Step):
    kind = KIND
    body: Wording
    options: tuple[Written | Computed, ...]
    save: str | None
    empty: str
    unclear: Unclear
    silence: Lapse | None = None

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        yield from (option.go for option in self.options if option.go)
        yield self.unclear.then
        if any(isinstance(option, Computed) for option in self.options):
            yield self.empty
        if self.silence:
            yield self.silence.go

    def falls(self) -> bool:
        return self.skip_if is not None or (self.go is None and any(option.go is None for option in self.options))

    def wordings(self) -> Iterator[Wording]:
        yield self.body
        yield from (option.label for option in self.options if option.label)
        if self.unclear.say:
            yield self.unclear.say

    def expressions(self) -> Iterator[Expression]:
        yield from super().expressions()
        for option in self.options:
            if isinstance(option, Computed):
                yield option.source
            else:
                yield from (found for found in (option.when, option.value) if found)

    def saves(self) -> Iterator[str]:
        if self.save:
            yield self.save


def read(entry: Entry, common: Common) -> ChooseStep:
    return ChooseStep(
        **common,
        body=entry.wording("choose"),
        options=tuple(_read_options(entry)),
        save=entry.name("save", None),
        empty=entry.name("empty", END),
        unclear=read_unclear(entry),
        silence=read_lapse(entry, "silence"),
    )


def _read_options(entry: Entry) -> Iterator[Written | Computed]:
    if isinstance(entry.take("options"), str):
        yield Computed(source=entry.expression("options"))
        return
    seen: set[str] = set()
    for inner in entry.items("options", f"{entry.place}, options"):
        option = _read_computed(inner) if "from" in inner else _read_written(inner)
        inner.finish()
        if isinstance(option, Written):
            if option.id in seen:
                raise inner.problem(f'two options have the id "{option.id}"', "id")
            seen.add(option.id)
        yield option


def _read_computed(entry: Entry) -> Computed:
    return Computed(source=entry.expression("from"), label=entry.wording("label", None), go=entry.name("go", None))


def _read_written(entry: Entry) -> Written:
    return Written(
        id=entry.string("id"),
        label=entry.wording("label"),
        line=entry.line,
        go=entry.name("go", None),
        when=entry.expression("when", None),
        value=entry.expression("value", None),
        words=tuple(text for text, _ in entry.by_language("words")),
    )


def perform(step: ChooseStep, run: Run) -> None:
    offered = offers(step, run)
    if not offered:
        run.go(step.empty)
        return
    silence = step.silence.seconds if step.silence else None
    body = step.body.say(run.language, run.lookup)
    run.ask(step.id, body, [offer.option for offer in offered], silence=silence)


def answer(step: ChooseStep, run: Run, chosen: str) -> bool:
    """Take the option of that id and go on; False where it is not offered any more."""
    found = next((offer for offer in offers(step, run) if offer.option.id == chosen), None)
    if found is None:
        return False
    run.answered(step)
    run.save(step.save, found.value)
    if found.go:
        run.go(found.go)
    else:
        run.next(step)
    return True


def fill(step: ChooseStep, run: Run, value: Any) -> None:
    """Go on with a value that no option holds."""
    run.answered(step)
    run.save(step.save, value)
    run.next(step)


def answers(step: ChooseStep, run: Run) -> list[Answer]:
    """What may be said for each option: its label in all languages, its id, its own words."""
    return [Answer(offer.option.id, offer.option.label, offer.words) for offer in offers(step, run)]


def offers(step: ChooseStep, run: Run) -> list[Offered]:
    offered: list[Offered] = []
    for option in step.options:
        offered += _written(step, option, run) if isinstance(option, Written) else _computed(step, option, run)
    return offered[:MOST]


def _written(step: ChooseStep, option: Written, run: Run) -> Iterator[Offered]:
    if option.when is None or option.when.holds(run.lookup):
        yield Offered(
            Option(id=_option_id(run.top.flow, step.id, option.id), label=option.label.say(run.language, run.lookup)),
            option.value.value(run.lookup) if option.value else option.id,
            option.go,
            (option.id, *(words for _, words in option.label.plain()), *option.words),
        )


def _computed(step: ChooseStep, option: Computed, run: Run) -> Iterator[Offered]:
    things = option.source.value(run.lookup)
    if not isinstance(things, list | tuple) or not all(
        isinstance(thing, Mapping) and "id" in thing for thing in things
    ):
        raise DialogFailure(
            f'flow "{run.top.flow}", step "{step.id}": "{option.source.source}" is not a list of things with ids'
        )
    for thing in things:
        yield Offered(
            Option(id=_option_id(run.top.flow, step.id, str(thing["id"])), label=_label(option, thing, run)),
            dict(thing),
            option.go,
            (str(thing["id"]), *_names(thing)),
        )


def _label(option: Computed, thing: Mapping[str, Any], run: Run) -> str:
    if option.label is None:
        return shown(thing.get("label") or thing.get("name") or thing["id"], run.language)
    run.item = thing
    try:
        return option.label.say(run.language, run.lookup)
    finally:
        run.item = None


def _names(thing: Mapping[str, Any]) -> Iterator[str]:
    for name in (thing.get("name"), thing.get("label")):
        if isinstance(name, Mapping):
            yield from (str(text) for text in name.values())
        elif name:
            yield str(name)
    yield from (str(word) for word in thing.get("words") or ())


def _option_id(flow: str, step: str, choice: str) -> str:
    """Ours for one answer to one question: a "yes" tapped under an old question never answers a new one."""
    return f"{zlib.crc32(f'{flow}/{step}'.encode()):08x}"[:5] + f".{choice}"
