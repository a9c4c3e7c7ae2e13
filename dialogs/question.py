"""The pending question: what answers it, and asking it again."""

from __future__ import annotations

from connectors.content import ChoiceReply, Text
from dialogs import values
from dialogs.flow import HUMAN
from dialogs.run import Run
from dialogs.steps import ask, choose
from dialogs.steps.ask import AskStep
from dialogs.steps.choose import ChooseStep
from dialogs.understand.grammar import duration
from dialogs.understand.listening import Utterance
from dialogs.values import SURE


def asking(run: Run) -> AskStep | ChooseStep:
    """The step that asked, with its frame on top again."""
    assert run.pending is not None
    run.drop(run.pending.depth + 1)
    step = run.flow_of(run.top).by_id[run.pending.step]
    assert isinstance(step, AskStep | ChooseStep)
    return step


def shown(run: Run) -> bool:
    """What was asked for and is no text: a place, a picture, a contact card."""
    if run.pending is None or run.pending.kind != "ask" or isinstance(run.content, Text | ChoiceReply):
        return False
    step = asking(run)
    return isinstance(step, AskStep) and ask.kind_of(step, run) in SURE and takes(step, run)


def is_bare(run: Run) -> bool:
    """A number and no more, where a number was asked for: no wish, whatever it would be elsewhere."""
    if run.pending is None or run.pending.kind != "ask":
        return False
    flow = run.flow_of(run.frames[run.pending.depth])
    step = flow.by_id.get(run.pending.step)
    return isinstance(step, AskStep) and values.is_bare(flow.vars.get(step.save, "text"), run.said)


def takes(step: AskStep, run: Run) -> bool:
    run.waits = False
    taken = ask.answer(step, run, run.said)
    run.misses, run.waits = (0, run.waits) if taken else (run.misses, True)
    return taken


def fills(run: Run, step: ChooseStep, said: Utterance) -> bool:
    """No option, but what the question is about: "10 jours", where one week and two were offered."""
    if step.save is None or run.flow_of(run.top).vars.get(step.save) != "duration":
        return False
    value = duration(said, run.circumstances())
    if value is None:
        return False
    run.misses, run.waits = 0, False
    choose.fill(step, run, value)
    return True


def ask_again(run: Run) -> None:
    """The same question, with a word before it; after some times, on to where the flow says."""
    step = asking(run)
    assert run.pending is not None
    run.waits = False
    retries = run.pending.retries + 1
    if retries > step.unclear.times:
        run.forget_question()
        if step.unclear.then == HUMAN:
            run.enter(HUMAN, {"reason": "low_confidence"})
        else:
            run.go(step.unclear.then)
        return
    sorry = step.unclear.say.say(run.language, run.lookup) if step.unclear.say else ""
    run.again = (retries, run.objection or sorry)
    if isinstance(step, AskStep):
        ask.perform(step, run)
    else:
        choose.perform(step, run)
