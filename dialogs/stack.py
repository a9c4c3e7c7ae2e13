"""The stack of flows under way, in the making: frames, the pending question and their timers, moved together.

Whatever leaves the stack takes its timers along, so that none fires into a flow that is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from dialogs.catalog import Catalog
from dialogs.effects import CancelTimer, Effect, Ended, SetTimer
from dialogs.errors import DialogFailure
from dialogs.flow import TARGETS, Flow, Interrupt
from dialogs.state import Frame, Pending, State

MOST_FRAMES = 8
PERMISSION = "interrupt"  # the flow that asks whether to leave one that is `interrupt: ask`
_STRICTNESS: Mapping[str, int] = {"replace": 0, "allow": 1, "ask": 2, "never": 3}


class Stack:
    def __init__(self, catalog: Catalog, state: State) -> None:
        self.catalog = catalog
        self.frames: list[Frame] = list(state.frames)
        self.pending: Pending | None = state.pending
        self.serial = state.serial
        self.effects: list[Effect] = []
        self.waits = False
        self.begins_anew = False  # a new version of the flow says that whoever is in it starts it again

    @property
    def top(self) -> Frame:
        return self.frames[-1]

    def flow_of(self, frame: Frame) -> Flow:
        flow = self.catalog.pinned(frame.flow, frame.version)
        if flow is None:
            raise DialogFailure(f'flow "{frame.flow}": version {frame.version} is not kept any more')
        return flow

    def interrupt(self) -> Interrupt:
        """What the flow on top lets others do to it; one that was called, no more than those that called it."""
        strictest: Interrupt = "allow"
        for frame in reversed(self.frames):
            own = self.flow_of(frame).interrupt
            strictest = own if _STRICTNESS[own] > _STRICTNESS[strictest] else strictest
            if not frame.called:
                break
        return strictest

    def settle(self) -> None:
        """Follow new versions as they ask for; move frames whose version is gone, or forget those that cannot move."""
        for depth, frame in enumerate(self.frames):
            pinned = self.catalog.pinned(frame.flow, frame.version)
            flow = self.catalog.flows.get(frame.flow)
            policy = "keep" if flow is None or frame.version == flow.version else self.catalog.upgrade(frame.flow)
            if pinned is not None and (policy == "keep" or flow is None):
                continue
            if policy == "restart" and flow is not None:
                self._begin_anew(depth, flow)
                return
            if flow is not None and _fits(frame, self.pending if self._asks(depth) else None, flow):
                self.frames[depth] = msgspec.structs.replace(frame, version=flow.version)
            elif pinned is None:
                self.drop(depth)
                return

    def _asks(self, depth: int) -> bool:
        return self.pending is not None and self.pending.depth == depth

    def _begin_anew(self, depth: int, flow: Flow) -> None:
        old = self.frames[depth]
        self.drop(depth)
        self.frames.append(
            Frame(flow=flow.name, version=flow.version, step=flow.first, quiet=old.quiet, returns=old.returns,
                  called=old.called, vars={name: value for name, value in old.vars.items() if name in flow.vars})
        )  # fmt: skip
        self.begins_anew = True

    def push(self, flow: Flow, frame: Frame, *, called: bool) -> None:
        """Put a flow on top. Unless it was called, what it meets under way is treated as the flows say."""
        if flow.underway == "drop":
            self.drop(0)
        elif not called:
            self._make_room(flow)
        if flow.underway != "keep":
            self.forget_question()
        if len(self.frames) >= MOST_FRAMES:
            raise DialogFailure(f'flow "{flow.name}": more than {MOST_FRAMES} flows inside each other')
        self.frames.append(frame)
        self.waits = False

    def _make_room(self, flow: Flow) -> None:
        """A flow begun twice starts anew; one that may be replaced gives way, but not to a word beside it."""
        for depth, frame in enumerate(self.frames):
            if frame.flow == flow.name:
                self.drop(depth)
                break
        if flow.underway != "keep":
            while self.frames and self.flow_of(self.top).interrupt == "replace":
                self.drop(len(self.frames) - 1)

    def drop(self, depth: int) -> None:
        """Forget the flows from that depth up, and the question if it was theirs."""
        for frame in reversed(self.frames[depth:]):
            self.cancel_timers(frame)
            self.effects.append(Ended(flow=frame.flow, version=frame.version, how="dropped"))
        del self.frames[depth:]
        if self.pending is not None and self.pending.depth >= depth:
            self.forget_question()

    def forget_question(self) -> None:
        if self.pending is not None and self.pending.timer is not None:
            self.effects.append(CancelTimer(id=self.pending.timer))
        self.pending = None

    def cancel_timers(self, frame: Frame) -> None:
        self.effects += [CancelTimer(id=timer) for timer in _timers(frame)]

    def timer(self, kind: str, seconds: int) -> str:
        self.serial += 1
        timer = f"{kind}-{self.serial}"
        self.effects.append(SetTimer(id=timer, seconds=seconds))
        return timer

    def replace(self, **changes: Any) -> None:
        """Change the frame on top."""
        self.frames[-1] = msgspec.structs.replace(self.frames[-1], **changes)


def _timers(frame: Frame) -> Iterator[str]:
    if frame.awaiting is not None and frame.awaiting.startswith("wait-"):
        yield frame.awaiting
    if frame.expiry is not None:
        yield frame.expiry


def _fits(frame: Frame, pending: Pending | None, flow: Flow) -> bool:
    """Whether a frame can go on in another version: its step is there and, where it waits, of the same kind."""
    if frame.step in TARGETS:
        return True
    step = flow.by_id.get(frame.step)
    if step is None:
        return False
    if pending is not None and pending.kind != "offer":
        return step.kind == pending.kind
    return frame.awaiting is None or step.kind in ("do", "wait")
