"""What a dialog may have to react to."""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.content import Content


class Said(msgspec.Struct, frozen=True, tag="said"):
    """The customer said something, on any channel; `message` is the id of what they sent."""

    content: Content
    message: str | None = None


class Started(msgspec.Struct, frozen=True, tag="started"):
    """A flow is started by something else than words: a programme, an agent, an opt-in page. Args become its vars."""

    flow: str
    args: dict[str, Any] = {}


class ActionDone(msgspec.Struct, frozen=True, tag="action_done"):
    """What became of a `Do`: a result, or the code of an error. `result` is plain JSON."""

    id: str
    result: Any = None
    error: str | None = None


class TimerFired(msgspec.Struct, frozen=True, tag="timer_fired"):
    """A timer set earlier has run out. One that no longer matters is ignored."""

    id: str


class HumanStretchEnded(msgspec.Struct, frozen=True, tag="human_stretch_ended"):
    """A person hands back to the bot. The bot remembers, and does not speak first."""

    summary: str = ""


Event = Said | Started | ActionDone | TimerFired | HumanStretchEnded
