"""Pauses asked for in a frame: how long, or until when. A time of silence that is not lasting is a matter of hours."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.understand.chunks import Chunk
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.clocks import next_weekday
from dialogs.understand.frames import Frame
from dialogs.understand.moments import Days, For, Moment, Till, Until
from dialogs.understand.wishes import Wish

LONGEST_PAUSE = 24  # months: beyond, one asks
_LETTERS = {"day": "D", "week": "W", "month": "M"}
_MINUTES = {"hour": 60, "minute": 1}


def pauses(frame: Frame, around: Circumstances) -> Iterator[Wish]:
    asked = frame.mood == "not" or frame.has("PAUSE", "EXCUSE")
    until = next((chunk.value for chunk in frame.times if chunk.kind == "until"), None)
    for chunk in frame.dates[:1]:
        if asked or _says_pause(frame, chunk):
            yield from (Wish(scope, "pause", _pause_value(chunk.value, around)) for scope in frame.scopes())
            return
    if asked and isinstance(until, Until) and not frame.days:
        yield from (Wish(scope, "pause", around.end_of(around.today, until.minute)) for scope in frame.scopes())
    elif frame.has("PAUSE") and frame.mood is None and not (frame.times or frame.days or frame.parts or frame.rates):
        yield from (Wish(scope, "pause", None) for scope in frame.scopes())


def duration(frame: Frame, around: Circumstances) -> str | None:
    """Of an answer to "how long?": what a pause would hold."""
    for chunk in (*frame.dates, *frame.days):
        if isinstance(chunk.value, Till | For):
            return _pause_value(chunk.value, around)
        if isinstance(chunk.value, Days) and len(chunk.value.days) == 1:
            return around.end_of(next_weekday(around.today, chunk.value.days[0]), None)
    return None


def _says_pause(frame: Frame, chunk: Chunk) -> bool:
    """Without a word of silence: "pendant 2 semaines", "jusqu'à lundi", "écrivez-moi après le 3 janvier"."""
    alone = not (frame.times or frame.rates or frame.channels or frame.has("CONTACT", "MESSAGE"))
    if chunk.kind == "after":
        return frame.has("CONTACT")
    lasting = chunk.kind == "lasting" and chunk.items[0].kind in ("FOR", "POUR", "PAUSE", "SILENCE")
    return alone and (lasting or chunk.kind == "till") and frame.mood is None


def _pause_value(value: Moment, around: Circumstances) -> str | None:
    if isinstance(value, Till):
        return around.end_of(value.day, value.minute)
    if not isinstance(value, For) or value.n is None or (value.unit == "month" and value.n > LONGEST_PAUSE):
        return None
    if value.unit == "hour" and value.n % 24 == 0:
        return f"P{value.n // 24}D"
    return (
        f"P{value.n}{_LETTERS[value.unit]}" if value.unit in _LETTERS else around.after(value.n * _MINUTES[value.unit])
    )
