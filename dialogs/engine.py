"""The engine: a state and an event in, a new state and effects out. Pure: no clock, no database, no network.

The same state, event and facts always give the same outcome, so a conversation can be replayed. It never raises for
what a customer says or what a flow does: the bot that cannot go on gives the conversation to a human.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from dialogs import hearing, outside
from dialogs.catalog import Catalog
from dialogs.effects import Effect, Handoff, Say
from dialogs.errors import DialogFailure, Loops, Unheard
from dialogs.events import ActionDone, Event, HumanStretchEnded, Said, Started, TimerFired
from dialogs.flow import END, HUMAN, TARGETS
from dialogs.run import SILENCE, WAITED, Outcome, Run
from dialogs.state import FRESH, Frame, Pending, State
from dialogs.steps import KINDS
from dialogs.steps.ask import AskStep
from dialogs.steps.choose import ChooseStep
from dialogs.steps.do import DoStep

FAILED, REPEATED = "bot_failed", "repeated"


def step(catalog: Catalog, state: State | None, event: Event, facts: Mapping[str, Any]) -> Outcome:
    """React to one event. `facts`: see facts.py."""
    state = state or FRESH
    run = Run(catalog, state, facts)
    try:
        run.settle()
        _react(run, event)
        _proceed(run)
        return run.outcome()
    except Unheard:
        return _hush(run, state)
    except DialogFailure as failure:
        return _fail(catalog, state, facts, str(failure), REPEATED if isinstance(failure, Loops) else FAILED)
    except Exception as bug:  # noqa: BLE001 - whatever breaks in a flow, the customer is not left alone
        return _fail(catalog, state, facts, f"{type(bug).__name__} in {_place(run)}")


def _react(run: Run, event: Event) -> None:
    match event:
        case Said(content=content, message=message):
            run.hears()
            run.message = message
            hearing.hear(run, content)
        case Started(flow=name, args=args):
            run.hears()
            run.enter(name, args)
        case ActionDone():
            _resume(run, event)
        case TimerFired(id=timer):
            _time_out(run, timer)
        case HumanStretchEnded(summary=summary):
            run.drop(0)
            run.forget_question()
            run.human, run.misses, run.awaited = summary, 0, ()


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
    if outside.is_awaited(run, done):
        hearing.heed(run, done)
        return
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
    """What waited that long goes on. A timer that nothing waits for any more was overtaken by an answer."""
    run.waits = True
    if run.pending is not None and run.pending.timer == timer:
        _nobody_answered(run, run.pending)
        return
    for depth, frame in enumerate(run.frames):
        if frame.awaiting == timer:
            _waited(run, depth, frame)
            return
        if frame.expiry == timer:
            _expire(run, depth)
            return


def _nobody_answered(run: Run, pending: Pending) -> None:
    run.pending = None
    run.drop(pending.depth + 1)
    step = run.flow_of(run.top).by_id[pending.step]
    assert isinstance(step, AskStep | ChooseStep)
    run.waited(SILENCE)
    run.waits = False
    run.go(step.silence.go if step.silence else END)


def _waited(run: Run, depth: int, frame: Frame) -> None:
    """On, if it is on top; else once what lies on it is over."""
    run.waited(WAITED)
    run.unasked = True
    flow = run.flow_of(frame)
    target = flow.by_id[frame.step].go or flow.following[frame.step]
    run.frames[depth] = msgspec.structs.replace(frame, awaiting=None, step=target)
    run.waits = depth < len(run.frames) - 1


def _expire(run: Run, depth: int) -> None:
    run.drop(depth + 1)
    run.forget_question()
    run.waited(SILENCE)
    expires = run.flow_of(run.top).expires
    run.replace(expiry=None)
    run.cancel_timers(run.top)
    run.replace(awaiting=None)
    run.waits = False
    run.go(expires.go if expires else END)


def _hush(run: Run, state: State) -> Outcome:
    """End all that was under way without a word: nobody is there to hear one."""
    silent = Run(run.catalog, state, run.facts)
    silent.drop(0)
    silent.forget_question()
    silent.unheard = 0
    return silent.outcome()


def _fail(catalog: Catalog, state: State, facts: Mapping[str, Any], error: str, code: str = FAILED) -> Outcome:
    """Give up what was under way, say so in the words of the flow `human`, and hand off, whatever that flow does."""
    run = Run(catalog, msgspec.structs.replace(state, frames=(), pending=None, awaited=(), spent=0, repeats=0), facts)
    handoff: Effect = Handoff(code=code, error=error)
    try:
        run.enter(HUMAN, {"reason": code})
        _proceed(run)
    except Exception:  # noqa: BLE001 - the flow `human` is broken too: hand off without a word
        given_up = msgspec.structs.replace(state, frames=(), pending=None, awaited=())
        return Outcome(given_up, (*_cancelled(catalog, state), handoff))
    said = [effect for effect in run.effects if isinstance(effect, Say)]
    outcome = run.outcome()
    given_up = msgspec.structs.replace(outcome.state, frames=(), pending=None)
    return Outcome(given_up, (*_cancelled(catalog, state), handoff, *said), outcome.path)


def _cancelled(catalog: Catalog, state: State) -> tuple[Effect, ...]:
    """The timers of what is given up."""
    run = Run(catalog, state, {})
    run.forget_question()
    for frame in run.frames:
        run.cancel_timers(frame)
    return tuple(run.effects)


def _place(run: Run) -> str:
    return f'flow "{run.top.flow}", step "{run.top.step}"' if run.frames else "no flow"
