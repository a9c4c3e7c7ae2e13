"""What one frame asks for, as wishes; or what is unclear or impossible about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.understand.chunks import Chunk
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.frames import Frame
from dialogs.understand.moments import Fault
from dialogs.understand.openings import holidays, openings
from dialogs.understand.pauses import pauses
from dialogs.understand.rates import paces, rates
from dialogs.understand.spoken_times import HALF_OF_DAY
from dialogs.understand.wishes import ALL, Impossible, Problem, Unclear, Wish, channel_scope, topic_scope

Found = Wish | Unclear | Impossible


def read(frame: Frame, around: Circumstances) -> list[Found]:
    """All that this frame asks for; of topics only where it asks for nothing else about them."""
    fault = next((one for chunk in frame.chunks() if (one := _fault(chunk, frame))), None)
    if fault is not None:
        return [fault]
    found: list[Found] = []
    for reader in (pauses, rates, paces, holidays, openings, _channels, _language):
        found += reader(frame, around)
    return found or list(_topics(frame, around))


# ---- where


def _channels(frame: Frame, around: Circumstances) -> Iterator[Found]:
    named = frame.has("BY", "ON", "PAR", "CONTACT") or frame.mood in ("only", "rather", "not")
    if frame.others and (named or frame.has("POUR")):
        yield Impossible("no_such_channel")
        return
    timed = bool(frame.times or frame.days or frame.parts or frame.dates or frame.holidays)
    busy = timed or bool(frame.rates) or frame.has("LESS", "TOOMUCH")
    if not frame.channels or (busy and not frame.has("BY", "ON", "PAR")) or not named:
        return
    if any(channel not in around.channels for channel in frame.channels):
        yield Impossible("no_such_channel")
    elif frame.mood == "not" and (frame.topics or frame.has("AD")):
        left = [channel for channel in around.kept or around.channels if channel not in frame.channels]
        yield from (Wish(scope, "channels", left) for scope in frame.scopes() if left and not busy)
    elif frame.mood == "not":
        yield from (Wish(channel_scope(channel), "initiative", "off") for channel in frame.channels if not busy)
    else:
        rest = [channel for channel in around.kept or around.channels if channel not in frame.channels]
        value = frame.channels + ([] if frame.mood == "only" else rest)
        yield from (Wish(scope, "channels", value) for scope in frame.scopes())


def _language(frame: Frame, around: Circumstances) -> Iterator[Found]:
    if not frame.languages or frame.unknown or frame.times or frame.days or frame.holidays or frame.rates:
        return
    unspoken = frame.has("UNSPOKEN") or frame.mood == "not"
    wanted = [one for one in around.languages if one not in frame.languages] if unspoken else frame.languages
    if not wanted or wanted[0] not in around.languages:
        yield Impossible("no_such_language")
    elif len(wanted) == 1:
        yield Wish(ALL, "language", wanted[0])


# ---- what


def _topics(frame: Frame, around: Circumstances) -> Iterator[Found]:
    if not frame.topics or frame.dates or frame.days or frame.times:
        return
    if frame.mood == "only" and frame.unknown:
        yield Unclear("which_topic")
    elif frame.mood == "only":
        yield from _only(frame.topics, around)
    elif frame.mood == "not" or frame.has("UNFOLLOW"):
        yield from (Wish(scope, "initiative", "off") for scope in frame.scopes())
    elif frame.has("FOLLOW", "LIKES") or (frame.has("WANT", "RECEIVE") and not _followed(frame.topics, around)):
        yield from (Wish(scope, "initiative", "push") for scope in frame.scopes())


def _followed(wanted: Sequence[str], around: Circumstances) -> bool:
    """Who wants "my order", and follows the news of orders, wants that very thing."""
    return any(topic.get("followed", True) for topic in around.topics if str(topic["id"]) in wanted)


def _only(wanted: Sequence[str], around: Circumstances) -> Iterator[Wish]:
    """These, and of what is followed nothing else that sells."""
    for topic in around.topics:
        name, followed = str(topic["id"]), topic.get("followed", True)
        if name in wanted:
            yield Wish(topic_scope(name), "initiative", "push")
        elif followed and topic.get("category") != "service":
            yield Wish(topic_scope(name), "initiative", "off")


def _fault(chunk: Chunk, frame: Frame) -> Problem | None:
    if not isinstance(chunk.value, Fault) or (chunk.kind == "this" and frame.mood is None):
        return None  # "yesterday" said by itself asks for nothing
    reason = chunk.value.reason
    return Unclear(reason) if reason == HALF_OF_DAY else Impossible(reason)
