"""When a channel cannot show it: text in parts, labels cut short, choices as numbered text. Pure.

The ladder for choices is native buttons, list, quick replies, numbered text; each connector says how far it can climb.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from connectors.content import Choices, Option, Template

Measure = Callable[[str], int]

_SENTENCE_END = re.compile(r"[.!?…]+[\"')»\]]*\s+|\n+")
_UNREAD = re.compile(r"header|button\.\d+")  # parameters of a template that are no words of its body
_JOINER = "\u200d"
_FIRST_FLAG, _LAST_FLAG = 0x1F1E6, 0x1F1FF
# What never stands alone and is no mark to Unicode: a "non-joiner", skin tones, tags of flags, Korean vowels and tails
_EXTENDING = (range(0x200C, 0x200D), range(0x1F3FB, 0x1F400), range(0xE0020, 0xE0080), range(0x1160, 0x1200))
ELLIPSIS = "…"
LONGEST_GRAPHEME = 64  # code points of one that we look ahead for


def graphemes(text: str) -> list[str]:
    """What a reader takes for single characters: joined emoji, flags and accents stay whole (UAX #29, in short)."""
    clusters: list[str] = []
    for character in text:
        if clusters and _belongs(clusters[-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def split_text(text: str, limit: int, *, measure: Measure = len) -> list[str]:
    """The text in parts of at most `limit`, cut after a sentence, else a word, else a grapheme; none is blank.

    >>> split_text("One. Two three.", 9)
    ['One.', 'Two', 'three.']
    """
    if measure(text) <= limit:
        return [text]
    parts: list[str] = []
    rest = text.strip()
    while measure(rest) > limit:
        cut = _cut(rest, limit, measure)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest or not parts else parts


def utf16(text: str) -> int:
    """The length as JavaScript and most providers count it: two for an emoji.

    >>> utf16("é"), utf16("😀")
    (1, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(label: str, limit: int, *, measure: Measure = len) -> str:
    """The label within `limit`, ending in … where something was cut.

    >>> shorten("Once a week", 8)
    'Once a…'
    """
    if measure(label) <= limit:
        return label
    kept = graphemes(label)
    while kept and measure("".join(kept).rstrip() + ELLIPSIS) > limit:
        kept.pop()
    return "".join(kept).rstrip() + ELLIPSIS


def as_numbered(choices: Choices, language: str = "en") -> tuple[str, tuple[Option, ...]]:
    """Choices as text, and what each number stands for. Links are shown, not numbered.

    >>> as_numbered(Choices(body="How often?", options=(Option(id="w", label="Weekly"),)))[0]
    'How often?\\n1. Weekly'
    """
    answers = tuple(option for option in choices.options if option.url is None)
    lines = [choices.header, choices.body]
    lines += [f"{number}. {_described(option)}" for number, option in enumerate(answers, 1)]
    lines += [f"{option.label} : {option.url}" if language == "fr" else f"{option.label}: {option.url}"
              for option in choices.options if option.url is not None]  # fmt: skip
    lines.append(choices.footer)
    return "\n".join(line for line in lines if line), answers


def template_words(template: Template) -> str:
    """What an approved message tells this customer, where there are no such messages: its body's words, one a line.

    >>> template_words(Template(template_id="ready", params={"2": "Monday", "1": "Ann", "button.0": "OK"}))
    'Ann\\nMonday'
    """
    said = [name for name in template.params if not _UNREAD.fullmatch(name)]
    if all(name.isdecimal() for name in said):
        said.sort(key=int)
    return "\n".join(template.params[name] for name in said)


def _described(option: Option) -> str:
    return f"{option.label} - {option.description}" if option.description else option.label


def _belongs(cluster: str, character: str) -> bool:
    """Does this character extend the cluster before it?"""
    code = ord(character)
    if (
        character == _JOINER
        or unicodedata.category(character) in ("Mn", "Me", "Mc")
        or (code > 0xFF and any(code in extending for extending in _EXTENDING))
    ):
        return True
    if cluster == "\r":
        return character == "\n"
    if cluster[-1] == _JOINER:
        return True
    is_flag = _FIRST_FLAG <= code <= _LAST_FLAG
    return is_flag and len(cluster) == 1 and _FIRST_FLAG <= ord(cluster) <= _LAST_FLAG


def _cut(text: str, limit: int, measure: Measure) -> int:
    """Where to cut, in code points: as far as possible, at the best place."""
    fitting = _longest(text, limit, measure)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, fitting + 1) if found.end() <= fitting + 1]
    if ends and ends[-1] >= fitting // 2:
        return ends[-1]
    space = max(text.rfind(" ", 0, fitting + 1), text.rfind("\n", 0, fitting + 1))
    return space if space > 0 else fitting


def _longest(text: str, limit: int, measure: Measure) -> int:
    """The longest beginning of whole graphemes that fits; at least one of them. Measures only grow with the text."""
    ends = list(accumulate(len(cluster) for cluster in graphemes(text[: limit + LONGEST_GRAPHEME])))
    fitting = bisect_right(ends, limit, key=lambda end: measure(text[:end]))
    return ends[max(fitting, 1) - 1]
