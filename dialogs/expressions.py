"""Expressions: CEL (https://cel.dev), compiled when a flow is loaded.

Only the names that an expression mentions are looked up: handing CEL all the facts costs sixty microseconds, handing it
one costs three. A bare path (`vars.topic.name`), by far the most frequent, is walked in Python with the same meaning.
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
_CONSTANTS = {"true", "false", "null", "in"}
_BOUND = re.compile(r"\.(?:all|exists|exists_one|filter|map)\(\s*(\w+)\s*,")  # names that a macro brings itself
_CEL_ERRORS = (KeyError, IndexError, TypeError, ValueError, RuntimeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Expression:
    source: str
    names: frozenset[str]  # the roots it reads
    _path: tuple[str, ...]
    _program: Any

    def value(self, lookup: Lookup) -> Any:
        """Its value, with names found by `lookup`. Raises ExpressionFailure."""
        if self._path:
            return self._walk(lookup)
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

    def _walk(self, lookup: Lookup) -> Any:
        value = lookup(self._path[0])
        for key in self._path[1:]:
            if not isinstance(value, Mapping) or key not in value:
                raise ExpressionFailure(f'"{self.source}" has no value: no "{key}"')
            value = value[key]
        if value is None and len(self._path) == 1:
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
    path = tuple(source.split(".")) if _PATH.fullmatch(source) and source not in _CONSTANTS else ()
    program = cel.compile(source)
    bound = set(_BOUND.findall(source))
    return Expression(source, frozenset(set(program.variables()) - bound), path, program)
