"""What somebody outside is asked for the bot: one thing at a time, in the order in which it was said.

Their answer comes back as an event. What customers say meanwhile and is theirs to answer too waits in line. Each
account has a line of its own: what is said there is put to who answers there, and answered there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from connectors.content import Text, plain_text
from dialogs.effects import Do
from dialogs.events import ActionDone
from dialogs.run import Run
from dialogs.state import Asked, Heard

MOST_WAITING = 20

Ask = Callable[[Run, Sequence[Heard]], None]


def put(run: Run, heard: Heard, begin: Ask) -> None:
    """Ask now, or once those before it are answered. What is late beyond all patience was lost."""
    asked = next((one for one in run.awaited if one.account == run.account()), None)
    if asked is None or not asked.waiting or _now(run) > datetime.fromisoformat(asked.until):
        begin(run, (heard,))
        return
    line = asked.waiting
    if len(line) >= MOST_WAITING:  # the last two as one
        joined = f"{plain_text(line[-1].content)}\n{plain_text(heard.content)}"
        line, heard = line[:-1], Heard(Text(body=joined), heard.message)
    _replace(run, msgspec.structs.replace(asked, waiting=(*line, heard)))


def ask(run: Run, line: Sequence[Heard], do: Do, patience: float) -> None:
    """Have this done, and await its result for so many seconds."""
    run.effects.append(do)
    until = _now(run) + timedelta(seconds=patience)
    _replace(run, Asked(account=run.account(), id=do.id, until=until.isoformat(), waiting=tuple(line)))


def number(run: Run, kind: str) -> str:
    run.serial += 1
    return f"{kind}-{run.serial}"


def is_awaited(run: Run, done: ActionDone) -> bool:
    return any(one.id == done.id for one in run.awaited)


def take(run: Run, done: ActionDone) -> Heard:
    """What was asked about, which then waits no more."""
    asked = _asked(run, done)
    heard, *rest = asked.waiting
    _replace(run, msgspec.structs.replace(asked, waiting=tuple(rest)))
    return heard


def go_on(run: Run, done: ActionDone, begin: Ask | None) -> None:
    """The next in line, if anybody is there still."""
    if not is_awaited(run, done):
        return
    asked = _asked(run, done)
    run.awaited = tuple(one for one in run.awaited if one is not asked)
    if asked.waiting and begin is not None:
        begin(run, asked.waiting)


def _asked(run: Run, done: ActionDone) -> Asked:
    return next(one for one in run.awaited if one.id == done.id)


def _replace(run: Run, asked: Asked) -> None:
    """In the place of what was asked on that account."""
    run.awaited = (*(one for one in run.awaited if one.account != asked.account), asked)


def has_asked(run: Run) -> bool:
    """Is a question of ours open that wants an answer?"""
    return run.pending is not None and run.pending.kind != "offer"


def insists(run: Run) -> bool:
    """Would that question be asked again, whatever else was said?"""
    pending = run.pending
    return (
        pending is not None
        and pending.kind != "offer"
        and run.flow_of(run.frames[pending.depth]).interrupt != "replace"
    )


def _now(run: Run) -> datetime:
    return datetime.fromisoformat(str(run.facts["now"]))
