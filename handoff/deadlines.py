"""Deadlines: what happens by itself when nobody acts. One of a kind waits in a conversation, for one epoch only.

A deadline that fires after the owner changed is nothing: whoever set it is gone. Times are milliseconds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from handoff.office import ALWAYS, Office

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


class Deadline(StrEnum):
    OFFER = "offer"  # an agent was asked, and has not answered
    NO_AGENT = "no_agent"  # nobody came
    NO_REPLY = "no_reply"  # an agent has it, and the customer waits
    WAKE = "wake"  # a snooze is over
    SURVEY = "survey"  # to ask how it was
    LEFT = "left"  # the customer is gone


Priority = Literal["urgent", "high", "normal"]


class Patience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long each of them waits. A brand may set its own."""

    urgent: int = 3 * MINUTE  # from asking for a person to an answer, by priority
    high: int = 10 * MINUTE
    normal: int = 30 * MINUTE
    offer: int = 30 * SECOND
    declined: int = 2 * MINUTE  # who declined is not asked again
    no_agent: int = 3 * MINUTE
    no_reply: int = 5 * MINUTE
    gone: int = 90 * SECOND  # an agent whose page says nothing
    quiet: int = 10 * MINUTE  # a customer who says nothing weighs less after it
    window_margin: int = 30 * MINUTE
    reopen: int = 72 * HOUR
    external: int = 24 * HOUR
    survey: int = 5 * SECOND
    left: int = 24 * HOUR

    def target(self, priority: str) -> int:
        """How long a customer may wait for a person."""
        return {"urgent": self.urgent, "high": self.high}.get(priority, self.normal)

    def wait(self, kind: Deadline) -> int:
        """From now until a deadline of this kind fires; a snooze says its own time."""
        fixed = {Deadline.OFFER: self.offer, Deadline.NO_AGENT: self.no_agent, Deadline.NO_REPLY: self.no_reply}
        return {**fixed, Deadline.SURVEY: self.survey, Deadline.LEFT: self.left}[kind]


PATIENCE = Patience()


def due_at(opened_at: int, priority: str = "normal", office: Office = ALWAYS) -> int:
    """When a person should have answered, in business time. The one key that orders the queue."""
    return office.after(opened_at, PATIENCE.target(priority))


def agent_by(now: int, office: Office = ALWAYS) -> int:
    """When who waits for an agent is told how it stands: at once where nobody is expected to come."""
    return now + PATIENCE.no_agent if office.is_open(now) else now


def reply_by(now: int, office: Office = ALWAYS) -> int:
    """When it is looked whether the agent has answered: by the clock, for who writes just before it closes to be told;
    from when it opens on, where it is closed now and open by then."""
    soon = now + PATIENCE.no_reply
    return office.after(now, PATIENCE.no_reply) if office.is_open(soon) else soon
