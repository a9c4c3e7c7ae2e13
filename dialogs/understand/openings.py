"""When messages may come, as asked for in a frame: hours, days, holidays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dialogs.understand import week
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.frames import Frame
from dialogs.understand.moments import (
    CLOSED_PARTS,
    DAY_NAMES,
    OPEN_PARTS,
    At,
    Between,
    Cap,
    Every,
    From,
    Moment,
    Part,
)
from dialogs.understand.spoken_times import Either
from dialogs.understand.wishes import How, Unclear, Wish


def holidays(frame: Frame, _around: Circumstances) -> Iterator[Wish]:
    """ "pas les jours fériés"; "also on bank holidays"."""
    if frame.holidays and frame.mood in ("not", "also"):
        yield from (Wish(scope, "holidays", frame.mood == "also") for scope in frame.scopes())


def openings(frame: Frame, _around: Circumstances) -> Iterator[Wish | Unclear]:
    if frame.has("ANYTIME"):
        yield from (Wish(scope, "hours", None, "clear") for scope in frame.scopes())
        return
    if frame.has("WORKHOURS") and not frame.times:
        yield Unclear("which_hours")
        return
    if _told_otherwise(frame) or frame.has("PAUSE") or not (frame.days or frame.times or frame.parts):
        return
    times = [*(chunk.value for chunk in frame.times), *frame.parts]
    if any(isinstance(time, At) for time in times):
        yield from _at_a_time(frame)
        return
    yield from _windows(frame, times)


def _told_otherwise(frame: Frame) -> bool:
    """The days and times are a digest's, or a pause's."""
    digest = frame.has("DIGEST") or any(isinstance(chunk.value, Every) for chunk in frame.rates)
    once = any(isinstance(chunk.value, Cap) and chunk.value.n == 1 for chunk in frame.rates) and bool(frame.days)
    at = any(isinstance(chunk.value, At) for chunk in frame.times) and bool(frame.rates)
    paused = bool(frame.dates) and any(chunk.kind == "until" for chunk in frame.times)
    return frame.mood != "not" and (digest or (once and not frame.times) or at or paused)


def _at_a_time(frame: Frame) -> Iterator[Wish | Unclear]:
    """ "à 18h" is no window; with nothing else it may mean a lot."""
    if frame.mood is None and not frame.unknown and frame.has("CONTACT", "MESSAGE", "AD"):
        yield Unclear("which_day")


def _windows(frame: Frame, times: Sequence[Any]) -> Iterator[Wish | Unclear]:
    closed = frame.mood == "not"
    if not closed and any(isinstance(time, Either) for time in times):
        yield Unclear("half_of_day", tuple(_wishes(frame, _chosen(times, at)) for at in (0, 1)))
        return
    plain = _chosen(times, 0)
    if frame.has("EXCUSE") and frame.mood is None and not frame.has("CONTACT", "MESSAGE"):
        return  # "je travaille jusqu'à 18h": theirs, not ours
    bare = frame.mood is None and not frame.has("CONTACT", "MESSAGE", "MOST", "BY", "LIKES") and not frame.rates
    if bare and not any(isinstance(time, From | Between) for time in plain):
        yield Unclear("only_or_not", (_wishes(frame, plain), _wishes(frame, plain, closed=True)))
        return
    yield from _wishes(frame, plain, closed=closed)


def _chosen(times: Sequence[Any], at: int) -> list[Moment]:
    return [time[at] if isinstance(time, Either) else time for time in times]


def _wishes(frame: Frame, times: Sequence[Moment], *, closed: bool = False) -> tuple[Wish, ...]:
    days = frame.named_days()
    if closed:
        left = week.without(week.ALWAYS, week.spans(days or DAY_NAMES, times, CLOSED_PARTS))
        return tuple(Wish(scope, "hours", week.as_value(left), "narrow") for scope in frame.scopes())
    opened = week.spans(days or DAY_NAMES, _narrowest(times), OPEN_PARTS)
    how: How = "widen" if frame.mood == "also" else "set"
    return tuple(Wish(scope, "hours", week.as_value(opened), how) for scope in frame.scopes())


def _narrowest(times: Sequence[Moment]) -> Sequence[Moment]:
    """ "le soir uniquement, après 18h": the hours said exactly, not the part of the day they lie in."""
    exact = [time for time in times if not isinstance(time, Part)]
    return exact or times
