"""Chunks: items that belong together made one value. "pas avant | 9h", "le samedi et le dimanche", "2 fois par mois".

The patterns are regular expressions over kinds of items instead of letters, in the notation of the phrases, and `[…]*`
for any number of times. The first pattern that fits at a place wins, so the longer ones stand first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from dialogs.understand import spoken_dates as dates
from dialogs.understand import spoken_times as times
from dialogs.understand.vocabulary import Item

IGNORED = ("FILLER",)
_COMMANDS = ("NOT", "ONLY", "QUE", "DIGEST")
_SHORTHAND = frozenset((*_COMMANDS, "SHORTDAY", "DAY", "CLOCK"))  # "PAS LUN", "RECAP MER 10H": and nothing else
_FIRST_SIGN = 0x4E00  # kinds as letters of a large alphabet

# What stands for several kinds
_CLASSES = {
    "TIME": "(CLOCK | NOON | MIDNIGHT | NUMBER HOURS)",
    "LOOSE": "(CLOCK | NOON | MIDNIGHT | NUMBER [HOURS])",
    "COUNT": "(NUMBER | A | SOME)",
    "UNITS": "(UNIT | LETTER | HOURS)",
    "ANYDAY": "(DAY | SHORTDAY)",
    "UP": "(TO | A | AND | DASH | UNTIL | UNTILTHE | OR)",
    "WHAT": "(MESSAGE | CHANNEL | AD | TOPIC | DIGEST)",
    "DATEISH": (
        "(DATE | [LE] (NUMBER | NTH) [OF] MONTH [NUMBER] | MONTH (NTH | NUMBER) | FEAST | TONIGHT | RELATIVE [PART]"
        " | [LE] ANYDAY [NEXT] | NEXT (ANYDAY | UNIT) | [LE] UNIT NEXT | [LE] FINISH [OF] [LE | THIS] (UNIT | MONTH)"
        " | LE (NUMBER | NTH) | THIS (UNIT | DAYS | ANYDAY) | MONTH)"
    ),
}

# the name of a builder below, and its pattern
PATTERNS: tuple[tuple[str, str], ...] = (
    ("lasting", "(FOR | POUR | PAUSE [OF | FOR | POUR | LETTER] | SILENCE [OF | FOR | POUR]) COUNT UNITS"),
    ("lasting", "(FOR | POUR | PAUSE [OF | FOR | POUR] | SILENCE [OF | FOR | POUR]) CLOCK"),
    ("range", "(BETWEEN | FROM | OF) [LE] LOOSE UP [LE] LOOSE [OF | LE] [PART]"),
    ("range", "TIME (DASH | TO | A | UNTIL) [LE] LOOSE [OF | LE] [PART]"),
    ("range", "NUMBER (DASH | TO) (TIME | NUMBER)"),
    ("range", "(AFTER | FROM) [LE] LOOSE (AND | BUT) BEFORE [LE] LOOSE"),
    ("till", "(UNTIL | UNTILTHE) [LE | TO | A | ON] DATEISH [A | AT] TIME"),
    ("till", "(UNTIL | UNTILTHE) [LE | TO | A | ON | AND] DATEISH"),
    ("till", "UNTILTHE (NUMBER | NTH)"),
    ("till", "PAUSE (DATE | [LE] (NUMBER | NTH) MONTH)"),
    ("before", "BEFORE [LE | ON] DATEISH"),
    ("after", "AFTER [LE | ON] DATEISH"),
    ("after", "IN MONTH"),
    ("until", "(UNTIL | UNTILTHE) [LE | TO | A] LOOSE [OF | LE] [PART]"),
    ("sooner", "BEFORE [LE] LOOSE [OF | LE] [PART]"),
    ("later", "(AFTER | FROM) [LE] LOOSE [OF | LE] [PART]"),
    ("cap", "(NUMBER | HOWOFTEN) [TIMES] [WHAT] [TOPIC] [MOST] (PER | PAR | A | LE | EVERY) [LE] [NUMBER] UNITS"),
    ("cap", "(NUMBER | HOWOFTEN) [TIMES] [WHAT] EVERYOTHER UNITS"),
    ("cap", "(NUMBER | HOWOFTEN) [TIMES] [WHAT] PERIODIC"),
    ("monthly", "[LE] NTH ANYDAY [(OF | LE | EVERY | ON) [LE | EVERY] UNIT]"),
    ("monthly", "LE NTH (OF | LE) [LE | EVERY] UNIT"),
    ("every", "EVERY [LE] DAYLIST"),
    ("every", "EVERY PART"),
    ("cap", "(EVERY | EVERYOTHER) [NUMBER] UNITS"),
    ("cap", "PERIODIC"),
    ("cap", "DIGEST UNIT"),
    ("onday", "[LE] (NUMBER | NTH) [OF] MONTH"),
    ("this", "THIS (UNIT | DAYS | ANYDAY | PART)"),
    ("this", "(TONIGHT | RELATIVE [PART])"),
    ("days", "DAYLIST"),
    ("at", "[A | AT] TIME [OF | LE] [PART]"),
    ("at", "AT NUMBER [OF | LE] [PART]"),
    ("lasting", "(NUMBER | SOME) UNITS"),
    ("lasting", "FOR SOME"),
    ("parts", "PART"),
    ("holidays", "HOLIDAY"),
    ("TOPIC", "TOPIC (POUR | ON | OF) [LE] TOPIC"),
)
_DAYLIST = (
    "([OF | FROM] [LE] ANYDAY (TO | A | DASH | UNTIL) [LE] ANYDAY"
    " | (DAY | DAYS | SHORTDAY DASH) [[END] (AND | OR | NEITHER | END) [LE | ON] (DAY | DAYS)]*)"
)


class Chunk(NamedTuple):
    """One thing said. `kind`: a name of PATTERNS with its value, or the kind of a single item."""

    kind: str
    value: Any
    items: tuple[Item, ...]


def chunks(items: Sequence[Item], today: date) -> list[Chunk]:
    """All items but those that say nothing, in order."""
    told = _written_out([item for item in items if item.kind not in IGNORED])
    letters = "".join(_letter(item) for item in told)
    return list(_chunks(told, letters, today))


def _written_out(told: list[Item]) -> list[Item]:
    """Short names of days are days where a command is all there is."""
    if not told or told[0].kind not in _COMMANDS or not _SHORTHAND.issuperset(item.kind for item in told):
        return told
    return [item._replace(kind="DAY") if item.kind == "SHORTDAY" else item for item in told]


def _chunks(told: Sequence[Item], letters: str, today: date) -> Iterator[Chunk]:
    at = 0
    while at < len(told):
        found = next((match for match in _scanner().finditer(letters, at)), None)
        until = found.start() if found else len(told)
        yield from (Chunk(item.kind, item.value, (item,)) for item in told[at:until])
        if found is None:
            return
        taken = tuple(told[until : found.end()])
        name = PATTERNS[int((found.lastgroup or "p0")[1:])][0]
        yield Chunk(name, BUILDERS[name](taken, today), taken)
        at = found.end()


BUILDERS: dict[str, Callable[[Sequence[Item], date], Any]] = {
    "lasting": dates.lasting,
    "range": times.between,
    "till": dates.till,
    "before": dates.before,
    "after": dates.point,
    "until": times.until,
    "sooner": times.sooner,
    "later": times.later,
    "cap": times.cap,
    "monthly": dates.monthly,
    "every": dates.every,
    "this": dates.point,
    "days": dates.days,
    "at": times.at,
    "parts": times.parts,
    "holidays": dates.holidays,
    "onday": dates.point,  # of one day nothing can be kept; it is no stranger, though
    "TOPIC": lambda items, _today: items[-1].value,  # "offers for shoes" are about shoes
}


def _letter(item: Item) -> str:
    kind = "HOURS" if item.kind == "UNIT" and item.value[0] == "hour" else item.kind
    return _letters().get(kind, _letters()["UNKNOWN"])


@cache
def _letters() -> dict[str, str]:
    written = " ".join([*_CLASSES.values(), _DAYLIST, *(pattern for _, pattern in PATTERNS)])
    kinds = sorted({*re.findall(r"[A-Z]+", written), "UNKNOWN"})
    return {kind: chr(_FIRST_SIGN + at) for at, kind in enumerate(kinds)}


@cache
def _scanner() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<p{at}>{_compiled(pattern)})" for at, (_, pattern) in enumerate(PATTERNS)))


def _compiled(pattern: str) -> str:
    for name, inner in (("DAYLIST", _DAYLIST), *reversed(_CLASSES.items())):
        pattern = re.sub(rf"\b{name}\b", inner, pattern)
    signs = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "]*": ")*", "|": "|"}
    return "".join(signs.get(token) or _letters()[token] for token in re.findall(r"[A-Z]+|\]\*|[()\[\]|]", pattern))
