"""A message of which one field is not what it should be: that field is left out, all others are read. Pure.

Telegram's own messages are as documented; programs that stand in for it write numbers as text, and null for what is
absent. Only what could not be read at once comes here: it costs several times as much.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from connectors.document import document

MOST = 20  # fields left out of one message; one with more is no message
_PLACE = re.compile(r"`\$\.(\w+(?:\.\w+)*)")  # as far as the first list in it


def spared(raw: bytes, wanted: type[msgspec.Struct]) -> bytes:
    """The same JSON without the fields that `wanted` cannot hold; msgspec.ValidationError where one is needed."""
    fields = _without_nulls(document(raw))
    for _ in range(MOST):
        try:
            read = msgspec.convert(fields, wanted, strict=False)
        except msgspec.ValidationError as error:
            fields = _without_place(fields, error)
        else:
            return msgspec.json.encode({**fields, **msgspec.to_builtins(read)})
    raise msgspec.ValidationError("hardly a field is as it should be")


def _without_place(fields: Any, error: msgspec.ValidationError) -> Any:
    place = _PLACE.search(str(error))
    if place is None:
        raise error
    return _without(fields, place[1].split("."))


def _without(fields: dict[str, Any], path: list[str]) -> dict[str, Any]:
    name, *deeper = path
    if deeper:
        return {**fields, name: _without(fields[name], deeper)}
    return {other: value for other, value in fields.items() if other != name}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value
