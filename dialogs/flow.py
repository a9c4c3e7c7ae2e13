"""A flow and its steps: what a file says, compiled. Values only: reading is `flow_files.py`, running is `engine.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal

from dialogs.expressions import Expression, Lookup
from dialogs.wording import Wording

Interrupt = Literal["allow", "ask", "replace", "never"]
Underway = Literal["ask_again", "keep", "drop"]
Upgrade = Literal["keep", "move", "restart"]

END = "end"  # as a target: the flow is over
HUMAN = "human"  # as a target: on to the flow of that name
TARGETS = (END, HUMAN)

VAR_TYPES = (
    "text", "number", "date", "time", "phone", "email", "choice", "topic", "duration", "location", "media", "any",
)  # fmt: skip
UPGRADES = ("keep", "move", "restart")
CATEGORIES = ("critical", "transactional", "service", "requested", "marketing")  # of the policy


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something a customer may say, and its language where it has one."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """How a flow begins by itself. `words` are exact; `examples` teach; `argument`: the var that a button fills."""

    words: tuple[Phrase, ...] = ()
    examples: tuple[Phrase, ...] = ()
    intents: tuple[str, ...] = ()
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """What happens when nobody answers for that long."""

    seconds: int
    go: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """What all steps have. Each kind adds its own in `steps/<kind>.py`."""

    kind: ClassVar[str]
    id: str
    line: int = 0
    go: str | None = None  # None: falls through to the next
    skip_if: Expression | None = None

    def targets(self) -> Iterator[str]:
        """Where it may go, other than to the next step."""
        if self.go:
            yield self.go

    def falls(self) -> bool:
        """Whether it may go on to the next step in the list."""
        return self.go is None or self.skip_if is not None

    def wordings(self) -> Iterator[Wording]:
        yield from ()

    def expressions(self) -> Iterator[Expression]:
        """All it computes, texts included."""
        if self.skip_if:
            yield self.skip_if
        for wording in self.wordings():
            yield from wording.expressions()

    def saves(self) -> Iterator[str]:
        """The vars it may set."""
        yield from ()

    def calls(self) -> Iterator[str]:
        """The other flows it may start."""
        yield from ()

    def actions(self) -> Iterator[str]:
        """What it may have done."""
        yield from ()


@dataclass(frozen=True)
class Flow:
    """`version` is a hash of the content: comments and layout do not change it.

    `interrupt`: what another flow, begun by words in the middle of this one, does to it: `allow` puts it aside until
    the other is over, `ask` asks the customer first whether to leave it, `replace` forgets it, `never` lets nothing
    through but the words that always work.
    `underway`: what this flow, begun in the middle of others, does to them: `ask_again` asks their question again at
    the end, `keep` says its word beside it and leaves it open, `drop` forgets them.
    `expires`: how long it may wait for anything at all, and where it goes then.
    `category`, `topic`: as what the policy judges its words where it speaks first, after a wait.
    """

    name: str
    version: str
    source: str
    steps: tuple[Step, ...]
    title: Wording
    start: Start = field(default_factory=Start)
    interrupt: Interrupt = "allow"
    underway: Underway = "ask_again"
    vars: Mapping[str, str] = field(default_factory=dict)
    expires: Lapse | None = None
    category: str | None = None
    topic: str | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def following(self) -> Mapping[str, str]:
        """The step after each, END after the last."""
        ids = [step.id for step in self.steps]
        return dict(zip(ids, [*ids[1:], END], strict=True))

    @property
    def first(self) -> str:
        return self.steps[0].id


def computed(given: Any, lookup: Lookup) -> Any:
    """What `with` and `set` give: expressions computed, everything else as written. Raises ExpressionFailure."""
    if isinstance(given, Expression):
        return given.value(lookup)
    if isinstance(given, dict):
        return {key: computed(inner, lookup) for key, inner in given.items()}
    return given


def expressions_in(given: Any) -> Iterator[Expression]:
    if isinstance(given, Expression):
        yield given
    elif isinstance(given, dict):
        for inner in given.values():
            yield from expressions_in(inner)
