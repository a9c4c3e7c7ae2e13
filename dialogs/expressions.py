"""Expressions: CEL (https://cel.dev), compiled when a flow is loaded.

Only the names that an expression mentions are looked up: handing CEL all the facts costs sixty microseconds, handing it
one costs three. The most frequent ones (`vars.topic.name`, `has(vars.topic)`, `!terms.paused`) are walked in Python
with the same meaning.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dialogs.errors import ExpressionFailure

Lookup = Callable[[str], Any]  # a name's value; None where there is none

LONGEST = 500  # characters: a longer rule belongs into several steps
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_SIMPLE = re.compile(rf"(?P<no>!\s*)?(?:(?P<has>has\(\s*)(?P<asked>{_PATH.pattern})\s*\)|(?P<path>{_PATH.pattern}))")
_CONSTANTS = {"true", "false", "null", "in"}
_BOUND = re.compile(r"\.(?:all|exists|exists_one|filter|map)\(\s*(\w+)\s*,")  # names that a macro brings itself
_CEL_ERRORS = (KeyError, IndexError, TypeError, ValueError, RuntimeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Expression:
    source: str
    names: frozenset[str]  # the roots it reads
    _path: tuple[str, ...]
    _program: Any
    _asks: bool = False  # whether the path's end is there
    _negates: bool = False

    def value(self, lookup: Lookup) -> Any:
        """Its value, with names found by `lookup`. Raises ExpressionFailure."""
        if self._path:
            return self._simply(lookup)
        context = cel.Context()
        context.set_variable_resolver(lookup)
        try:
            return self._program.execute(context)
        except _CEL_ERRORS as error:
            raise ExpressionFailure(f'"{self.source}" has no value ({type(error).__name__})') from error

    def holds(self, lookup: Lookup) -> bool:
        """Its value, which must be true or false. Raises ExpressionFailure."""
        value = self.value(lookup)
        if not isinstance(value, bool):
            raise ExpressionFailure(f'"{self.source}" is neither true nor false but {type(value).__name__}')
        return value

    def _simply(self, lookup: Lookup) -> Any:
        if self._asks:
            before = self._walk(self._path[:-1], lookup)
            value = isinstance(before, Mapping) and self._path[-1] in before
        else:
            value = self._walk(self._path, lookup)
        if not self._negates:
            return value
        if not isinstance(value, bool):
            raise ExpressionFailure(f'"{self.source}" has no value: {type(value).__name__} is neither true nor false')
        return not value

    def _walk(self, path: tuple[str, ...], lookup: Lookup) -> Any:
        value = lookup(path[0])
        for key in path[1:]:
            if not isinstance(value, Mapping) or key not in value:
                raise ExpressionFailure(f'"{self.source}" has no value: no "{key}"')
            value = value[key]
        if value is None and len(path) == 1:
            raise ExpressionFailure(f'"{self.source}" has no value')
        return value


def _library() -> Any:
    """CEL without its command line, which would pull in a terminal toolkit of 25 MiB that no server needs."""
    sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))
    return importlib.import_module("cel")


cel = _library()


def compiled(source: str) -> Expression:
    """Compile once. Raises ValueError, which says what CEL did not understand."""
    source = source.strip()
    if not source or len(source) > LONGEST:
        raise ValueError(f"an expression has 1 to {LONGEST} characters, this one {len(source)}")
    program = cel.compile(source)
    names = frozenset(set(program.variables()) - set(_BOUND.findall(source)))
    simple = _SIMPLE.fullmatch(source)
    path = tuple((simple["asked"] or simple["path"]).split(".")) if simple else ()
    if simple is None or path[0] in _CONSTANTS or (simple["has"] and len(path) == 1):
        return Expression(source, names, (), program)
    return Expression(source, names, path, program, _asks=bool(simple["has"]), _negates=bool(simple["no"]))
