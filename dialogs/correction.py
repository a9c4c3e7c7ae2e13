"""Corrections: going back to a question already answered, by asking for it or by saying the right answer.

"Back" asks the last question again. "No, 40" or "I meant blue" answers the last one that these words fit; what was
asked after it is asked again, since it may depend on it. What an action has done is not undone by going back.
"""

from __future__ import annotations

import re

from dialogs.run import Run
from dialogs.steps import ask, choose
from dialogs.steps.ask import AskStep
from dialogs.steps.choose import ChooseStep
from dialogs.understand import options
from dialogs.understand.words import fold
from dialogs.values import SURE, Given, read

CORRECT = "correct"  # the flow whose words ask to go back

_SURELY = re.compile(
    r"(?:(?:non|no|pardon|sorry|desole|desolee|oups|oops)[\s,;:.!]*)?"
    r"(?:je voulais dire|je veux dire|i meant|i mean|en fait|actually|plut[oô]t|rather|finalement|je me suis tromp[eé])"
    r"[\s,;:.!]+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MAYBE = re.compile(r"(?:non|no|pardon|sorry|oups|oops)[\s,;:.!]+(?P<rest>.+)", re.IGNORECASE | re.DOTALL)


def go_back(run: Run) -> bool:
    """Ask the last question of the flow that asks or waits again; False where there is none to go back to."""
    depth = _asking(run)
    if depth is None or not run.frames[depth].asked:
        return False
    run.drop(depth + 1)
    _rewind(run, run.top.asked[-1])
    return True


def correct(run: Run) -> bool:
    """Take these words as the right answer to a question answered before."""
    depth = _asking(run)
    if depth is None or not run.frames[depth].asked:
        return False
    rest = _correcting(run)
    if not rest:
        return False
    for asked in reversed(run.frames[depth].asked):
        step = run.flow_of(run.frames[depth]).by_id.get(asked)
        if isinstance(step, AskStep | ChooseStep) and _takes(run, depth, step, rest):
            return True
    return False


def _asking(run: Run) -> int | None:
    """The frame whose questions may be gone back to: the one that asks, else the one on top."""
    if run.pending is not None and run.pending.kind != "offer":
        return run.pending.depth
    return len(run.frames) - 1 if run.frames else None


def _correcting(run: Run) -> str:
    """What follows the word that corrects. A mere "no" may also be said to a question for words or numbers."""
    found = _SURELY.fullmatch(run.said)
    if found is None and run.pending is not None and run.pending.kind == "choose":
        found = _MAYBE.fullmatch(run.said)
    return found["rest"].strip() if found else ""


def _takes(run: Run, depth: int, step: AskStep | ChooseStep, rest: str) -> bool:
    """Go back to that step and answer it, if these words are an answer to it."""
    frames, pending, effects = list(run.frames), run.pending, list(run.effects)
    run.drop(depth + 1)
    if isinstance(step, AskStep):
        fits = ask.kind_of(step, run) in SURE and read(ask.kind_of(step, run), _given(rest, run)) is not None
        answer = rest
    else:
        answer = options.exactly(rest, choose.answers(step, run)) or ""
        fits = bool(answer) and not fold(rest).isdigit()  # a number is a place in the list now shown
    if fits:
        _rewind(run, step.id)
        if isinstance(step, AskStep) and ask.answer(step, run, answer):
            return True
        if isinstance(step, ChooseStep) and choose.answer(step, run, answer):
            return True
    run.frames, run.pending, run.effects = frames, pending, effects
    run.waits, run.objection = True, ""
    return False


def _given(rest: str, run: Run) -> Given:
    return Given(rest, None, run.facts, run.circumstances)


def _rewind(run: Run, step: str) -> None:
    """Stand before that question again, as if neither it nor what followed had been answered."""
    frame, flow = run.top, run.flow_of(run.top)
    at = max(place for place, asked in enumerate(frame.asked) if asked == step)
    unsaid = {name for asked in frame.asked[at:] if asked in flow.by_id for name in flow.by_id[asked].saves()}
    run.forget_question()
    run.cancel_timers(frame)
    run.replace(
        step=step, asked=frame.asked[:at], awaiting=None, expiry=None,
        vars={name: value for name, value in frame.vars.items() if name not in unsaid},
    )  # fmt: skip
    run.waits = False
