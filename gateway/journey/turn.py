"""Turn: answer everything that waits in a conversation. All or nothing.

Before:  inbox lined the conversation up.      After:  sender keeps the promises made here.
Order:   events of a conversation by `seq`; whoever waits longest first.
Never:   calls anything outside; holds a conversation beyond its transaction; lets one poisoned event hurt another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection

from connectors.message import Echo, Inbound
from gateway.ground.database import is_away
from gateway.ground.ids import new_id
from gateway.journey import erasing, hearing, inbox
from gateway.journey.acting import ActionEnded, FlowAsked
from gateway.journey.crossing.pivoting import CustomerCame
from gateway.journey.holding import people_asked
from gateway.journey.holding.ownership import HumanStretchEnded
from gateway.journey.talk import Harvest, Signal, Talk
from gateway.journey.world import World
from gateway.messages import inbox_store, timer_store
from gateway.messages.due_store import Due
from gateway.messages.inbox_store import BURST, NewEvent, Overtaken, Waiting
from gateway.terms import terms_store
from gateway.terms.preference import Terms
from handoff import switch_store

TRIES = 5
PATIENCE = (1, 5, 30, 120)  # seconds before an event that failed is tried again

log = structlog.get_logger()
_inbound = msgspec.json.Decoder(Inbound).decode
_echo = msgspec.json.Decoder(Echo).decode


class TimerDue(msgspec.Struct, frozen=True, tag="timer_due"):
    """A command to the turn: this timer of the dialog ran out."""

    id: str


_command = msgspec.json.Decoder(HumanStretchEnded | TimerDue | ActionEnded | FlowAsked | CustomerCame).decode
_encode = msgspec.json.Encoder().encode
_DECODE: dict[str, Callable[[str], Any]] = {"inbound": _inbound, "echo": _echo, "command": _command}


Dispatch = Callable[[Connection, Harvest, int], list[Due]]  # journey/claiming.py, with its accounts


def no_dispatch(_connection: Connection, _harvest: Harvest, _now: int) -> list[Due]:
    """Where nobody sends in this process: what is promised waits for those who do."""
    return []


@dataclass(frozen=True)
class Taken:
    """What a batch of turns did: whom to tell, and which accounts have something to send."""

    conversations: list[str] = field(default_factory=list)
    with_people: frozenset[str] = frozenset()  # of them those that people hold, wait for, or have just let go of
    accounts: set[str] = field(default_factory=set)
    signals: list[Signal] = field(default_factory=list)
    calls: list[Due] = field(default_factory=list)  # claimed already: to be made once this is on disk
    more: bool = False  # somebody waits still
    asked: bool = False  # somebody outside is to do something
    files: tuple[str, ...] = ()  # of customers who are forgotten: to be removed once that is on disk


@dataclass(frozen=True)
class Rung:
    """What the timers that were due did."""

    lined_up: bool = False
    files: tuple[str, ...] = ()


def take(connection: Connection, world: World, dispatch: Dispatch, most: int, now: int) -> Taken:
    """Take the turn of the conversations that wait longest."""
    picked = inbox_store.pick(connection, now, most)
    taken = _take(connection, world, dispatch, picked, now)
    return replace(taken, more=taken.more or len(picked) == most)


def line(connection: Connection, most: int, now: int) -> list[str]:
    """Who waits, longest first."""
    return inbox_store.pick(connection, now, most)


def take_one(connection: Connection, world: World, conversation_id: str, now: int) -> Taken:
    """One event of one conversation. One that fails is tried again later; in the end people take over."""
    try:
        with connection.begin_nested():
            return _take(connection, world, no_dispatch, [conversation_id], now, burst=1)
    except Overtaken:
        return Taken()
    except Exception as error:
        if is_away(error):
            raise  # not this event's fault: it is not blamed, and keeps its place
        log.error("turn_failed", conversation_id=conversation_id, error=type(error).__name__, exc_info=error)
        _postpone(connection, world, conversation_id, type(error).__name__, now)
        return Taken([conversation_id], frozenset([conversation_id]))


def set_back(connection: Connection, now: int, doubt: int) -> None:
    """The clock was set back, by more than `doubt` milliseconds: nobody waits for the time that it showed."""
    inbox_store.set_back(connection, now, PATIENCE[-1] * 1000 + doubt)


def ring_timers(connection: Connection, most: int, now: int) -> Rung:
    """Make events of the timers that are due; who asked to be forgotten is."""
    due = timer_store.take_due(connection, now, most)
    files = [file for one in due if erasing.is_due(one) for file in _forget(connection, one.customer_id, now)]
    events = [_timer_event(one, now) for one in due if not erasing.is_due(one)]
    return Rung(inbox.store(connection, events, now) if events else False, tuple(files))


def _forget(connection: Connection, customer_id: str, now: int) -> list[str]:
    try:
        return erasing.erase(connection, customer_id, now).media
    except erasing.NobodyThere:
        log.info("erased_before", customer_id=customer_id)
        return []


def _timer_event(due: timer_store.Timer, now: int) -> NewEvent:
    return NewEvent(
        new_id(), "", due.conversation_id, due.customer_id, due.address_id, None, "command", None,
        _encode(TimerDue(due.id)).decode(), None, "waiting", now,
    )  # fmt: skip


def _take(
    connection: Connection, world: World, dispatch: Dispatch, conversations: Sequence[str], now: int, *,
    burst: int = BURST,
) -> Taken:  # fmt: skip
    if not conversations:
        return Taken()
    harvest = Harvest()
    rows = inbox_store.waiting(connection, conversations, burst)
    react(connection, world, [(row, _DECODE[row.kind](row.payload)) for row in rows], harvest, now)
    harvest.handled = [row.id for row in rows]
    return settle(connection, harvest, dispatch, list(conversations), now)


def react(
    connection: Connection, world: World, events: Sequence[tuple[Waiting, Any]], harvest: Harvest, now: int
) -> None:
    """Hear these events of conversations that the caller holds, each conversation's in order."""
    talks: dict[str, Talk] = {}
    harvest.switches = switch_store.thrown(connection)
    terms = terms_store.load_many(connection, sorted({row.customer_id for row, _ in events}))
    for row, event in events:
        talk = talks.get(row.conversation_id)
        if talk is None:
            talk = talks[row.conversation_id] = Talk.of(row, terms.get(row.customer_id, Terms()))
            harvest.talks.append(talk)
        if row.kind == "inbound":
            hearing.inbound(connection, world, talk, row, event, harvest, now)
        elif row.kind == "echo":
            hearing.echo(connection, world, talk, row, event, harvest)
        else:
            hearing.command(connection, world, talk, row, event, harvest, now)
    harvest.place()


def settle(connection: Connection, harvest: Harvest, dispatch: Dispatch, conversations: list[str], now: int) -> Taken:
    """Write down all that these turns did, what may leave at once already claimed."""
    calls = dispatch(connection, harvest, now)
    more = harvest.store(connection, now)
    people_asked.tell(connection, harvest, now)
    more = more or bool(harvest.linked)
    return Taken(
        conversations, harvest.with_people(), harvest.accounts(), harvest.signals, calls, more, bool(harvest.actions)
    )


def _postpone(connection: Connection, world: World, conversation_id: str, reason: str, now: int) -> None:
    """Later, or never: then people take over, and the event is kept for an admin."""
    first = inbox_store.waiting(connection, [conversation_id], 1)[0]
    if first.attempts + 1 < TRIES:
        due = now + PATIENCE[first.attempts] * 1000
        inbox_store.postpone(connection, first.id, conversation_id, due, reason)
        return
    inbox_store.give_up(connection, first.id, reason, shown=_show(connection, world, first, now))
    people_asked.bot_failed(connection, first, now)
    inbox_store.finish(connection, [], [conversation_id], now)


def _show(connection: Connection, world: World, row: Waiting, now: int) -> bool:
    """Let people see what nobody reacted to; False where that fails too, or it was nothing said."""
    if row.kind != "inbound":
        return False
    said, harvest = _inbound(row.payload), Harvest()
    try:
        with connection.begin_nested():
            connector = world.accounts[row.account]
            hearing.keep(Talk.of(row, Terms()), row, said, said.content, connector, harvest, now)
            harvest.keep(connection)
    except Exception as error:  # noqa: BLE001 - what spoils an event may spoil its sight: an admin has it
        log.warning("event_not_shown", conversation_id=row.conversation_id, error=type(error).__name__)
        return False
    return True
