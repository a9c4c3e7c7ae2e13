"""The JSON of a webhook, as far as it can be had."""

from __future__ import annotations

import re
from typing import Any

import msgspec

DEEPEST = 64  # Meta nests eight deep; what is far deeper would break those who store or show it later
_HALF_A_PAIR = re.compile(
    r"\\u[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89aAbB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def document(body: bytes) -> Any:
    """The value, or the body as text where it is none."""
    try:
        return _decoded(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        text = body.decode(errors="replace")
    try:
        # a title cut in the middle of an emoji leaves half a surrogate pair: one odd letter, not one lost batch
        return _decoded(_HALF_A_PAIR.sub(r"\\ufffd", text).encode())
    except (msgspec.DecodeError, RecursionError):
        return text


def _decoded(body: bytes) -> Any:
    value = msgspec.json.decode(body)
    if body.count(b"[") + body.count(b"{") > DEEPEST and _is_deep(value):
        raise msgspec.DecodeError("nested too deeply")
    return value


def _is_deep(value: Any) -> bool:
    layer = [value]
    for _ in range(DEEPEST):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
