"""What a step of the engine asks to be done: values, in order. Nothing here does anything."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from connectors.content import Choices, Media, Text


class Say(msgspec.Struct, frozen=True, kw_only=True, tag="say"):
    """One message to the customer. A `notice` (STOP, handoff) is the system's own, sent whoever is owner.

    `category` and `topic` are set where nobody asked: a flow speaks first, after a wait.
    """

    content: Text | Choices | Media
    flow: str
    step: str
    notice: bool = False
    category: str | None = None
    topic: str | None = None


class Do(msgspec.Struct, frozen=True, kw_only=True, tag="do"):
    """Carry out an action and come back with ActionDone(id, …). Args are plain JSON."""

    id: str
    action: str
    args: dict[str, Any]
    flow: str
    step: str


class Handoff(msgspec.Struct, frozen=True, kw_only=True, tag="handoff"):
    """A person takes over. `code` is a trigger of the context package: customer_asked, low_confidence, repeated, rule,
    turn_limit, bot_failed. `error` is for the log and the admin: it holds no words of the customer."""

    code: str
    title: str = ""  # one line, in the customer's language
    summary: str = ""
    flow: str = ""
    step: str = ""
    error: str | None = None


class NotUnderstood(msgspec.Struct, frozen=True, kw_only=True, tag="not_understood"):
    """The customer's words mean nothing to the bot, in the language that it takes them for."""

    language: str


class SetTimer(msgspec.Struct, frozen=True, kw_only=True, tag="set_timer"):
    """Fire after that many seconds, counted from when the last message of this turn was accepted."""

    id: str
    seconds: int


class CancelTimer(msgspec.Struct, frozen=True, kw_only=True, tag="cancel_timer"):
    id: str


class Ended(msgspec.Struct, frozen=True, kw_only=True, tag="ended"):
    """A flow is over: it came to its end, or was dropped for another."""

    flow: str
    version: str
    how: Literal["finished", "dropped"] = "finished"


Effect = Say | Do | Handoff | NotUnderstood | SetTimer | CancelTimer | Ended
