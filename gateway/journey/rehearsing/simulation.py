"""Simulation: drafts tried on a channel's skin before anybody has seen them.

Before:  the Studio says which texts are changed and what a customer does.      After:  nothing is left.
Order:   all moves again, each time: going back in time is playing fewer of them.
Never:   publishes, sends, or looks at a real customer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec

from connectors.content import Content
from connectors.message import Degradation
from dialogs.catalog import Catalog
from dialogs.degradations import Degraded, degraded
from dialogs.flow import Flow
from dialogs.flow_files import load
from gateway.actions.task import Answer, Done, Failed
from gateway.ground.clock import to_iso
from gateway.journey.library import Library
from gateway.journey.rehearsing import rehearsal
from gateway.journey.rehearsing.rehearsal import Form, Rehearsal, Shown
from gateway.journey.rehearsing.trial import Scratch
from gateway.journey.world import World
from gateway.terms import terms_store


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of: words said, an option chosen by its label, a flow begun by a button, waiting for the next timer."""

    say: str | None = None
    choose: str | None = None
    start: str | None = None
    wait: bool = False
    via: str | None = None  # from another channel


class Pretended(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes of an action done outside."""

    result: Any = None
    error: str | None = None


class ShownShape(msgspec.Struct, frozen=True, kw_only=True):
    """A message as its channel shows it."""

    content: Content
    channel: str
    author: str
    flow: str
    step: str
    as_: Form = msgspec.field(name="as")
    degradations: tuple[Degradation, ...] = ()


class FrameShape(msgspec.Struct, frozen=True):
    flow: str
    version: str
    step: str
    vars: dict[str, Any]


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one move, and how things stand after it; `path`: the steps that ran, as [flow, step]."""

    said: list[ShownShape]
    path: list[tuple[str, str]]
    frames: list[FrameShape]
    owner: str
    language: str | None
    terms: dict[str, Any]
    at: str  # what the simulated clock shows, ISO 8601, UTC
    problem: str | None = None


def simulate(
    world: World, scratch: Scratch, texts: Mapping[str, str], moves: Sequence[Move], *, channel: str,
    language: str | None = None, actions: Mapping[str, Pretended] | None = None,
) -> list[Played]:  # fmt: skip
    """Play the moves against the flows in use, with these texts in their place. Raises FlowProblem."""
    rehearsed = overlaid(world, texts)
    pretended = {name: _answer(given) for name, given in (actions or {}).items()}
    with scratch() as connection:
        played = Rehearsal(connection, rehearsed, channel, language=language, actions=pretended)
        return [_move(played, rehearsed, one, connection) for one in moves]


def overlaid(world: World, texts: Mapping[str, str]) -> World:
    """The world of rehearsals, with these flows in place of those in use."""
    catalog = _catalog(world.library.catalog, tuple(sorted(texts.items())))
    return replace(world, accounts=_skins(), library=Library(catalog))


def lost(flow: Flow, flows: Mapping[str, Flow], languages: Sequence[str]) -> list[Degraded]:
    """What channels cannot show of that flow as it is written: for the Studio, and for `causerie flows check`."""
    accounts = _skins()
    skins = {channel: accounts[channel] for channel in accounts}
    return degraded(flow, {**flows, flow.name: flow}, skins, languages)


@lru_cache(maxsize=1)
def _skins() -> Any:
    return rehearsal.skins()


@lru_cache(maxsize=4)  # the same draft is tried again and again
def _catalog(held: Catalog, texts: tuple[tuple[str, str], ...]) -> Catalog:
    fresh: dict[str, Flow] = {name: load(text, name) for name, text in texts}
    return Catalog({**held.flows, **{flow.name: flow for flow in fresh.values()}}.values(), knowledge=held.knowledge)


def _answer(given: Pretended) -> Answer:
    return Failed(given.error) if given.error else Done(given.result)


def _move(played: Rehearsal, world: World, move: Move, connection: Any) -> Played:
    problem, said = None, []
    try:
        said = _do(played, move)
    except LookupError as error:
        problem = f"cannot: {error}"
    standing = played.state
    frames = [FrameShape(frame.flow, frame.version, frame.step, frame.vars) for frame in standing.frames]
    return Played(
        said=[_shape(world, one) for one in said], path=list(played.path), frames=frames,
        owner=played.conversation.owner_kind, language=standing.language,
        terms=terms_store.load(connection, played.customer_id).rules, at=to_iso(played.now) or "",
        problem=problem,
    )  # fmt: skip


def _do(played: Rehearsal, move: Move) -> list[Shown]:
    if move.choose is not None:
        return played.choose(move.choose, move.via)
    if move.start is not None:
        return played.start(move.start)
    return played.wait() if move.wait else played.say(move.say or "", move.via)


def _shape(world: World, shown: Shown) -> ShownShape:
    flow, _, step = shown.said_by.partition("/")
    capabilities = world.accounts[shown.channel].capabilities
    return ShownShape(
        content=shown.content, channel=shown.channel, author=shown.author, flow=flow, step=step,
        as_=rehearsal.offers(capabilities, shown.content, shown.numbered), degradations=shown.degradations,
    )  # fmt: skip
