"""What each channel makes of each message of a flow, before anybody has seen it: what it cannot show, and what instead.

Values that are known only later stand as a word of middle length, lists that are computed as three options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from connectors.content import Choices, Content, Option, Text
from connectors.message import Outbound, RenderPlan
from dialogs.flow import Flow, Step
from dialogs.steps.ask import AskStep
from dialogs.steps.choose import ChooseStep, Written
from dialogs.steps.say import UNDO, SayStep
from dialogs.wording import Wording

UNKNOWN = "Xxxxxxxx"  # stands for a value that is known only later
COMPUTED = 3
StandIn = Callable[[str], str]  # what an expression is shown as


def _unknown(_expression: str) -> str:
    return UNKNOWN


class Renders(Protocol):
    def render(self, message: Outbound) -> RenderPlan: ...


class Degraded(NamedTuple):
    step: str
    channel: str
    language: str
    wanted: str
    got: str
    reason: str


def degraded(
    flow: Flow, flows: Mapping[str, Flow], skins: Mapping[str, Renders], languages: Sequence[str]
) -> list[Degraded]:  # fmt: skip
    """Everything that some channel cannot show as written, each once."""
    found = {
        Degraded(step.id, channel, language, lost.wanted, lost.got, lost.reason): None
        for step in flow.steps
        for language in languages
        if (content := sample(step, flows, language)) is not None
        for channel, skin in skins.items()
        for lost in skin.render(Outbound(id="0", address="+33600000001", content=content)).degradations
    }
    return list(found)


def sample(
    step: Step, flows: Mapping[str, Flow], language: str, stand_in: StandIn = _unknown
) -> Content | None:  # fmt: skip
    """What the step would say in that language; None: it says nothing."""
    if not isinstance(step, SayStep | AskStep | ChooseStep):
        return None
    body = _words(step.body, language, stand_in)
    options = tuple(_options(step, flows, language, stand_in))
    return Choices(body=body, options=options) if options else Text(body=body)


def _options(step: Step, flows: Mapping[str, Flow], language: str, stand_in: StandIn) -> Iterator[Option]:
    if isinstance(step, SayStep):
        for name in (*([UNDO] if step.undo else []), *step.offers):
            if name in flows:
                yield Option(id=f"start:{name}", label=_words(flows[name].title, language, stand_in))
    elif isinstance(step, ChooseStep):
        for option in step.options:
            if isinstance(option, Written):
                yield Option(id=f"00000.{option.id}", label=_words(option.label, language, stand_in))
            else:
                label = _words(option.label, language, stand_in) if option.label else stand_in(option.source.source)
                yield from (Option(id=f"00000.{n}", label=f"{label} {n}") for n in range(1, COMPUTED + 1))


def _words(wording: Wording, language: str, stand_in: StandIn) -> str:
    phrase = wording.phrases.get(language) or next(iter(wording.phrases.values()))
    if isinstance(phrase, str):
        return phrase
    return "".join(one if isinstance(one, str) else stand_in(one.source) for one in phrase)
