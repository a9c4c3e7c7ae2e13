"""The kinds of steps: one file each, all on this list.

A kind is a module with `KIND`, `read(entry, common) -> its Step`, `perform(step, run)`; those that ask also have
`answer(step, run, heard)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from dialogs.entry import Entry
from dialogs.flow import Step
from dialogs.run import Run
from dialogs.steps import ask, branch, call, choose, do, end, handoff, say, set_vars, wait
from dialogs.steps.common import Common


class Kind(Protocol):
    KIND: str

    def read(self, entry: Entry, common: Common) -> Step: ...

    def perform(self, step: Any, run: Run) -> None: ...


_KINDS: tuple[Kind, ...] = (say, ask, choose, branch, set_vars, do, call, wait, handoff, end)
KINDS: Mapping[str, Kind] = {kind.KIND: kind for kind in _KINDS}
