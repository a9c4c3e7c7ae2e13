"""Editing a flow's text by what changes, not by its letters: the lines of a step are written anew, all others stay.

So what nobody touched stays byte for byte as somebody wrote it, comments and odd spaces included, and an edit that
changes nothing gives back the very text. Where lines cannot be told apart (a flow on one line, as JSON) the whole is
written anew: whatever the style, the text always says what the edit asked for, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ruamel.yaml.comments import CommentedMap

from dialogs import flow_lines
from dialogs.errors import FlowProblem
from dialogs.yaml_text import parsed, plain
from dialogs.yaml_values import containers, put, styled


class EditRefused(Exception):
    """Nothing was changed: says which step or key is not there, or there already."""


def edit(text: str, step: str, values: dict[str, Any]) -> str:
    """Set these keys of a step, or of the flow itself where `step` is empty; None takes a key away.

    Raises EditRefused or FlowProblem.
    """
    flow = _flow(text)
    if not step:
        return _edit_head(text, flow, values)
    place, wanted = _place(flow, step), plain(flow, "draft")
    if not _put(flow, place, values):
        return text
    wanted["steps"][place] = plain(flow, "draft")["steps"][place]
    if plain(flow, "draft") != wanted:  # an alias elsewhere would change along
        text = _written_out(text)
        flow = _flow(text)
        _put(flow, place, values)
    return _said(text, flow, lambda: flow_lines.step_written(text, flow, place), wanted)


def _put(flow: Any, place: int, values: dict[str, Any]) -> bool:
    return put(flow["steps"][place], values, frozenset(containers(flow["steps"][:place])))


def add(text: str, values: dict[str, Any], after: str | None) -> str:
    """Put a new step behind another, or first. Raises EditRefused or FlowProblem."""
    flow = _flow(text)
    if any(str(step.get("id")) == str(values.get("id")) for step in flow["steps"]):
        raise EditRefused(f'there is a step "{values.get("id")}" already')
    place = 0 if after is None else _place(flow, after) + 1
    like = flow["steps"][max(place - 1, 0)]
    fresh = CommentedMap({key: styled(value) for key, value in values.items()})
    if like.fa.flow_style() is True:
        fresh.fa.set_flow_style()
    else:
        fresh.fa.set_block_style()
    flow["steps"].insert(place, fresh)
    return _said(text, flow, lambda: flow_lines.step_inserted(text, fresh, place))


def remove(text: str, step: str) -> str:
    """Take a step away, with the comments above it. Raises EditRefused or FlowProblem."""
    flow = _flow(text)
    place = _place(flow, step)
    if len(flow["steps"]) == 1:
        raise EditRefused("a flow has at least one step")
    del flow["steps"][place]
    return _said(text, flow, lambda: _with_anchors(text, lambda whole: flow_lines.step_removed(whole, place)))


def move(text: str, step: str, after: str | None) -> str:
    """Put a step, with the comments above it, behind another, or first. Raises EditRefused or FlowProblem."""
    if step == after:
        raise EditRefused("a step does not follow itself")
    flow = _flow(text)
    place = _place(flow, step)
    behind = None if after is None else _place(flow, after)
    to = 0 if behind is None else behind + (behind < place)
    if to == place:
        return text
    flow["steps"].insert(to, flow["steps"].pop(place))
    return _said(text, flow, lambda: _with_anchors(text, lambda whole: flow_lines.step_moved(whole, place, behind)))


def _said(text: str, flow: Any, by_lines: Callable[[], str], wanted: Any = None) -> str:
    """The text that says what is wanted, which is what this flow says: by lines, and where they do not, as a whole."""
    wanted = plain(flow, "draft") if wanted is None else wanted
    for way in (by_lines, lambda: flow_lines.dumped(flow, text)):
        fresh = _ended_as(text, way())
        if _says(fresh, wanted):
            return fresh
    return _ended_as(text, flow_lines.dumped(styled(wanted), text))


def _says(text: str, wanted: Any) -> bool:
    try:
        return bool(plain(parsed(text, "draft"), "draft") == wanted)
    except FlowProblem:
        return False


def _ended_as(text: str, fresh: str) -> str:
    """With the ends of lines that the text has."""
    if not text.endswith("\n"):
        fresh = fresh.removesuffix("\n")
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):
        fresh = re.sub("(?<!\r)\n", "\r\n", fresh)
    return fresh


def _with_anchors(text: str, change: Callable[[str], str]) -> str:
    """The changed text; where that parts an alias from its anchor, all aliases are written out before."""
    fresh = change(text)
    if "&" in text:
        try:
            parsed(fresh, "draft")
        except FlowProblem:
            return change(_written_out(text))
    return fresh


def _written_out(text: str) -> str:
    flow = _flow(text)
    for place, step in enumerate(flow["steps"]):
        earlier = set(containers(flow["steps"][:place]))
        for key, value in step.items():
            if not earlier.isdisjoint(containers(value)):
                step[key] = styled(plain(value, "draft"))
        text = flow_lines.step_written(text, flow, place)
    return text


def _flow(text: str) -> Any:
    flow = parsed(text, "draft")
    steps = flow.get("steps") if isinstance(flow, dict) else None
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise FlowProblem("draft", 1, 'has no list of "steps"; mend the text first')
    return flow


def _place(flow: Any, step: str) -> int:
    for place, one in enumerate(flow["steps"]):
        if str(one.get("id")) == step:
            return place
    raise EditRefused(f'there is no step "{step}"')


def _edit_head(text: str, flow: Any, values: dict[str, Any]) -> str:
    """Key by key: what stands beside one stays as it is."""
    if "steps" in values or "flow" in values:
        raise EditRefused("the steps and the name of a flow are not set as a whole")
    for key, value in values.items():
        text = _with_key(text, flow, key, value)
        flow = _flow(text)
    return text


def _with_key(text: str, flow: Any, key: str, value: Any) -> str:
    steps = plain(flow, "draft")["steps"]
    if not put(flow, {key: value}):
        return text
    return _said(text, flow, lambda: flow_lines.key_written(text, flow, key), {**plain(flow, "draft"), "steps": steps})
