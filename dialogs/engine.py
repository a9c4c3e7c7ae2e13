"""The engine: a state and an event in, a new state and effects out. Pure: no clock, no database, no network.

The same state, event and facts always give the same outcome, so a conversation can be replayed. It never raises for
what a customer says or what a flow does: the bot that cannot go on gives the conversation to a human.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from dialogs import hearing
from dialogs.catalog import Catalog
from dialogs.effects import Effect, Handoff, Say
from dialogs.errors import DialogFailure
from dialogs.events import ActionDone, Event, HumanStretchEnded, Said, Started, TimerFired
from dialogs.flow import END, HUMAN, TARGETS
from dialogs.run import Outcome, Run
from dialogs.state import FRESH, State
from dialogs.steps import KINDS
from dialogs.steps.ask import AskStep
from dialogs.steps.choose import ChooseStep
from dialogs.steps.do import DoStep

FAILED = "bot_failed"


def step(catalog: Catalog, state: State | None, event: Event, facts: Mapping[str, Any]) -> Outcome:
    """React to one event. `facts`: see facts.py."""
    state = state or FRESH
    run = Run(catalog, state, facts)
    try:
        run.settle()
        _react(run, event)
        _proceed(run)
        return run.outcome()
    except DialogFailure as failure:
        return _fail(catalog, state, facts, str(failure))
    except Exception as bug:  # noqa: BLE001 - whatever breaks in a flow, the customer is not left alone
        return _fail(catalog, state, facts, f"{type(bug).__name__} in {_place(run)}")


def _react(run: Run, event: Event) -> None:
    match event:
        case Said(content=content):
            run.spent = 0
            hearing.hear(run, content)
        case Started(flow=name, args=args):
            run.spent = 0
            run.enter(name, args)
        case ActionDone():
            _resume(run, event)
        case TimerFired(id=timer):
            run.spent = 0
            _time_out(run, timer)
        case HumanStretchEnded(summary=summary):
            run.drop(0)
            run.forget_question()
            run.human, run.misses = summary, 0


def _proceed(run: Run) -> None:
    """Run steps until one waits or nothing is left."""
    while run.frames and not run.waits:
        run.spend()
        frame = run.top
        if frame.awaiting:
            return
        if frame.step in TARGETS:
            run.go(frame.step)
            continue
        step = run.flow_of(frame).by_id[frame.step]
        if step.skip_if is not None and step.skip_if.holds(run.lookup):
            run.next(step)
        else:
            KINDS[step.kind].perform(step, run)


def _resume(run: Run, done: ActionDone) -> None:
    """Give a result to the frame that waits for it, wherever it lies. A result nobody waits for is too late."""
    run.waits = True
    depth = next((at for at, frame in enumerate(run.frames) if frame.awaiting == done.id), None)
    if depth is None:
        return
    frame = run.frames[depth]
    step = run.flow_of(frame).by_id[frame.step]
    assert isinstance(step, DoStep)
    if done.error is not None and step.on_error is None:
        raise DialogFailure(f'flow "{frame.flow}", step "{step.id}": {step.action} answered "{done.error}"')
    target = run.flow_of(frame).following[step.id] if step.go is None else step.go
    if done.error is not None:
        target = step.on_error or target
    saved = {step.save: done.result} if step.save and done.error is None else {}
    run.frames[depth] = msgspec.structs.replace(frame, awaiting=None, step=target, vars={**frame.vars, **saved})
    run.waits = depth < len(run.frames) - 1


def _time_out(run: Run, timer: str) -> None:
    run.waits = True
    pending = run.pending
    if pending is None or pending.timer != timer:
        return  # answered in time
    run.pending = None
    run.drop(pending.depth + 1)
    step = run.flow_of(run.top).by_id[pending.step]
    assert isinstance(step, AskStep | ChooseStep)
    run.waits = False
    run.go(step.silence.go if step.silence else END)


def _fail(catalog: Catalog, state: State, facts: Mapping[str, Any], error: str) -> Outcome:
    """Give up what was under way, say so in the words of the flow `human`, and hand off, whatever that flow does."""
    run = Run(catalog, msgspec.structs.replace(state, frames=(), pending=None, spent=0), facts)
    handoff: Effect = Handoff(code=FAILED, error=error)
    try:
        run.enter(HUMAN, {"reason": FAILED})
        _proceed(run)
    except Exception:  # noqa: BLE001 - the flow `human` is broken too: hand off without a word
        return Outcome(msgspec.structs.replace(state, frames=(), pending=None), (handoff,))
    said = [effect for effect in run.effects if isinstance(effect, Say)]
    outcome = run.outcome()
    return Outcome(msgspec.structs.replace(outcome.state, frames=(), pending=None), (handoff, *said))


def _place(run: Run) -> str:
    return f'flow "{run.top.flow}", step "{run.top.step}"' if run.frames else "no flow"
