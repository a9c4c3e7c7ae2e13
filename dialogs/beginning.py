"""Beginning a flow for what a customer said: with what they said along with it, in the language they said it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.correction import CORRECT, go_back
from dialogs.flow import Flow
from dialogs.run import Run
from dialogs.tuning import tune
from dialogs.understand.lexicon import Found
from dialogs.understand.topics import find_topic
from dialogs.understand.words import fold


def begin(
    run: Run, name: str, args: Mapping[str, Any], language: str | None = None, *, understood: bool = True,
    guess: bool = True,
) -> bool:  # fmt: skip
    flow = run.catalog.flows[name]
    if understood:
        run.misses = 0
    if name == CORRECT and go_back(run):
        return True
    if understood and (guess or language is not None):
        tune(run, language, only_now=flow.underway == "keep")
    if run.pending is not None and run.pending.kind == "offer" and flow.underway != "keep":
        run.pending = None
    run.enter(name, args)
    return True


def already_said(run: Run, found: Found) -> Mapping[str, Any]:
    """Said in the middle of the same flow, a command corrects ("no, twice a month") and leaves the rest as it was."""
    return run.top.vars if found.args and run.frames and run.top.flow == found.flow else {}


def argument(run: Run, flow: Flow, text: str) -> dict[str, Any]:
    """What came along with a button, as the var that takes it wants it."""
    name = flow.start.argument
    if not text or name is None:
        return {}
    if flow.vars[name] != "topic":
        return {name: text}
    topic = find_topic(fold(text), run.topics())
    return {name: dict(topic)} if topic else {}
