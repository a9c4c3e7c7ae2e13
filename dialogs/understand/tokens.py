"""A text as tokens: words as they are compared, numbers, times of day, dates, and where a clause ends.

Unlike `fold`, which compares whole messages, this keeps what punctuation says: "9:30" is a time, "15/12" a date, "2/s"
two in a week, and a comma parts two wishes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from dialogs.understand.words import LIGATURES, LONGEST

Kind = Literal["word", "number", "ordinal", "clock", "date", "per", "dash", "end"]

_TOKEN = re.compile(
    r"""
    (?P<clock>(?<![\d.,])(?:
        (?P<hour>\d{1,2})\s?(?:h(?:eures?)?|:)\s?(?P<minute>\d{2})(?!\d)(?:\s?(?P<half>[ap])\.?\s?m(?![a-z])\.?)?
      | (?P<hour2>\d{1,2})(?:\.(?P<minute2>\d{2}))?\s?(?P<half2>[ap])\.?\s?m(?![a-z])\.?
      | (?P<hour3>\d{1,2})\s?(?:(?P<sign>h(?:eures?|rs?)?)(?![a-z0-9])|o\s?clock\b)
    ))
  | (?P<date>(?<![\d/])(?:(?P<year>20\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})
      | (?P<day2>\d{1,2})/(?P<month2>\d{1,2})(?:/(?P<year2>20\d{2}|\d{2}))?)(?![\d/]))
  | (?P<ordinal>\d{1,2})(?:st|nd|rd|th|ere?|e|eme)(?![a-z])
  | (?P<number>\d+)
  | (?P<word>[^\W\d_]+)
  | (?P<per>/)(?=\s?[a-z])
  | (?P<dash>(?<=[\w])\s?[-\u2013]\s?(?=\w))
  | (?P<plus>\+|&)
  | (?P<end>[,;.!?:()\n\u2026\u2013\u2014]|\s-\s)
    """,
    re.VERBOSE,
)
_APOSTROPHES = re.compile("['\u2019\u2018`\u00b4\u02bc]")
_MOST_DIGITS = 6


class Token(NamedTuple):
    """`value`: a number; of a clock hour, minute or None, "a" | "p" | "h" | ""; of a date year or None, month, day."""

    kind: Kind
    word: str
    value: Any = None


def tokens(text: str) -> list[Token]:
    """Never more than its first LONGEST characters hold."""
    return [_token(found) for found in _TOKEN.finditer(_APOSTROPHES.sub(" ", plain(text)))]


def plain(text: str) -> str:
    """Small letters without accents; punctuation stays."""
    text = text[:LONGEST].casefold()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})


def words_of(found: list[Token]) -> Iterator[str]:
    return (token.word for token in found if token.kind != "end")


def _token(found: re.Match[str]) -> Token:
    kind, word = found.lastgroup or "end", found[0]
    named = found.groupdict()
    if named["clock"] is not None:
        return Token("clock", word, _clock(named))
    if named["date"] is not None:
        return Token("date", word, _date(named))
    match kind:
        case "ordinal":
            return Token("ordinal", word, int(named["ordinal"]))
        case "number":
            return Token("number", word, int(word[:_MOST_DIGITS]))
        case "plus":
            return Token("word", "plus" if word == "+" else "and")
        case "per" | "dash" | "word":
            return Token(kind, word.strip())
        case _:
            return Token("end", word.strip() or ",")


def _clock(named: dict[str, str | None]) -> tuple[int, int | None, str]:
    hour = named["hour"] or named["hour2"] or named["hour3"] or "0"
    minute = named["minute"] or named["minute2"]
    sign = "h" if named["sign"] or named["minute"] else ""
    return int(hour), int(minute) if minute else None, named["half"] or named["half2"] or sign


def _date(named: dict[str, str | None]) -> tuple[int | None, int, int]:
    year = named["year"] or named["year2"]
    month, day = named["month"] or named["month2"] or "0", named["day"] or named["day2"] or "0"
    return (int(year) + (2000 if len(year) == 2 else 0) if year else None), int(month), int(day)
