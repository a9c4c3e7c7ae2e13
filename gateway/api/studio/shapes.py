"""The Studio's shapes: flows, drafts, checks, versions and simulations as the API tells them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from connectors.message import Degradation
from dialogs.flow_model import FlowModel
from dialogs.layout import Boxes, CanvasNote, NoteText
from gateway.api.shapes import Place
from gateway.journey.rehearsing.rehearsal import Form
from gateway.journey.rehearsing.simulation import Move, Played, Pretended

Channel = Literal["whatsapp", "messenger", "sms", "telegram"]
Note = Annotated[str, msgspec.Meta(max_length=2000)]
Upgrade = Literal["keep", "move", "restart"]
MOST_MOVES = 80


class ReleaseShape(msgspec.Struct, kw_only=True):
    """One publication. `upgrade`: what becomes of conversations in an older version."""

    version: str
    at: str
    author: str
    note: str
    upgrade: Upgrade


class DraftShape(msgspec.Struct, kw_only=True):
    """`base` is the version it began with; `revision` is to be named by whoever saves the next."""

    revision: int
    base: str | None
    author: str
    at: str
    yaml: str


class KeptShape(msgspec.Struct, kw_only=True):
    """A draft in the list of flows; `problems` are how many stand in the way of publishing it."""

    revision: int
    base: str | None
    author: str
    at: str
    problems: int


class FlowSummary(msgspec.Struct, kw_only=True):
    """`version` and `release` are null for a flow that was never published; `draft` is null where there is none."""

    name: str
    title: dict[str, str]
    steps: int
    version: str | None
    release: ReleaseShape | None
    draft: KeptShape | None


class Flows(msgspec.Struct):
    items: list[FlowSummary]


class ProblemShape(msgspec.Struct, kw_only=True):
    """`step` is null for what is the whole flow's."""

    line: int
    step: str | None
    text: str


class DegradedShape(msgspec.Struct, kw_only=True):
    """On `channel`, `wanted` becomes `got`."""

    step: str
    channel: str
    language: str
    wanted: str
    got: str
    reason: str


class LeftOut(msgspec.Struct, kw_only=True):
    """Who answers real customers and is asked by no simulation or test: the brains of accounts, by channel; a model."""

    brains: dict[str, list[str]]
    model: bool


class FlowDetail(msgspec.Struct, kw_only=True):
    """`yaml` is what is in use; `tests`, `layout` (step: [x, y]) and `notes` lie beside the flow. `model` is of the
    draft if there is one; null where that cannot be read. `actions` are those of ours that a step may have done."""

    name: str
    version: str | None
    yaml: str | None
    draft: DraftShape | None
    model: FlowModel | None
    problems: list[ProblemShape]
    tests: str
    layout: Boxes
    notes: list[CanvasNote]
    actions: list[str]
    left_out: LeftOut


class Save(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`seen` is the revision that was changed; 0: there was no draft."""

    yaml: str
    seen: Place


class Saved(msgspec.Struct, kw_only=True):
    revision: int
    problems: list[ProblemShape]
    model: FlowModel | None


class Discard(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    seen: Place


class Check(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Without `yaml`, the draft, else what is in use."""

    yaml: str | None = None


class Checked(msgspec.Struct, kw_only=True):
    problems: list[ProblemShape]
    degradations: list[DegradedShape]
    model: FlowModel | None


class Edit(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`set` these keys of a step (an empty `step` is the flow itself; null takes a key away), `add` a step behind
    `after` (null: first), `remove` it, or `move` it."""

    op: Literal["set", "add", "remove", "move"]
    step: str = ""
    values: dict[str, Any] = {}
    after: str | None = None


class Edits(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    yaml: str
    edits: Annotated[list[Edit], msgspec.Meta(max_length=100)]


class Edited(msgspec.Struct, kw_only=True):
    """All lines that no edit touched are as they were, to the byte."""

    yaml: str
    problems: list[ProblemShape]
    model: FlowModel | None


class Publish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The draft of that revision. Where its tests fail it is refused, unless `despite_tests`."""

    seen: Place
    note: Note = ""
    upgrade: Upgrade = "keep"
    despite_tests: bool = False


class RollBack(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    version: str
    note: Note = ""
    upgrade: Upgrade = "keep"


class History(msgspec.Struct):
    items: list[ReleaseShape]


class VersionText(msgspec.Struct):
    version: str
    yaml: str


class DiffQuery(msgspec.Struct, kw_only=True):
    """Each a version, "current" or "draft"; an unknown one is empty."""

    before: str = "current"
    after: str = "draft"


class DifferenceShape(msgspec.Struct, kw_only=True):
    """`step` is empty for what is the whole flow's; `key` for a whole step."""

    what: Literal["added", "removed", "changed", "moved"]
    step: str
    key: str
    before: Any
    after: Any


class Diff(msgspec.Struct):
    """`lines` are those of a unified diff."""

    differences: list[DifferenceShape]
    lines: list[str]


class Tests(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Empty: none. `seen` is the text that was changed: where another is kept meanwhile it is refused."""

    yaml: str
    seen: str | None = None


class Layout(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Where the canvas has put each step: it changes no version."""

    boxes: Boxes


class NoteBody(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Beside the steps, for colleagues; `at` is its top left corner."""

    at: tuple[float, float]
    text: NoteText


class Preview(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One step of a text, in one of its languages."""

    yaml: str
    step: str
    language: str


class SkinShape(msgspec.Struct, kw_only=True):
    """A step as one channel would show it; an expression stands as ‹itself›. `parts`: how many messages it takes."""

    channel: str
    as_: Form = msgspec.field(name="as")
    body: str
    options: list[str]
    parts: int
    degradations: tuple[Degradation, ...]


class Skins(msgspec.Struct):
    skins: list[SkinShape]


class VerdictShape(msgspec.Struct, kw_only=True):
    """One test on one channel; `faults`: with every webhook twice and out of order. Without `problem` it held."""

    test: str
    channel: str
    faults: bool
    line: int
    problem: str | None


class Tried(msgspec.Struct):
    verdicts: list[VerdictShape]


class Simulate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`drafts` (name: YAML) stand in place of what is in use; `actions` say what comes of those done outside."""

    moves: Annotated[list[Move], msgspec.Meta(max_length=MOST_MOVES)]
    channel: Channel = "telegram"
    language: str | None = None
    drafts: dict[str, str] = {}
    actions: dict[str, Pretended] = {}


class Simulated(msgspec.Struct):
    turns: list[Played]
