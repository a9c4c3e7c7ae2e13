"""What differs between two versions of a flow, as a person would tell it: step by step, key by key."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from dialogs.yaml_text import parsed, plain


class Difference(NamedTuple):
    """`step` is empty for what belongs to the flow as a whole; `before` and `after` are values, or None."""

    what: Literal["added", "removed", "changed", "moved"]
    step: str
    key: str = ""
    before: Any = None
    after: Any = None


def differences(old: str, new: str) -> list[Difference]:
    """In the order of the new flow. Raises FlowProblem where one of them is no YAML."""
    before, after = _flow(old), _flow(new)
    return [*_keys("", _head(before), _head(after)), *_steps(before, after)]


def lines(old: str, new: str, *, names: tuple[str, str] = ("before", "after")) -> list[str]:
    """The same as a unified diff of the texts."""
    return list(difflib.unified_diff(old.splitlines(), new.splitlines(), *names, lineterm=""))


def _flow(text: str) -> Mapping[str, Any]:
    value = plain(parsed(text, "flow"), "flow") if text else {}
    return value if isinstance(value, dict) else {}


def _head(flow: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in flow.items() if key != "steps"}


def _by_id(flow: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    steps = flow.get("steps")
    listed = steps if isinstance(steps, list) else []
    return {str(step.get("id")): step for step in listed if isinstance(step, dict)}


def _steps(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    before, after = _by_id(old), _by_id(new)
    moved = _moved([step for step in before if step in after], [step for step in after if step in before])
    for step, value in after.items():
        if step not in before:
            yield Difference("added", step, after=value)
            continue
        if step in moved:
            yield Difference("moved", step)
        yield from _keys(step, before[step], value)
    yield from (Difference("removed", step, before=value) for step, value in before.items() if step not in after)


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest steps that must have been moved."""
    kept: set[str] = set()
    for block in difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        kept |= set(after[block.b : block.b + block.size])
    return set(after) - kept


def _keys(step: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for key, value in after.items():
        if key not in before:
            yield Difference("added", step, key, after=value)
        elif before[key] != value:
            yield Difference("changed", step, key, before[key], value)
    yield from (Difference("removed", step, key, before=value) for key, value in before.items() if key not in after)
