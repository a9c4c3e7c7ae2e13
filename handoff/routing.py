"""Routing: which agent gets which waiting case, and why. Pure, so that each assignment can be explained and replayed.

Cases are looked at by `due_at`, a fixed key: all age at the same rate, so two that wait never change places, and nobody
starves. What no agent can take does not hold up what stands behind it. Among agents: the last one of this customer if
free, else the least loaded, then who can do the fewest other things, then who was idle longest.

Loads, weights and capacities are in hundredths: 100 is one live chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from handoff.deadlines import PATIENCE

WEIGHTS: Mapping[str, int] = {"sms": 50, "email": 34}  # others: a live chat
LIVE = 100
QUIET = 25  # a chat whose customer is silent
LET_GO = (100, 125, 150)  # at so many hundredths of its target (business time) a case does without one more such skill
ALARM = 150  # and here somebody must be told
LIVE_CHANNELS = frozenset({"whatsapp", "messenger", "telegram", "sms", "webchat"})


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A case that waits."""

    case_id: str
    conversation_id: str
    epoch: int
    due_at: int
    queued_at: int
    target: int
    channel: str
    language: str | None = None
    team: str | None = None
    skills: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    wanted: str | None = None
    excluded: dict[str, int] = {}
    is_async: bool = False
    waited: int | None = None  # in business time, when it was looked at; None: as the clock has it


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An agent as the router sees one."""

    id: str
    languages: tuple[str, ...]
    skills: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()  # empty: all
    capacity: int = 300
    load: int = 0
    is_available: bool = True
    last_assigned_at: int = 0


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """One case for one agent: offered, or pushed where nobody waits at a screen."""

    item: Item
    agent_id: str
    mode: str  # offer, assign
    why: tuple[str, ...]  # last_agent | load, breadth, idle; and the preferred skills that were let go
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What was placed, and for each case that was not, what each agent lacks."""

    placed: tuple[Placement, ...]
    waiting: dict[str, dict[str, str]]


def weight(channel: str, *, waits: bool = True, quiet_for: int = 0) -> int:
    """What a conversation takes of an agent; less once its customer has been silent for a while."""
    whole = WEIGHTS.get(channel, LIVE)
    return min(whole, QUIET) if not waits and quiet_for >= PATIENCE.quiet else whole


def place(items: Iterable[Item], agents: Sequence[Candidate], now: int) -> Outcome:
    """Give out what can be given out now."""
    free = {agent.id: agent for agent in agents}
    placed: list[Placement] = []
    waiting: dict[str, dict[str, str]] = {}
    for item in sorted(items, key=lambda one: (one.due_at, one.queued_at, one.case_id)):
        found = choose(item, list(free.values()), now)
        if found is None:
            waiting[item.case_id] = {agent.id: lacks(item, agent, now) or "" for agent in free.values()}
            continue
        placed.append(found)
        chosen = free[found.agent_id]
        load = chosen.load + weight(item.channel)
        free[found.agent_id] = msgspec.structs.replace(chosen, load=load, last_assigned_at=now)
    return Outcome(tuple(placed), waiting)


def choose(item: Item, agents: Sequence[Candidate], now: int) -> Placement | None:
    """The one agent for this case, or nobody yet."""
    able = [agent for agent in agents if lacks(item, agent, now) is None]
    if not able:
        return None
    wanted = next((agent for agent in able if agent.id == item.wanted), None)
    best = wanted or min(able, key=_rank)
    let_go = tuple(f"without_{skill}" for skill in item.prefers if skill not in still_preferred(item, now))
    return Placement(
        item=item,
        agent_id=best.id,
        mode="assign" if item.is_async or item.channel not in LIVE_CHANNELS else "offer",
        why=("last_agent", *let_go) if wanted else (_reason(best, able), *let_go),
        candidates=tuple(sorted(agent.id for agent in able)),
    )


def lacks(item: Item, agent: Candidate, now: int) -> str | None:
    """Why this agent cannot have this case now; None: nothing is in the way."""
    if not agent.is_available:
        return "not_available"
    if item.team is not None and item.team not in agent.teams:
        return "other_team"
    if item.language is not None and item.language not in agent.languages:
        return f"language_{item.language}"
    if agent.channels and item.channel not in agent.channels:
        return f"channel_{item.channel}"
    missing = [skill for skill in (*item.skills, *still_preferred(item, now)) if skill not in agent.skills]
    if missing:
        return f"skill_{missing[0]}"
    if item.excluded.get(agent.id, 0) > now:
        return "declined"
    return "full" if agent.load + weight(item.channel) > agent.capacity else None


def still_preferred(item: Item, now: int) -> tuple[str, ...]:
    """The preferred skills that are still insisted on: the longer a case waits, the fewer."""
    let_go = sum(1 for share in LET_GO if _has_waited(item, share, now))
    return item.prefers[let_go:]


def is_alarming(item: Item, now: int) -> bool:
    """Has it waited so long that somebody must look at it?"""
    return _has_waited(item, ALARM, now)


def _has_waited(item: Item, share: int, now: int) -> bool:
    """So many hundredths of its target?"""
    waited = now - item.queued_at if item.waited is None else item.waited
    return waited * 100 >= share * max(item.target, 1)


def _rank(agent: Candidate) -> tuple[float, int, int, str]:
    breadth = len(agent.languages) + len(agent.skills)
    return (agent.load / max(agent.capacity, 1), breadth, agent.last_assigned_at, agent.id)


def _reason(best: Candidate, able: Sequence[Candidate]) -> str:
    """What decided between the best and the next best."""
    others = [agent for agent in able if agent.id != best.id]
    if not others:
        return "only_one"
    mine, next_best = _rank(best), min(map(_rank, others))
    compared = zip(("load", "breadth", "idle"), mine, next_best, strict=False)
    return next((name for name, own, other in compared if own != other), "name")


def replay(snapshot: Mapping[str, Any]) -> Placement | None:
    """The choice once more, from what the router saw then."""
    item = msgspec.convert(snapshot["item"], Item)
    agents = msgspec.convert(snapshot["agents"], list[Candidate])
    return choose(item, agents, int(snapshot["now"]))
