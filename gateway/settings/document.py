"""A configuration file as it was written: its values with `${NAME}` filled in, and the line each stands on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from gateway.ground.faults import ConfigurationFault

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOGIN = re.compile(r"[A-Za-z][\w+.-]*://[^/?#]*@")  # user:password of a URL

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the value at `path`; the text says what was seen and what to do, and holds no secret."""

    path: Path_
    text: str


@dataclass(frozen=True)
class Document:
    """`values` are plain; `faults` are the variables that are not set."""

    file: Path
    tree: Any
    values: dict[str, Any]
    faults: list[Fault]

    @classmethod
    def read(cls, file: Path, environment: Mapping[str, str]) -> Document:
        """Raises ConfigurationFault where it cannot be read at all."""
        tree = _parse(file)
        if tree is None:
            tree = {}
        if not isinstance(tree, dict):
            raise ConfigurationFault(
                f"{file}:1: holds a {_kind(tree)}. Write settings, such as `brand:` and `accounts:`"
            )
        faults: list[Fault] = []
        return cls(file, tree, _fill(tree, environment, (), faults), faults)

    def line(self, fault: Fault) -> str:
        """The fault as one line, with the nearest place in the file."""
        number = _line(self.tree, fault.path)
        where = f"{self.file}:{number}" if number else str(self.file)
        return f"{where}: {_spelled(fault.path)}: {fault.text}"


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """A hint for what was mistyped; what there is, where nothing is close."""
    names = sorted(known)
    close = difflib.get_close_matches(given, names, 1, 0.6)
    return f"Did you mean {close[0]}?" if close else f"Known are {', '.join(names)}"


def _parse(file: Path) -> Any:
    try:
        return YAML(typ="rt", pure=True).load(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationFault(f"{file}: cannot be read ({error.strerror}). Name another with --config") from None
    except UnicodeDecodeError as error:
        raise ConfigurationFault(f"{file}: not UTF-8 at byte {error.start}. Save it as UTF-8") from None
    except DuplicateKeyError as error:
        name = re.search(r'duplicate key "([^"]*)"', str(error.problem))
        first = f", first on line {error.context_mark.line + 1}" if error.context_mark else ""
        text = f"{name[1] if name else 'a key'} is here twice in one block{first}. Keep one of them"
        raise ConfigurationFault(f"{file}{_mark(error)}: {text}") from None
    except MarkedYAMLError as error:
        raise ConfigurationFault(f"{file}{_mark(error)}: not YAML: {_unreadable(error)}") from None
    except YAMLError as error:
        raise ConfigurationFault(f"{file}: not YAML: {str(error).splitlines()[0]}") from None


def _mark(error: MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f":{mark.line + 1}" if mark else ""


def _unreadable(error: MarkedYAMLError) -> str:
    seen = str(error.problem or error.context)
    if "'\\t'" in seen:
        return "a tab stands where the line begins. Indent with spaces"
    if "mapping values are not allowed" in seen:
        return "a colon where none may be. Quote the text, or check the indentation"
    return f"{seen}. Check quotes and indentation around this line"


def _fill(value: Any, environment: Mapping[str, str], path: Path_, faults: list[Fault]) -> Any:
    """Plain values, `${NAME}` replaced; what is not set is a fault."""
    match value:
        case dict():
            return {str(key): _fill(one, environment, (*path, str(key)), faults) for key, one in value.items()}
        case list():
            return [_fill(one, environment, (*path, i), faults) for i, one in enumerate(value)]
        case str():
            faults += [_unset(path, name) for name in _VARIABLE.findall(value) if name not in environment]
            return _filled(value, environment)
        case bool() | None:
            return value
        case int():
            return int(value)
        case float():
            return float(value)
        case _:
            return str(value)


def _filled(text: str, environment: Mapping[str, str]) -> str:
    """Within the login of a URL a value is spelled as URLs spell it: a password may hold any sign, `@` and `/` too.

    >>> _filled("redis://:${P}@cache/0?name=${P}", {"P": "a@b"})
    'redis://:a%40b@cache/0?name=a@b'
    """
    login = _LOGIN.match(text)
    end = login.end() if login else 0
    spelled = _VARIABLE.sub(lambda found: quote(environment.get(found[1], ""), safe=""), text[:end])
    return spelled + _VARIABLE.sub(lambda found: environment.get(found[1], ""), text[end:])


def _unset(path: Path_, name: str) -> Fault:
    if not _NAME.fullmatch(name):
        return Fault(path, f"${{{name}}} is no name of a variable. Write letters, digits and underscores")
    return Fault(path, f"the environment has no {name}. Set it, or write the value here")


def _line(tree: Any, path: Path_) -> int | None:
    """The line of the deepest part of the path that the file has, from 1."""
    number = None
    for step in path:
        position = _position(tree, step)
        if position is None:
            break
        number = position + 1
        tree = tree[_own_key(tree, step)]
    return number


def _position(tree: Any, step: str | int) -> int | None:
    key, places = _own_key(tree, step), getattr(tree, "lc", None)
    if key is None or places is None:
        return None
    line, _ = places.key(key) if isinstance(tree, dict) else places.item(key)
    return int(line)


def _own_key(tree: Any, step: str | int) -> Any:
    """The key as the file has it: `8080:` is a number there."""
    if isinstance(tree, dict):
        return next((key for key in tree if str(key) == step), None)
    return step if isinstance(tree, list) and isinstance(step, int) and step < len(tree) else None


def _spelled(path: Path_) -> str:
    """accounts.wa.rate, agents[0].email"""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def _kind(value: Any) -> str:
    return "list" if isinstance(value, list) else "single value"
