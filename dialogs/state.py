"""Where a dialog stands: kept with the conversation as JSON, never changed in place.

A call and a digression are the same thing: one more frame on the stack.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from connectors.content import Content


class Frame(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One flow under way, pinned to the version it began with."""

    flow: str
    version: str
    step: str  # the next to run, or the one that waits; "end" when nothing is left
    vars: dict[str, Any] = {}
    awaiting: str | None = None  # the action whose result it waits for, or the timer of a `wait`
    quiet: bool = False  # when it ends, what was pending below stays pending and is not asked again
    returns: str | None = None  # the caller's variable that takes the value of `end`
    called: bool = False  # by the flow below, which goes on when this one is over
    wanted: str | None = None  # the flow to begin if this one, which asks for leave, ends with true
    asked: tuple[str, ...] = ()  # questions answered since the last action: what can still be corrected, oldest first
    expiry: str | None = None  # the timer that ends it, whatever it waits for


class Choice(msgspec.Struct, frozen=True, array_like=True):
    """One entry of the choice map, in the order in which they were numbered."""

    id: str
    label: str


class Pending(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The last question. It is valid on any channel until answered or out of time.

    An `offer` is a choice that nobody has to make: it is never asked again, and anything else may be said.
    """

    kind: Literal["ask", "choose", "offer"]
    depth: int  # the frame that asked, counted from the bottom
    step: str
    options: tuple[Choice, ...] = ()
    body: str = ""
    retries: int = 0
    timer: str | None = None
    account: str | None = None  # the one on which it can be answered by words, where it is somebody outside's


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """Options that somebody else than the bot showed last, as their choice map: until answered, or out of time."""

    options: tuple[Choice, ...]
    until: int  # milliseconds


class Heard(msgspec.Struct, frozen=True, array_like=True):
    """Something said that somebody outside is to answer, and by which message."""

    content: Content
    message: str | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody outside is asked: the first of those that wait. Nothing is awaited after `until` (ISO 8601)."""

    account: str  # where it was said: each has its own who answers, and is answered there
    id: str  # the action whose result is the answer
    until: str
    waiting: tuple[Heard, ...]


class State(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    frames: tuple[Frame, ...] = ()
    pending: Pending | None = None
    language: str | None = None  # the one heard; None before the customer showed one
    spoken: str | None = None  # what their app is set to, as it last said; until one is heard
    leaning: str | None = None  # another language heard once: twice in a row changes `language`
    greeted: bool = False  # the bot has spoken once
    misses: int = 0  # turns in a row not understood
    spent: int = 0  # steps run since the customer or a timer last moved
    unheard: int = 0  # what timers did since the customer last spoke, weighed
    last: int = 0  # a checksum of what the bot said last, and how often in a row:
    repeats: int = 0
    serial: int = 0  # numbers actions and timers
    human: str | None = None  # what the last person who took over left behind
    shown: Shown | None = None  # until the bot asks something
    awaited: tuple[Asked, ...] = ()  # who outside answers in our place: one an account
    expects: bool = False  # what they said last wants an answer
    filed: str | None = None  # when their last file without words came, if it was what they said last (ISO 8601)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(State)

FRESH = State()


def encode(state: State) -> str:
    return _encoder.encode(state).decode()


def decode(text: str | None) -> State:
    """Nothing kept yet is a fresh state. Raises msgspec.ValidationError on what `encode` did not write."""
    return _decoder.decode(text) if text else FRESH
