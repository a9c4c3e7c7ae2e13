"""The lines of a flow's text: which are a step's, which a key's, and the text with some of them written anew.

These trust the lines that the reader tells, and may be wrong about a style that they do not know: who calls them looks
at what came out (flow_edit).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from dialogs.yaml_text import parsed

WIDTH = 4096  # lines are not folded
_STEPS = "steps"


class Span(NamedTuple):
    """Lines of a text, from 0, the last not included."""

    start: int
    end: int


def step_written(text: str, flow: Any, place: int) -> str:
    """With the lines of that step as the changed flow has them; comments above it stay."""
    fresh = dumped(flow, text)
    span, source = (_own(_steps(one)[place], _lines(one)) for one in (text, fresh))
    return _replaced(text, span, _lines(fresh)[source.start : source.end])


def step_inserted(text: str, step: CommentedMap, place: int) -> str:
    spans = _steps(text)
    line = spans[place].start if place < len(spans) else spans[-1].end
    indent = " " * _offset(text)
    written = [indent + one for one in _lines(_dumped(CommentedSeq([step]), 0))]
    return _replaced(text, Span(line, line), written)


def step_removed(text: str, place: int) -> str:
    return _replaced(text, _steps(text)[place], [])


def step_moved(text: str, place: int, behind: int | None) -> str:
    """With that step behind another, or first."""
    spans, written = _steps(text), _lines(text)
    span, target = spans[place], spans[0].start if behind is None else spans[behind].end
    taken = written[span.start : span.end]
    if target > span.start:
        return "".join(written[: span.start] + written[span.end : target] + taken + written[target:])
    return "".join(written[:target] + taken + written[target : span.start] + written[span.end :])


def key_written(text: str, flow: Any, key: str) -> str:
    """With that key as the changed flow has it, or without it; a new one stands above the steps."""
    fresh, keys = dumped(flow, text), _keys(text)
    source = _keys(fresh).get(key)
    written = _lines(fresh)[source.start : source.end] if source else []
    if key in keys:
        return _replaced(text, keys[key], written)
    above = max((span.end for span in keys.values() if span.end <= keys[_STEPS].start), default=keys[_STEPS].start)
    return _replaced(text, Span(above, above), written)


def dumped(flow: Any, like: str) -> str:
    """The whole flow written anew, its lists set in as those of the text."""
    return _dumped(flow, _offset(like))


def _dumped(value: Any, offset: int) -> str:
    yaml, out = YAML(typ="rt"), io.StringIO()
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    yaml.dump(value, out)
    return out.getvalue()


def _offset(text: str) -> int:
    """How far the steps are set in."""
    steps = parsed(text, "draft")[_STEPS]
    line = _lines(text)[steps.lc.data[0][0]]
    lead = len(line) - len(line.lstrip(" "))
    return lead if line.lstrip(" ").startswith("-") else 2


def _replaced(text: str, span: Span, fresh: Sequence[str]) -> str:
    written = _lines(text)
    return "".join([*written[: span.start], *fresh, *written[span.end :]])


def _own(span: Span, written: Sequence[str]) -> Span:
    """A step without the comments and empty lines above it."""
    start = span.start
    while start < span.end and _is_aside(written[start]):
        start += 1
    return Span(start, span.end)


def _is_aside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _keys(text: str) -> dict[str, Span]:
    """The lines of each key of the flow, without what stands between it and the next."""
    flow, written = parsed(text, "draft"), _lines(text)
    begins = sorted((at[0], str(key)) for key, at in flow.lc.data.items())
    ends = [*(line for line, _ in begins[1:]), len(written)]
    return {key: Span(line, _trimmed(written, line, end)) for (line, key), end in zip(begins, ends, strict=True)}


def _steps(text: str) -> list[Span]:
    """The lines of each step: comments above it are its own, those behind the last step nobody's."""
    flow, written = parsed(text, "draft"), _lines(text)
    steps = flow[_STEPS]
    begins = [_comments_above(steps.lc.data[place][0], written) for place in range(len(steps))]
    after = [at for at, _ in (place[:2] for place in flow.lc.data.values()) if at > begins[-1]]
    end = _trimmed(written, begins[-1], min(after, default=len(written)))
    return [Span(start, stop) for start, stop in zip(begins, [*begins[1:], end], strict=True)]


def _trimmed(written: Sequence[str], start: int, end: int) -> int:
    while end > start + 1 and _is_aside(written[end - 1]):
        end -= 1
    return end


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
