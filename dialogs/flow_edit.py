"""Editing a flow's text by what changes, not by its letters: the lines of a step are written anew, all others stay.

So what nobody touched stays byte for byte as somebody wrote it, comments and odd spaces included, and an edit that
changes nothing gives back the very text.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from dialogs.errors import FlowProblem
from dialogs.yaml_text import parsed, plain
from dialogs.yaml_values import containers, put, styled

WIDTH = 4096  # lines are not folded


class EditRefused(Exception):
    """Nothing was changed: says which step or key is not there, or there already."""


class Span(NamedTuple):
    """Lines of a text, from 0, the last not included."""

    start: int
    end: int


def edit(text: str, step: str, values: dict[str, Any]) -> str:
    """Set these keys of a step, or of the flow itself where `step` is empty; None takes a key away.

    Raises EditRefused or FlowProblem.
    """
    flow = _flow(text)
    if not step:
        return _edit_head(text, flow, values)
    place = _place(flow, step)
    target = flow["steps"][place]
    if not put(target, values, frozenset(containers(flow["steps"][:place]))):
        return text
    return _rewritten(text, flow, str(target["id"]))


def add(text: str, values: dict[str, Any], after: str | None) -> str:
    """Put a new step behind another, or first. Raises EditRefused or FlowProblem."""
    flow = _flow(text)
    if any(str(step.get("id")) == str(values.get("id")) for step in flow["steps"]):
        raise EditRefused(f'there is a step "{values.get("id")}" already')
    place = 0 if after is None else _place(flow, after) + 1
    spans = _spans(text)
    like = flow["steps"][max(place - 1, 0)]
    fresh = _fragment([values], indent=_indent(text, spans), flow_style=like.fa.flow_style() is True)
    return _inserted(text, spans[place].start if place < len(spans) else spans[-1].end, fresh)


def remove(text: str, step: str) -> str:
    """Take a step away, with the comments above it. Raises EditRefused or FlowProblem."""
    return _with_anchors(text, lambda whole: _removed(whole, step))


def move(text: str, step: str, after: str | None) -> str:
    """Put a step, with the comments above it, behind another, or first. Raises EditRefused or FlowProblem."""
    if step == after:
        raise EditRefused("a step does not follow itself")
    return _with_anchors(text, lambda whole: _moved(whole, step, after))


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
        text = _rewritten(text, flow, str(step["id"]))
    return text


def _removed(text: str, step: str) -> str:
    flow = _flow(text)
    span = _spans(text)[_place(flow, step)]
    if len(flow["steps"]) == 1:
        raise EditRefused("a flow has at least one step")
    written = text.splitlines(keepends=True)
    return "".join(written[: span.start] + written[span.end :])


def _moved(text: str, step: str, after: str | None) -> str:
    flow = _flow(text)
    spans, written = _spans(text), _lines(text)
    span = spans[_place(flow, step)]
    target = spans[0].start if after is None else spans[_place(flow, after)].end
    if span.start <= target <= span.end:
        return text
    taken = written[span.start : span.end]
    if target > span.start:
        return "".join(written[: span.start] + written[span.end : target] + taken + written[target:])
    return "".join(written[:target] + taken + written[target : span.start] + written[span.end :])


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
    if "steps" in values or "flow" in values:
        raise EditRefused("the steps and the name of a flow are not set as a whole")
    if not put(flow, values):
        return text
    fresh = _dumped(flow)
    head, old = _before_steps(fresh), _before_steps(text)
    return fresh[:head] + text[old:]


def _before_steps(text: str) -> int:
    """Where the key "steps" begins."""
    line = parsed(text, "draft").lc.data["steps"][0]
    return sum(len(one) for one in text.splitlines(keepends=True)[:line])


def _rewritten(text: str, flow: Any, step: str) -> str:
    """The text with the lines of one step as the changed flow is written: its place is the same in both."""
    fresh = _dumped(flow)
    place = _place(flow, step)
    span, written = _own_lines(_spans(text)[place], _lines(text)), _lines(text)
    source = _own_lines(_spans(fresh)[place], _lines(fresh))
    return "".join(written[: span.start] + _lines(fresh)[source.start : source.end] + written[span.end :])


def _own_lines(span: Span, written: Sequence[str]) -> Span:
    """A step without the comments and empty lines above it."""
    start = span.start
    while start < span.end and _is_aside(written[start]):
        start += 1
    return Span(start, span.end)


def _is_aside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _spans(text: str) -> list[Span]:
    """The lines of each step: comments above it are its own, those behind the last step nobody's."""
    flow, written = parsed(text, "draft"), _lines(text)
    steps = flow["steps"]
    begins = [_comments_above(steps.lc.data[place][0], written) for place in range(len(steps))]
    after = [at for at, _ in (place[:2] for place in flow.lc.data.values()) if at > begins[-1]]
    end = min(after, default=len(written))
    while end > begins[-1] + 1 and _is_aside(written[end - 1]):
        end -= 1
    return [Span(start, stop) for start, stop in zip(begins, [*begins[1:], end], strict=True)]


def _comments_above(line: int, written: Sequence[str]) -> int:
    while line > 0 and written[line - 1].lstrip().startswith("#"):
        line -= 1
    return line


def _lines(text: str) -> list[str]:
    """With their ends; the last one has one too."""
    written = text.splitlines(keepends=True)
    if written and not written[-1].endswith("\n"):
        written[-1] += "\n"
    return written


def _indent(text: str, spans: Sequence[Span]) -> int:
    first = _lines(text)[_own_lines(spans[0], _lines(text)).start]
    return len(first) - len(first.lstrip())


def _inserted(text: str, line: int, fresh: str) -> str:
    written = _lines(text)
    return "".join([*written[:line], fresh, *written[line:]])


def _fragment(steps: list[dict[str, Any]], *, indent: int, flow_style: bool) -> str:
    """Steps as text, in the style of their neighbours."""
    yaml = _writer()
    listed = []
    for step in steps:
        mapping = CommentedMap({key: styled(value) for key, value in step.items()})
        if flow_style:
            mapping.fa.set_flow_style()
        else:
            mapping.fa.set_block_style()
        listed.append(mapping)
    out = io.StringIO()
    yaml.indent(mapping=2, sequence=2, offset=0)
    yaml.dump(listed, out)
    return "".join(" " * indent + line for line in out.getvalue().splitlines(keepends=True))


def _dumped(flow: Any) -> str:
    out = io.StringIO()
    _writer().dump(flow, out)
    return out.getvalue()


def _writer() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
