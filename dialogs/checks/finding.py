"""One thing that a check found: in which step (None: the flow itself), and what is wrong and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple

from dialogs.flow import Step


class Finding(NamedTuple):
    step: Step | None
    text: str


def close(name: str, known: Iterable[str]) -> str:
    """ " Did you mean …?", where one is near."""
    found = difflib.get_close_matches(name, list(known), 1)
    return f' Did you mean "{found[0]}"?' if found else ""
