"""A case: one human stretch of a conversation, from handoff to resolution. The table is the truth.

`status` says where the work is in its life, `owner` who holds the pen. An act on a pair either has a line here, or is
refused with what would be allowed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec


class Owner(StrEnum):
    BOT = "bot"
    QUEUE = "queue"
    OFFER = "offer"
    AGENT = "agent"
    EXTERNAL = "external"  # another app: the phone, the Meta inbox


class Status(StrEnum):
    ACTIVE = "active"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Act(StrEnum):
    HAND_OFF = "hand_off"  # the bot, a rule or the customer asks for people
    TAKE = "take"  # an agent takes the conversation
    ANSWERED_ELSEWHERE = "answered_elsewhere"  # somebody wrote from another app
    HAND_BACK = "hand_back"  # people give it back to the bot
    RESOLVE = "resolve"
    WRITE_AGAIN = "write_again"  # the customer writes in a resolved conversation


MOVES: dict[tuple[Owner, Act], tuple[Owner, Status]] = {
    (Owner.BOT, Act.HAND_OFF): (Owner.QUEUE, Status.ACTIVE),
    (Owner.BOT, Act.TAKE): (Owner.AGENT, Status.ACTIVE),
    (Owner.BOT, Act.ANSWERED_ELSEWHERE): (Owner.EXTERNAL, Status.ACTIVE),
    (Owner.BOT, Act.RESOLVE): (Owner.BOT, Status.RESOLVED),
    (Owner.BOT, Act.WRITE_AGAIN): (Owner.BOT, Status.ACTIVE),
    (Owner.QUEUE, Act.TAKE): (Owner.AGENT, Status.ACTIVE),
    (Owner.QUEUE, Act.ANSWERED_ELSEWHERE): (Owner.EXTERNAL, Status.ACTIVE),
    (Owner.QUEUE, Act.HAND_BACK): (Owner.BOT, Status.ACTIVE),
    (Owner.QUEUE, Act.RESOLVE): (Owner.BOT, Status.RESOLVED),
    (Owner.AGENT, Act.TAKE): (Owner.AGENT, Status.ACTIVE),
    (Owner.AGENT, Act.ANSWERED_ELSEWHERE): (Owner.AGENT, Status.ACTIVE),
    (Owner.AGENT, Act.HAND_BACK): (Owner.BOT, Status.ACTIVE),
    (Owner.AGENT, Act.RESOLVE): (Owner.BOT, Status.RESOLVED),
    (Owner.EXTERNAL, Act.TAKE): (Owner.AGENT, Status.ACTIVE),
    (Owner.EXTERNAL, Act.ANSWERED_ELSEWHERE): (Owner.EXTERNAL, Status.ACTIVE),
    (Owner.EXTERNAL, Act.HAND_BACK): (Owner.BOT, Status.ACTIVE),
    (Owner.EXTERNAL, Act.HAND_OFF): (Owner.QUEUE, Status.ACTIVE),
    (Owner.EXTERNAL, Act.RESOLVE): (Owner.BOT, Status.RESOLVED),
}

# How long a customer may wait for a person, in minutes, by how they write. One key orders the queue: due_at.
TARGET_MINUTES = {"urgent": 3, "high": 10, "normal": 30}
Priority = Literal["urgent", "high", "normal"]


class IllegalMove(Exception):
    """Says what was refused and what would be allowed."""


class Move(msgspec.Struct, frozen=True):
    """What a conversation becomes, and whether its case opens or ends with it."""

    owner: Owner
    status: Status
    opens: bool
    closes: bool


def move(owner: str, act: Act) -> Move:
    """Where this act leads from this owner.

    >>> move("bot", Act.HAND_OFF)
    Move(owner=<Owner.QUEUE: 'queue'>, status=<Status.ACTIVE: 'active'>, opens=True, closes=False)
    """
    try:
        to, status = MOVES[Owner(owner), act]
    except KeyError:
        can = ", ".join(a for o, a in MOVES if o == owner) or "nothing"
        raise IllegalMove(f"cannot {act} a conversation held by {owner}; allowed now: {can}") from None
    with_people = to in (Owner.QUEUE, Owner.AGENT, Owner.EXTERNAL)
    return Move(to, status, opens=with_people and owner == Owner.BOT, closes=to == Owner.BOT and owner != Owner.BOT)


def due_at(opened_at: int, priority: Priority = "normal") -> int:
    """When a person should have answered, in milliseconds."""
    return opened_at + TARGET_MINUTES[priority] * 60_000
