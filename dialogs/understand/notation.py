"""How phrases are written down: (a | b) one of them, [a] perhaps, word~ perhaps with a last s, r, z or nt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

ENDINGS = ("", "s", "r", "z", "nt")
_TOKEN = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
_MOST = 4000  # phrases that one line may stand for: more is a mistake in writing it

Words = tuple[str, ...]


def spelled_out(line: str) -> list[Words]:
    """Every phrase that a line without names stands for. Raises ValueError where a bracket is missing."""
    tokens = _TOKEN.findall(line)
    phrases, at = _choice(tokens, 0)
    if at != len(tokens):
        raise ValueError(f'"{line[:60]}": a bracket closes that was never opened')
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))


def _choice(tokens: list[str], at: int) -> tuple[list[Words], int]:
    """Alternatives up to the closing bracket or the end."""
    found, at = _sequence(tokens, at)
    while at < len(tokens) and tokens[at] == "|":
        more, at = _sequence(tokens, at + 1)
        found = found + more
    return found, at


def _sequence(tokens: list[str], at: int) -> tuple[list[Words], int]:
    parts: list[list[Words]] = []
    while at < len(tokens) and tokens[at] not in ("|", ")", "]"):
        if tokens[at] in ("(", "["):
            opened = tokens[at]
            inner, at = _choice(tokens, at + 1)
            if at == len(tokens):
                raise ValueError(f'"{" ".join(tokens)[:60]}": a bracket never closes')
            parts.append(inner if opened == "(" else [(), *inner])
        else:
            parts.append([(word,) for word in forms(tokens[at])])
        at += 1
    combined = [sum(chosen, ()) for chosen in product(*parts)]
    if len(combined) > _MOST:
        raise ValueError(f'"{" ".join(tokens)[:60]}" stands for {len(combined)} phrases; write fewer brackets')
    return combined, at


def forms(word: str) -> Iterator[str]:
    if not word.endswith("~"):
        yield word
        return
    yield from (word[:-1] + ending for ending in ENDINGS)
