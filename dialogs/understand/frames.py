"""Frames: what is said together, as far as one "not", "only" or "rather" reaches. A wish is read from one frame.

"max 2 par mois, uniquement par sms" are two: the second "only" opens the second. "pas le dimanche ni avant 9h" are two
as well, and the second takes the "not" along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dialogs.understand.chunks import Chunk
from dialogs.understand.moments import Days, Moment, Part, in_order
from dialogs.understand.vocabulary import Item
from dialogs.understand.wishes import ALL, topic_scope

MARKETING = "category:marketing"

Mood = Literal["not", "only", "rather", "also"]

_MOODS: dict[str, Mood] = {
    "NOT": "not", "EXCEPT": "not", "NEITHER": "not", "ONLY": "only", "RATHER": "rather", "ALSO": "also"
}  # fmt: skip
_TIMES = ("range", "sooner", "later", "until", "at")
_DATES = ("till", "before", "after", "this", "lasting")
_RATES = ("cap", "every", "monthly", "DIGEST")
_AFTER_ONLY = ("LE", "OF", "PAR", "ON", "BY", "POUR", "CHANNEL", "TOPIC", "days", "parts", "range", "later", "DIGEST")
_MORE_OR_NO_MORE = ("plus de", "plus d", "plus")
_DANGLING = ("UNIT", "MONTH", "TIMES")  # left over by the patterns: they belong to something else
_CONTACTS = ("CONTACT", "MESSAGE", "RECEIVE", "AD")
_PACES = ("LESS", "MORE", "TOOMUCH", "TOOOFTEN")
_PARTING = ("END", "AND", "OR", "DASH", "BUT")  # after one of these, another wish may begin
_FLAGS = (
    "PAUSE", "SILENCE", "LESS", "TOOMUCH", "TOOOFTEN", "MORE", "FOLLOW", "UNFOLLOW", "KEEP", "ANYTIME", "LIKES",
    "CONTACT", "RECEIVE", "MESSAGE", "AD", "WORKHOURS", "MOST", "REST", "TALK", "WANT", "UNSPOKEN", "NOW", "BY", "ON",
    "PAR", "POUR", "QUE", "DIGEST", "THAN", "EXCUSE",
)  # fmt: skip


@dataclass
class Frame:
    mood: Mood | None = None
    times: list[Chunk] = field(default_factory=list)
    days: list[Chunk] = field(default_factory=list)
    parts: list[Moment] = field(default_factory=list)
    dates: list[Chunk] = field(default_factory=list)
    rates: list[Chunk] = field(default_factory=list)
    holidays: bool = False
    channels: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # channels that nobody here has
    topics: list[str] = field(default_factory=list)
    led: list[str] = field(default_factory=list)  # topics that were named before, for all that follows
    languages: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    unknown: int = 0
    parted: str = ""  # by a comma or an "and" since its last content
    wants_more: bool = False  # "plus de messages" and nothing else says whether more or no more
    opened: str = ""  # by this kind of item

    def holds(self) -> bool:
        """Anything that a wish could be made of?"""
        named = self.channels or self.others or self.topics or self.languages
        timed = self.times or self.days or self.parts or self.dates or self.rates or self.holidays
        return bool(named or timed) or self.has(*_PACES, "ANYTIME", "WORKHOURS")

    def has(self, *flags: str) -> bool:
        return not self.flags.isdisjoint(flags)

    def scopes(self) -> list[str]:
        """What it is about: topics, advertising, or everything."""
        if self.topics or self.led:
            return [topic_scope(topic) for topic in self.topics or self.led]
        return [MARKETING] if self.has("AD") else [ALL]

    def named_days(self) -> tuple[str, ...]:
        return in_order({day for chunk in self.days if isinstance(chunk.value, Days) for day in chunk.value.days})

    def chunks(self) -> Sequence[Chunk]:
        """All that hold a value that may be faulty."""
        return (*self.times, *self.days, *self.dates, *self.rates)


def frames(chunks: Sequence[Chunk]) -> list[Frame]:
    """In order; none of them is empty but the only one."""
    found = [Frame()]
    following = [*(chunk.kind for chunk in chunks[1:]), ""]
    for chunk, after in zip(chunks, following, strict=False):
        if chunk.kind == "BUT" and found[-1].channels and after in ("CHANNEL", "PAR", "BY", "ON"):
            continue  # "whatsapp, sinon sms" is one order
        only = chunk.kind == "QUE" and after in _AFTER_ONLY
        _take(found, chunk._replace(kind="ONLY") if only else chunk)
    for frame in found:
        _hush(frame)
    return [frame for frame in found if frame.holds() or frame.flags or frame.unknown or frame.mood] or found[:1]


def _hush(frame: Frame) -> None:
    """ "Silence le soir" is "not in the evening"; silence by itself, or for two weeks, is a pause."""
    if "SILENCE" in frame.flags:
        limited = frame.times or frame.days or frame.parts or frame.holidays or frame.channels or frame.topics
        if frame.dates or not limited:
            frame.flags.add("PAUSE")
        else:
            frame.mood = "not"


def _take(found: list[Frame], chunk: Chunk) -> None:
    kind = chunk.kind
    if kind in _MOODS:
        _turn(found, chunk)
    elif kind in _PARTING:
        _part(found, kind)
    elif kind == "THAN" or (kind == "NTH" and chunk.value == 1 and found[-1].channels):
        found[-1].mood = found[-1].mood or "rather"  # "mail plutôt que sms", "email first"
        found[-1].flags.add(kind)
    elif kind == "STILL":
        found[-1].mood = found[-1].mood or "not"
    elif kind in ("UNKNOWN", "BLOCK", "OURWRITING"):
        found[-1].unknown += 1 if kind == "UNKNOWN" else 2
    elif kind in _DANGLING:
        found[-1].unknown += 1
    else:
        if _begins_anew(found[-1], chunk):
            found.append(_next(found[-1], chunk))
        _put(found[-1], chunk)


def _turn(found: list[Frame], chunk: Chunk) -> None:
    """A "not", an "only", a "rather": of what follows, or of what stands before it where nothing parts them."""
    kind = chunk.kind
    frame, mood = found[-1], _MOODS[kind]
    if kind == "NOT" and frame.mood == "not" and frame.holds() and not frame.parted:
        return
    trailing = kind in ("ONLY", "RATHER", "ALSO") and frame.holds() and not frame.parted and frame.mood in (None, mood)
    if kind == "NOT" and frame.mood is None and frame.holds() and _says_no_after(frame):
        trailing = True
    if (frame.holds() and not trailing) or _turns_back(frame, mood):
        found.append(Frame(led=_led(frame)))
    if chunk.items[0].words in _MORE_OR_NO_MORE:
        found[-1].wants_more = True
    if (
        found[-1].mood is None
        or mood == "not"
        or found[-1].mood == "also"
        or (found[-1].mood, mood) == ("rather", "only")
    ):
        found[-1].mood = mood
    found[-1].opened = found[-1].opened or kind
    found[-1].parted = ""


def _turns_back(frame: Frame, mood: Mood) -> bool:
    """ "No more texts, only WhatsApp": the "no" is over where something else is wanted."""
    return frame.mood == "not" and mood in ("only", "rather") and (bool(frame.parted) or frame.has("MESSAGE"))


def _says_no_after(frame: Frame) -> bool:
    """ "dimanche non": only days or parts, straight before it."""
    return (
        not frame.parted
        and bool(frame.days or frame.parts or frame.channels or frame.topics or frame.times)
        and not (frame.rates or frame.dates)
    )


def _part(found: list[Frame], kind: str) -> None:
    frame = found[-1]
    if kind == "END" and not frame.holds():
        frame.mood = None if not frame.has("MESSAGE", "CONTACT", "AD") else frame.mood  # "non, 1 par semaine"
    if kind == "BUT" and (frame.holds() and not _only_led(frame)):
        found.append(Frame(led=_led(frame)))
        return
    frame.parted = kind


def _begins_anew(frame: Frame, chunk: Chunk) -> bool:
    """A second thing of a kind, or under "not" after an "and", another thing."""
    if chunk.kind == "REST" or (chunk.kind in _CONTACTS and frame.parted == "END"):
        return frame.holds()
    if not frame.holds() or not frame.parted:
        return chunk.kind in _RATES and bool(frame.rates) and "DIGEST" not in (chunk.kind, frame.rates[-1].kind)
    content = _slot(chunk)
    if content is None:
        return chunk.kind in _PACES
    if content == "topics":
        return frame.mood == "not" or frame.has("LIKES", "FOLLOW", "UNFOLLOW", *_PACES)
    return frame.mood == "not" or (content != "channels" and bool(getattr(frame, content)))


def _next(frame: Frame, chunk: Chunk) -> Frame:
    """What an "and" carries over, and a comma does not: "pas le dimanche et avant 9h" is twice "not"."""
    carried = frame.parted in ("AND", "OR", "DASH") and chunk.kind not in (*_PACES, *_RATES, *_CONTACTS)
    another_day = chunk.kind == "days" and bool(frame.days and frame.times)  # "pas lundi avant 9h, mardi avant 8h"
    carried = carried or another_day
    mood = frame.mood if carried and frame.mood in ("not", "only") else None
    return Frame(mood=mood, led=_led(frame), opened="AND")


def _slot(chunk: Chunk) -> str | None:
    if chunk.kind in _TIMES:
        return "times"
    if chunk.kind in _DATES:
        return "dates"
    if chunk.kind in _RATES:
        return "rates"
    return {"days": "days", "parts": "parts", "CHANNEL": "channels", "TOPIC": "topics"}.get(chunk.kind)


def _put(frame: Frame, chunk: Chunk) -> None:
    slot = _slot(chunk)
    if slot in ("times", "dates", "rates", "days"):
        getattr(frame, slot).append(chunk)
        _put_inner(frame, chunk.items)
    elif slot == "parts":
        frame.parts.append(chunk.value)
    elif chunk.kind == "holidays":
        frame.holidays = True
    elif chunk.kind in ("CHANNEL", "OTHERCHANNEL", "TOPIC", "LANGUAGE"):
        _name(frame, chunk)
        frame.flags |= {"BY"} if chunk.items[0].words.startswith(("by ", "via ")) else set()
    if chunk.kind in _FLAGS:
        frame.flags.add(chunk.kind)
    if slot or chunk.kind == "holidays" or chunk.kind in _PACES:
        frame.parted = ""


def _put_inner(frame: Frame, items: Iterable[Item]) -> None:
    """ "2 promos par semaine" names a topic, "pause 2 semaines" says pause, "chaque soir" a part of the day."""
    for item in items:
        if item.kind in ("MESSAGE", "AD", "PAUSE", "DIGEST"):
            frame.flags.add(item.kind)
        elif item.kind == "TOPIC":
            frame.topics.append(item.value)
        elif item.kind == "CHANNEL":
            frame.flags.add("MESSAGE")
        elif item.kind == "PART" and items and any(one.kind == "EVERY" for one in items):
            frame.parts.append(Part(item.value))


def _name(frame: Frame, chunk: Chunk) -> None:
    listed = {
        "CHANNEL": frame.channels, "OTHERCHANNEL": frame.others, "TOPIC": frame.topics, "LANGUAGE": frame.languages
    }[chunk.kind]  # fmt: skip
    if chunk.value not in listed and not (chunk.kind == "CHANNEL" and frame.has("THAN")):
        listed.append(chunk.value)


def _only_led(frame: Frame) -> bool:
    """Nothing but a topic so far: "ok pour les offres mais"."""
    return bool(frame.topics) and not (
        frame.times or frame.days or frame.parts or frame.dates or frame.rates or frame.channels or frame.mood == "not"
        or frame.has("LESS", "MORE", "TOOMUCH", "UNFOLLOW", "FOLLOW")
    )  # fmt: skip


def _led(frame: Frame) -> list[str]:
    return list(frame.topics) if _only_led(frame) else list(frame.led)


def anchored(frame: Frame) -> bool:
    """Does it speak of what we send?"""
    return frame.has("MESSAGE", "CONTACT", "RECEIVE", "AD", "DIGEST") or bool(frame.topics and frame.mood)
