"""One step of the engine in the making: the only thing here that changes, and it does not outlive `engine.step`.

Steps move it by its verbs: say, ask, save, go, enter, leave, do, hand_off. It asks nobody and does nothing itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from connectors.content import Choices, Option, Text
from dialogs.catalog import Catalog
from dialogs.effects import CancelTimer, Do, Effect, Ended, Handoff, Say, SetTimer
from dialogs.errors import DialogFailure
from dialogs.flow import END, HUMAN, TARGETS, Flow, Step
from dialogs.state import Choice, Frame, Pending, Shown, State
from dialogs.understand.circumstances import CHANNELS, UNKNOWN_MOMENT, Circumstances

MOST_STEPS = 100  # run without the customer or a timer moving: more is a loop
MOST_FRAMES = 8
STARTS = "start:"  # an option that starts a flow: "start:<flow>" or "start:<flow>:<argument>"


class Outcome(NamedTuple):
    """What `engine.step` gives back."""

    state: State
    effects: tuple[Effect, ...]


class Run:
    def __init__(self, catalog: Catalog, state: State, facts: Mapping[str, Any]) -> None:
        self.catalog, self.facts = catalog, facts
        self.frames: list[Frame] = list(state.frames)
        self.pending = state.pending
        self.heard = state.language
        self.leaning = state.leaning
        self.greeted = state.greeted
        self.misses = state.misses
        self.spent = state.spent
        self.serial = state.serial
        self.human = state.human
        self._before = (state.pending, state.shown)
        self.said = ""
        self.effects: list[Effect] = []
        self.waits = False
        self.item: Any = None  # what a computed option is made of, while its label is written
        self.again: tuple[int, str] = (0, "")  # how often the question was not understood, and what to say before it
        self.language = self.heard or self._first_language()

    def outcome(self) -> Outcome:
        state = State(
            frames=tuple(self.frames), pending=self.pending, language=self.heard, leaning=self.leaning,
            greeted=self.greeted, misses=self.misses, spent=self.spent, serial=self.serial, human=self.human,
            shown=self._still_shown(),
        )  # fmt: skip
        return Outcome(state, tuple(self.effects))

    def _still_shown(self) -> Shown | None:
        """Whoever asked last is answered: a new question of the bot takes the place of what others showed."""
        pending, shown = self._before
        return shown if self.pending is pending or self.pending is None else None

    # ---- what expressions see

    def lookup(self, name: str) -> Any:
        match name:
            case "vars":
                return self.frames[-1].vars
            case "said":
                return self.said
            case "misses":
                return self.misses
            case "human":
                return {"summary": self.human} if self.human else {}
            case "language":
                return self.language
            case "item" if self.item is not None:
                return self.item
        value = self.facts.get(name)
        return self.frames[-1].vars.get(name) if value is None else value

    def topics(self) -> Sequence[Mapping[str, Any]]:
        return (self.facts.get("topics") or {}).get("all") or ()

    def channel(self) -> str:
        return str((self.facts.get("channel") or {}).get("name", ""))

    def circumstances(self) -> Circumstances:
        """What the customer's words do not say themselves."""
        facts = self.facts
        kept = [rule["value"] for rule in self.rules() if (rule["scope"], rule["field"]) == ("all", "channels")]
        return Circumstances(
            topics=self.topics(), channels=tuple(facts.get("channels") or CHANNELS), channel=self.channel(),
            kept=tuple(kept[0]) if kept else (), now=str(facts.get("now") or UNKNOWN_MOMENT),
            zone=str(facts.get("zone") or "UTC"), languages=tuple(facts.get("languages") or ("en",)),
        )  # fmt: skip

    def rules(self) -> Sequence[Mapping[str, Any]]:
        """What the customer decided until now."""
        return (self.facts.get("terms") or {}).get("rules") or ()

    def _first_language(self) -> str:
        languages = self.facts.get("languages") or ("en",)
        known = self.facts.get("language")
        return str(known if known in languages else languages[0])

    def speak(self, language: str, *, only_now: bool = False) -> None:
        self.language, self.leaning = language, None
        self.heard = self.heard if only_now else language

    # ---- where we are

    def settle(self) -> None:
        """Move frames whose version is gone to the present one, or forget them where it has no such step."""
        for depth, frame in enumerate(self.frames):
            if self.catalog.pinned(frame.flow, frame.version) is not None:
                continue
            flow = self.catalog.flows.get(frame.flow)
            if flow is None or frame.step not in {*flow.by_id, *TARGETS}:
                self.drop(depth)
                return
            self.frames[depth] = msgspec.structs.replace(frame, version=flow.version)

    @property
    def top(self) -> Frame:
        return self.frames[-1]

    def flow_of(self, frame: Frame) -> Flow:
        flow = self.catalog.pinned(frame.flow, frame.version)
        if flow is None:
            raise DialogFailure(f'flow "{frame.flow}": version {frame.version} is not kept any more')
        return flow

    def spend(self) -> None:
        self.spent += 1
        if self.spent > MOST_STEPS:
            raise DialogFailure(f'flow "{self.top.flow}", step "{self.top.step}": {MOST_STEPS} steps without an answer')

    # ---- the verbs of steps

    def save(self, name: str | None, value: Any) -> None:
        if name is not None:
            self._replace(vars={**self.top.vars, name: value})

    def next(self, step: Step) -> None:
        self.go(self.after(step))

    def after(self, step: Step) -> str:
        return step.go or self.flow_of(self.top).following[step.id]

    def park(self, step: Step) -> None:
        """Be ready to go on after that step, when the flow now called is over."""
        self._replace(step=self.after(step))

    def go(self, target: str) -> None:
        if target == END:
            self.leave()
        elif target == HUMAN:
            self.enter(HUMAN, {})
        else:
            self._replace(step=target)

    def say(self, step: str, body: str, options: Sequence[Option] = (), *, notice: bool = False) -> None:
        content = Choices(body=body, options=tuple(options)) if options else Text(body=body)
        self.effects.append(Say(content=content, flow=self.top.flow, step=step, notice=notice))
        self.greeted = True

    def offer(self, step: str, options: Sequence[Option], body: str) -> None:
        """Options that nobody has to take. A question under way keeps its numbers."""
        if self.pending is None or self.pending.kind == "offer":
            self.pending = Pending(kind="offer", depth=-1, step=step, options=_map(options), body=body)

    def ask(self, step: str, body: str, options: Sequence[Option] = (), *, silence: int | None = None) -> None:
        """Ask and wait."""
        retries, preface = self.again
        self.again = (0, "")
        self.forget_question()
        timer = self._timer(silence) if silence else None
        self.say(step, f"{preface}\n{body}" if preface else body, options)
        self.pending = Pending(
            kind="choose" if options else "ask", depth=len(self.frames) - 1, step=step, options=_map(options),
            body=body, retries=retries, timer=timer,
        )  # fmt: skip
        self.waits = True

    def do(self, step: str, action: str, args: dict[str, Any]) -> None:
        self.serial += 1
        action_id = f"do-{self.serial}"
        self.effects.append(Do(id=action_id, action=action, args=args, flow=self.top.flow, step=step))
        self._replace(awaiting=action_id)
        self.waits = True

    def hand_off(self, step: str, code: str, title: str, summary: str) -> None:
        self.effects.append(Handoff(code=code, title=title, summary=summary, flow=self.top.flow, step=step))

    # ---- the stack

    def enter(self, name: str, args: Mapping[str, Any], *, called: bool = False, returns: str | None = None) -> None:
        """Start a flow on top. Unless it was called, what it meets under way is treated as the flows say."""
        flow = self.catalog.flows.get(name)
        if flow is None:
            raise DialogFailure(f'there is no flow "{name}"')
        if flow.underway == "drop":
            self.drop(0)
        elif not called:
            self._make_room(flow)
        if flow.underway != "keep":
            self.forget_question()
        if len(self.frames) >= MOST_FRAMES:
            raise DialogFailure(f'flow "{name}": more than {MOST_FRAMES} flows inside each other')
        self.frames.append(
            Frame(
                flow=name, version=flow.version, step=flow.first, vars=dict(args), quiet=flow.underway == "keep",
                returns=returns,
            )
        )  # fmt: skip
        self.waits = False

    def leave(self, value: Any = None) -> None:
        """The flow on top is over: the one below goes on, or what it asked is asked again."""
        frame = self.frames.pop()
        self.effects.append(Ended(flow=frame.flow, version=frame.version))
        if not self.frames:
            return
        if frame.returns:
            self.save(frame.returns, value)
        if self.pending is not None and self.pending.depth == len(self.frames) - 1:
            self.waits = True  # still asked: a quiet flow said its word beside it

    def drop(self, depth: int) -> None:
        """Forget the flows from that depth up, and the question if it was theirs."""
        for frame in reversed(self.frames[depth:]):
            self.effects.append(Ended(flow=frame.flow, version=frame.version, how="dropped"))
        del self.frames[depth:]
        if self.pending is not None and self.pending.depth >= depth:
            self.forget_question()

    def forget_question(self) -> None:
        if self.pending is not None and self.pending.timer is not None:
            self.effects.append(CancelTimer(id=self.pending.timer))
        self.pending = None

    def _make_room(self, flow: Flow) -> None:
        """A flow begun twice starts anew; one that may be replaced gives way, but not to a word beside it."""
        for depth, frame in enumerate(self.frames):
            if frame.flow == flow.name:
                self.drop(depth)
                break
        if flow.underway != "keep":
            while self.frames and self.flow_of(self.top).interrupt == "replace":
                self.drop(len(self.frames) - 1)

    def _timer(self, seconds: int) -> str:
        self.serial += 1
        timer = f"silence-{self.serial}"
        self.effects.append(SetTimer(id=timer, seconds=seconds))
        return timer

    def _replace(self, **changes: Any) -> None:
        self.frames[-1] = msgspec.structs.replace(self.frames[-1], **changes)


def option_id(flow: str, step: str, choice: str) -> str:
    """Ours for one answer to one question: a "yes" tapped under an old question never answers a new one."""
    return f"{zlib.crc32(f'{flow}/{step}'.encode()):08x}"[:5] + f".{choice}"


def _map(options: Sequence[Option]) -> tuple[Choice, ...]:
    return tuple(Choice(option.id, option.label) for option in options)
