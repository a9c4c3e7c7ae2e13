"""Plain values put into the mappings of a YAML text, in the style of what was there, so that what is equal stays.

What an alias shares with an earlier place is written out where it changes: the place it came from keeps its own.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import ScalarString

_STEPS = "steps"  # new keys of a flow stand above them


def put(target: CommentedMap, values: dict[str, Any], shared: Container[int] = ()) -> bool:
    """Set these keys; None takes one away. True if anything is different now. `shared`: ids of what aliases share."""
    changed = False
    for key, value in values.items():
        if value is None and key in target:
            del target[key]
            changed = True
        elif value is not None and (key not in target or target[key] != value):
            _put(target, key, value, shared)
            changed = True
    return changed


def styled(value: Any) -> Any:
    """New mappings and lists on one line, as long as nothing in them has parts of its own."""
    if isinstance(value, dict):
        fresh: Any = CommentedMap({key: styled(inner) for key, inner in value.items()})
    elif isinstance(value, list):
        fresh = CommentedSeq([styled(inner) for inner in value])
    else:
        return value
    parts = fresh.values() if isinstance(value, dict) else fresh
    if any(isinstance(inner, CommentedMap | CommentedSeq) for inner in parts):
        fresh.fa.set_block_style()
    else:
        fresh.fa.set_flow_style()
    return fresh


def containers(value: Any) -> Iterator[int]:
    """The ids of all mappings and lists in a value, itself included."""
    if isinstance(value, dict | list):
        yield id(value)
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


def _put(target: CommentedMap, key: str, value: Any, shared: Container[int]) -> None:
    old = target.get(key)
    if id(old) in shared:
        target[key] = styled(value)
    elif isinstance(old, CommentedMap) and isinstance(value, dict):
        put(old, {**dict.fromkeys(old), **value}, shared)
    elif isinstance(old, CommentedSeq) and isinstance(value, list):
        _refill(old, value, shared)
    elif key not in target and _STEPS in target:
        target.insert(list(target).index(_STEPS), key, styled(value))
    elif isinstance(old, ScalarString) and isinstance(value, str) and "\n" not in value:
        target[key] = type(old)(value)
    else:
        target[key] = styled(value)


def _refill(old: CommentedSeq, value: list[Any], shared: Container[int]) -> None:
    """Entries that are there already stay as they are written, with their comments; new ones look like them."""
    on_one_line = any(isinstance(one, CommentedMap) and one.fa.flow_style() is True for one in old)
    left, places, fresh = dict(enumerate(old)), {}, []
    for at, wanted in enumerate(value):
        found = next((place for place, one in left.items() if _is_same(one, wanted)), None)
        if found is None:
            fresh.append(_entry(wanted, on_one_line=on_one_line))
            continue
        places[found] = at
        fresh.append(_changed(left.pop(found), wanted, shared))
    comments = {places[place]: told for place, told in old.ca.items.items() if place in places}
    old.clear()
    old.extend(fresh)
    old.ca.items.update(comments)


def _is_same(one: Any, wanted: Any) -> bool:
    if isinstance(one, dict) and isinstance(wanted, dict) and "id" in wanted:
        return bool(one.get("id") == wanted["id"])
    return bool(one == wanted)


def _changed(one: Any, wanted: Any, shared: Container[int]) -> Any:
    if one == wanted:
        return one
    if id(one) in shared:
        return styled(wanted)
    put(one, {**dict.fromkeys(one), **wanted}, shared)
    return one


def _entry(wanted: Any, *, on_one_line: bool) -> Any:
    fresh = styled(wanted)
    if on_one_line and isinstance(fresh, CommentedMap):
        fresh.fa.set_flow_style()
    return fresh
