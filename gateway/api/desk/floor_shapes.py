"""The floor as its doors take and give it: switches, what waits, who works, and who held a conversation."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Scope = Literal["conversation", "account", "brand"]


class Switch(msgspec.Struct, kw_only=True):
    """`key`: the conversation or account; of the brand it is empty. `engaged` true lets the bot speak again."""

    scope: Scope
    key: str = ""
    engaged: bool
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Thrown(msgspec.Struct, kw_only=True):
    scope: Scope
    key: str
    by: str
    by_name: str | None
    reason: str
    at: str


class Switches(msgspec.Struct):
    """Where the bot is disengaged."""

    items: list[Thrown]


class Waiting(msgspec.Struct, kw_only=True):
    """`why_not`: what each agent lacks to take it, by agent; empty where it is being placed. `owner_id`: whom it is
    offered to. `title`: what it is about, of those that are due first."""

    conversation_id: str
    epoch: int
    case_id: str
    customer: str | None
    title: str | None
    owner_id: str | None
    customer_id: str
    channel: str | None
    team: str | None
    language: str | None
    priority: str
    reason: str
    owner: str
    due_at: str | None
    queued_at: str | None
    late: bool
    alarming: bool
    why_not: dict[str, str]


class Holding(msgspec.Struct, kw_only=True):
    """A case that an agent has. `waiting_since`: the customer's first words that nobody answered."""

    conversation_id: str
    epoch: int
    customer: str | None
    channel: str | None
    status: str
    priority: str
    waiting_since: str | None
    due_at: str | None


class Working(msgspec.Struct, kw_only=True):
    id: str
    name: str
    role: str
    status: str | None
    since: str | None
    why: str | None
    teams: list[str]
    languages: list[str]
    skills: list[str]
    load: float
    capacity: float
    holds: int
    offered: int
    longest_unanswered: str | None
    last_assigned_at: str | None
    cases: list[Holding]


class Queue(msgspec.Struct, kw_only=True):
    """Of one team; `team` null: of no team. `until`: when its people leave, or where they are not there come; null: not
    within a year."""

    team: str | None
    name: str | None
    waiting: int
    late: int
    oldest: str | None
    free: float
    is_open: bool
    until: str | None


class Floor(msgspec.Struct, kw_only=True):
    at: str
    waiting: list[Waiting]
    agents: list[Working]
    queues: list[Queue]
    switches: list[Thrown]


class Stretch(msgspec.Struct, kw_only=True):
    epoch: int
    owner: str
    owner_id: str | None
    status: str
    act: str
    by: str | None
    began_at: str
    ended_at: str | None


class Assigned(msgspec.Struct, kw_only=True):
    """`replayed`: the same choice comes out again from what the router saw."""

    agent_id: str
    mode: str
    why: list[str]
    candidates: list[str]
    lacking: dict[str, str]
    at: str
    outcome: str | None
    replayed: bool


class Trail(msgspec.Struct):
    """Who held it, how that changed, and why each agent was chosen."""

    stretches: list[Stretch]
    assignments: list[Assigned]
    names: dict[str, str]
