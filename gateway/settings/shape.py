"""Has a configuration the shape of the settings: known names, values of the right kind? Every fault, not the first."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from gateway.settings.document import Fault, Path_, did_you_mean

SECRET = frozenset({"password", "secret", "token", "hook_token", "database", "redis", "key"})  # never shown
WANTED = {int: "a whole number", str: "text", bool: "true or false", float: "a number"}


def faults(shape: type[msgspec.Struct], given: Any, path: Path_ = ()) -> Iterator[Fault]:
    """What does not fit `shape`, deep down."""
    if not isinstance(given, dict):
        yield Fault(path, f"is {_seen(given, path)}. Write settings below it, or leave it out")
        return
    fields = {one.encode_name: one for one in msgspec.structs.fields(shape)}
    hints = get_type_hints(shape)
    for key, value in given.items():
        if key not in fields:
            yield Fault((*path, key), f"is not a setting. {did_you_mean(key, fields)}")
        else:
            yield from _value(hints[fields[key].name], value, (*path, key))
    for key, one in fields.items():
        if one.required and key not in given:
            yield Fault((*path, key), "is missing. Add it")


def _value(wanted: Any, value: Any, path: Path_) -> Iterator[Fault]:
    choices = [one for one in get_args(wanted) if one is not NoneType]
    if get_origin(wanted) is UnionType:
        if value is not None:
            yield from _value(choices[0], value, path)
    elif _is_block(wanted):
        yield from faults(wanted, value, path)
    elif get_origin(wanted) is dict and isinstance(value, dict):
        if not _is_block(choices[-1]):
            return  # accounts, which are checked where they are understood
        for name, one in value.items():
            yield from faults(choices[-1], one, (*path, name))
    elif get_origin(wanted) is tuple and isinstance(value, list):
        for number, one in enumerate(value):
            yield from _value(choices[0], one, (*path, number))
    else:
        try:
            msgspec.convert(value, wanted, strict=False)
        except msgspec.ValidationError:
            yield Fault(path, f"is {_seen(value, path)}. Write {_expected(wanted)}")


def _is_block(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, msgspec.Struct)


def _expected(wanted: Any) -> str:
    if get_origin(wanted) is Literal:
        return " or ".join(map(str, get_args(wanted)))
    if get_origin(wanted) is tuple:
        return "a list, such as [fr, en]"
    if get_origin(wanted) is dict:
        return "an entry for each, such as `accounts: {sms: {…}}`"
    return WANTED.get(wanted, "another value")


def _seen(value: Any, path: Path_) -> str:
    match value:
        case None:
            return "empty"
        case dict():
            return "a block of settings"
        case list():
            return "a list"
        case _:
            return "a single value" if path and path[-1] in SECRET else repr(value)
