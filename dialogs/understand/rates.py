"""How often, as asked for in a frame: at most so many, on a calendar, less or more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dialogs.understand.circumstances import Circumstances
from dialogs.understand.frames import Frame
from dialogs.understand.moments import DAY_NAMES, USUAL, At, Between, Cap, Every, From, Part, clock
from dialogs.understand.wishes import How, Wish


def rates(frame: Frame, _around: Circumstances) -> Iterator[Wish]:
    """A cap or a digest. "Not every day" is less often."""
    values = [chunk.value for chunk in frame.rates]
    cap = next((value for value in values if isinstance(value, Cap)), None)
    every = next((value for value in values if isinstance(value, Every)), None)
    if frame.mood == "not" and not frame.has("MOST"):
        if cap and not frame.has("DIGEST"):
            yield from (Wish(scope, "frequency", None, "less") for scope in frame.scopes())
    elif frame.has("DIGEST") or (every and frame.mood != "only") or (cap and _dated(cap, frame)):
        yield from _digest(frame, cap, every)
    elif cap is not None:
        yield from (Wish(scope, "frequency", _cap_value(cap)) for scope in frame.scopes())


def _dated(cap: Cap, frame: Frame) -> bool:
    """ "une fois par semaine le samedi", "tous les jours à 18h": one, and when."""
    at = any(isinstance(chunk.value, At) for chunk in frame.times)
    return cap.n == 1 and (at or (bool(frame.days) and not frame.times))


def _digest(frame: Frame, cap: Cap | None, every: Every | None) -> Iterator[Wish]:
    """A calendar. More than one in a period, or one in several, is no calendar."""
    days = frame.named_days() or (every.days if every else ())
    if cap is not None and (cap.n > 1 or cap.span > 1):
        yield from (Wish(scope, "frequency", _cap_value(cap)) for scope in frame.scopes())
        return
    value = _calendar(cap, every, () if days == DAY_NAMES else days)
    time = _time_of_digest(frame)
    if value and time is not None:
        value["time"] = clock(time)
    for scope in frame.scopes():
        yield Wish(scope, "digest", value) if value else Wish(scope, "initiative", "digest")


def _calendar(cap: Cap | None, every: Every | None, days: tuple[str, ...]) -> dict[str, Any]:
    """What was said of it; nothing where nothing was."""
    said = every.every if every else cap.per if cap else "week" if days else None
    if said is None:
        return {}
    value: dict[str, Any] = {"every": "week" if said == "day" and days else said}
    if days:
        value["days"] = list(days)
    if every and every.nth is not None:
        value["nth"] = every.nth
    return value


def _cap_value(cap: Cap) -> dict[str, Any]:
    return {"n": cap.n, "per": cap.per} | ({"span": cap.span} if cap.span > 1 else {})


def _time_of_digest(frame: Frame) -> int | None:
    part = next((part.name for part in frame.parts if isinstance(part, Part)), None)
    for chunk in frame.times:
        if isinstance(chunk.value, At):
            late = part in ("afternoon", "evening", "night") and chunk.value.minute < 720
            return chunk.value.minute + (720 if late else 0)
        if isinstance(chunk.value, From | Between):
            return getattr(chunk.value, "minute", None) or getattr(chunk.value, "start", None)
    return USUAL[part] if part else None


def paces(frame: Frame, _around: Circumstances) -> Iterator[Wish]:
    if any(isinstance(chunk.value, Cap) for chunk in frame.rates):
        return
    turn = _turn(frame)
    if turn is not None:
        yield from (Wish(scope, "frequency", None, turn) for scope in frame.scopes())


def _turn(frame: Frame) -> How | None:
    if frame.wants_more and frame.has("LIKES"):
        return "more"  # "plus de messages, ça m'intéresse"
    ours = frame.has("MESSAGE", "CONTACT", "RECEIVE", "AD") or bool(frame.topics or frame.channels)
    if frame.has("LESS", "TOOOFTEN") or (frame.has("TOOMUCH") and ours):
        return "less"
    if frame.has("MORE"):
        return "less" if frame.mood == "not" else "more"
    return None
