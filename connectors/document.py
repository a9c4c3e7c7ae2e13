"""The JSON of a webhook, as far as it can be had: half an emoji, a NUL or a body that ends early spoils little."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import Any

import msgspec

DEEPEST = 64  # providers nest eight deep; what is far deeper would break those who store or show it later
_HALF_A_PAIR = re.compile(
    r"\\u[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89aAbB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
SHOWN = 4000  # characters kept of what is not JSON


def document(body: bytes) -> Any:
    """The value, or the beginning of the body as text where it is none."""
    body = without_nul(body.removeprefix(BOM_UTF8))
    try:
        return _decoded(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return _decoded(mended(body))
    except (msgspec.DecodeError, RecursionError):
        return body[:SHOWN].decode(errors="replace").replace("\x00", "")


def without_nul(body: bytes) -> bytes:
    """The same JSON with no NUL in its texts: databases refuse it."""
    return _NUL.sub(rb"\1", body) if b"\\u0000" in body else body


def mended(body: bytes) -> bytes:
    """A title cut in the middle of an emoji leaves half a surrogate pair: one odd letter, not one lost batch."""
    return _HALF_A_PAIR.sub(r"\\ufffd", body.decode(errors="replace")).encode()


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
