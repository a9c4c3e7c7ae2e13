"""An order of silence by what is said and not by every word: an act and what it is done to, anywhere in a message.

"This is the third time I ask you to quit texting me": nobody has to know "third". What an order may be made of is in
`silence.yaml`. It holds where nothing behind it makes it a particular one, and no word in front turns it round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from dialogs.understand import phrases
from dialogs.understand.listening import Utterance

# fmt: off
_ANYWHERE = frozenset((
    "ONLY", "EXCEPT", "ONLYIF", "LESS", "TOOOFTEN", "DIGEST", "PAUSE", "UNTIL", "UNTILTHE", "DAY", "DAYS",
))
_BEFORE = _ANYWHERE - {"ONLY"}  # "just"
_WITHIN = _BEFORE - {"PAUSE"} | {  # "tranquille"
    "TOPIC", "CHANNEL", "CLOCK", "PART", "TOOMUCH", "MONTH", "DATE", "HOLIDAY", "FEAST", "BOT",
    "WORKHOURS",
}
_LATER = _ANYWHERE | {"ASK", "SELF", "SELFASK", "WAITASK", "QUESTION", "CHANNEL", "CLOCK", "PART"}
_BEHIND = _WITHIN | _LATER | {
    "BLOCK", "OTHERCHANNEL", "ONLY", "PAUSE", "UNIT", "PERIODIC", "HOWOFTEN", "MORE", "RELATIVE", "TONIGHT", "NOON",
}
# fmt: on


_FEW = 9  # words: a last one is not lost among them
Beginnings = Mapping[str, Sequence[re.Pattern[str]]]  # by the word that a sentence begins with

_PARTS = ("closing", "spoilt", "turned", "unless", "questioned", "talk")


class Sentences(NamedTuple):
    """`closing` holds unless `spoilt` stands right before it, `ended` unless `turned` does, which counts for
    nothing after `still`; `refused` unless it is `questioned`. With `talk` in it a message is about something else."""

    closing: re.Pattern[str]
    spoilt: re.Pattern[str]
    ended: Beginnings
    refused: Beginnings
    turned: re.Pattern[str]
    still: re.Pattern[str]
    questioned: re.Pattern[str]
    talk: re.Pattern[str]


@cache
def sentences() -> Sentences:
    raw = phrases.silence()
    made = {key: _alternatives(raw[key], raw["names"]) for key in _PARTS}
    return Sentences(
        re.compile(made["closing"] + "(?:, )*$"),
        re.compile(made["spoilt"] + "$"),
        _beginnings(raw["ended"], raw["names"]),
        _beginnings(raw["refused"], raw["names"]),
        re.compile(made["turned"] + "(?:just |please |ever |even |pas |ai )*$"),
        re.compile(made["unless"] + "$"),
        re.compile(made["questioned"] + "$"),
        re.compile(made["talk"]),
    )


def _beginnings(listed: Sequence[str], names: Mapping[str, str]) -> Beginnings:
    found: dict[str, list[re.Pattern[str]]] = {}
    for phrase in listed:
        pattern = re.compile(phrases.compiled(phrase, names))
        for word in phrases.openings(phrase, names):
            found.setdefault(word, []).append(pattern)
    return found


def _alternatives(phrase: str, names: Mapping[str, str]) -> str:
    return rf"(?<!\S)(?:{phrases.compiled(phrase, names)})"


def sought(said: Utterance) -> bool:
    """Somewhere it says so."""
    text, known = said.sentence, sentences()
    last = known.closing.search(text)
    ways = (
        (_found(text, known.refused), _questioned),
        (_found(text, known.ended), _turned),
        ([last] if last else [], _spoilt),
    )
    return any(
        not undone(text[: found.start()].rpartition(", ")[2]) and _plainly(said, found) and not _away(said)
        for way, undone in ways
        for found in way
    )


def _found(text: str, beginnings: Beginnings) -> Iterator[re.Match[str]]:
    at = 0
    for word in text.split():
        for pattern in beginnings.get(word, ()):
            found = pattern.match(text, at)
            if found is not None:
                yield found
        at += len(word) + 1


def elsewhere(said: Utterance) -> bool:
    """It talks of something else, though the words of a stop stand in it."""
    return sentences().talk.search(said.sentence) is not None


def _away(said: Utterance) -> bool:
    """ "Three weeks on holiday, don't write": a pause."""
    return {"EXCUSE", "UNIT"} <= {kind for kinds in said.placed for kind in kinds}


def _turned(before: str) -> bool:
    return sentences().turned.search(before) is not None and sentences().still.search(before) is None


def _spoilt(before: str) -> bool:
    return sentences().spoilt.search(before) is not None or before.count(" ") > _FEW


def _questioned(before: str) -> bool:
    return sentences().questioned.search(before) is not None


def _plainly(said: Utterance, found: re.Match[str]) -> bool:
    """Neither it nor what follows names a time, a channel, a topic; nor does any word limit it."""
    words = [token for token in said.words if token.kind != "dash"]
    begin, end = (found.string.count(" ", 0, at) for at in found.span())
    until = next((at for at in range(end, len(words)) if words[at].kind == "end"), len(words))
    limits = (
        (words[:begin], _BEFORE),
        (words[begin:end], _WITHIN),
        (words[end:until], _BEHIND),
        (words[until:], _LATER),
    )
    return all(kinds.isdisjoint(against) or "SMS" in kinds for part, against in limits for kinds in said.kinds(part))
