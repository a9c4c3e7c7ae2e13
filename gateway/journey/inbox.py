"""Inbox: keep what arrived, once, with its customer and its place in the conversation.

Before:  webhook hands over what providers said.      After:  turn answers; providers are answered 2xx on commit.
Order:   of arrival, `seq` of the conversation.
Never:   answers a customer; makes a conversation out of a status, an echo or a system event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from connectors.message import Echo, Inbound, Status, Unreadable
from gateway.journey import status
from gateway.journey.webhook import Arrival
from gateway.messages import inbox_store
from gateway.messages.inbox import dedupe_key
from gateway.messages.inbox_store import NewEvent
from gateway.people import conversation_store
from gateway.people.address_store import Known
from gateway.people.meeting import Caller, found, meet

_KINDS: dict[type, str] = {Echo: "echo", Unreadable: "unreadable"}
_encode = msgspec.json.Encoder().encode


class Sifted(msgspec.Struct, frozen=True):
    """An event that is new, and whose it is (None: nobody's)."""

    dedupe: str
    arrival: Arrival
    known: Known | None


def accept(connection: Connection, arrivals: Sequence[Arrival], now: int) -> bool:
    """Store these arrivals; True if a conversation has something to answer. Safe to call again with the same."""
    return store(connection, [waiting(one, now) for one in sift(connection, arrivals, now)], now)


def sift(connection: Connection, arrivals: Sequence[Arrival], now: int) -> list[Sifted]:
    """What is new among these, with its customer; receipts are written down on the way."""
    receipts = [(arrival.account, arrival.event) for arrival in arrivals if isinstance(arrival.event, Status)]
    if receipts:
        status.record(connection, receipts, now)
    fresh = _fresh(connection, arrivals)
    echoes = [arrival for arrival in fresh.values() if isinstance(arrival.event, Echo)]
    ours = status.recognise(connection, echoes, now) if echoes else ()
    callers = {dedupe: _caller(arrival) for dedupe, arrival in fresh.items() if dedupe not in ours}
    people = meet(connection, [caller for caller in callers.values() if caller is not None], now)
    return [
        Sifted(dedupe, fresh[dedupe], found(people, caller) if caller is not None else None)
        for dedupe, caller in callers.items()
    ]


def store(connection: Connection, events: Sequence[NewEvent], now: int) -> bool:
    """Give each event its place and line its conversation up; True if there was any."""
    counts = Counter(event.conversation_id for event in events if event.conversation_id)
    if counts:
        last = conversation_store.reserve(connection, counts)
        place = {conversation: seq - counts[conversation] for conversation, seq in last.items()}
        for event in events:
            if event.conversation_id:
                place[event.conversation_id] += 1
                event.seq = place[event.conversation_id]
    if events:
        inbox_store.add(connection, events)
    if counts:
        inbox_store.line_up(connection, dict.fromkeys(counts, now))
    return bool(counts)


def _fresh(connection: Connection, arrivals: Sequence[Arrival]) -> dict[str, Arrival]:
    """Each arrival once by its dedupe key, and only what we never saw."""
    keyed: dict[str, Arrival] = {}
    for arrival in arrivals:
        if not isinstance(arrival.event, Status):
            keyed.setdefault(dedupe_key(arrival.account, arrival.event), arrival)
    seen = inbox_store.seen(connection, list(keyed)) if keyed else set()
    return {dedupe: arrival for dedupe, arrival in keyed.items() if dedupe not in seen}


def _caller(arrival: Arrival) -> Caller | None:
    event = arrival.event
    if isinstance(event, Inbound):
        keys = (event.address, *event.aliases)
        new = event.makes_conversation
        return Caller(arrival.account, arrival.channel, keys, event.name, event.chat, "inbound", welcome=new)
    if isinstance(event, Echo):
        return Caller(arrival.account, arrival.channel, (event.address, *event.aliases), welcome=False)
    return None


def waiting(one: Sifted, now: int) -> NewEvent:
    """The row of an event that is to be handled."""
    event, known = one.arrival.event, one.known
    assert not isinstance(event, Status)
    if known is None:
        reason, state = (event.reason, "unreadable") if isinstance(event, Unreadable) else ("stranger", "done")
        return _row(one, _encode(event).decode(), reason, state, now)
    return _row(one, _encode(event).decode(), None, "waiting", now)


def handled(one: Sifted, seq: int, now: int) -> NewEvent:
    """The row of an event that is handled in the commit that stores it: it is only remembered."""
    row = _row(one, None, None, "done", now)
    row.seq = seq
    return row


def _row(one: Sifted, payload: str | None, reason: str | None, state: str, now: int) -> NewEvent:
    known = one.known
    conversation, customer, address = (
        (known.conversation_id, known.customer_id, known.address_id) if known is not None else (None, None, None)
    )
    return NewEvent(
        one.dedupe, one.arrival.account, conversation, customer, address, None, kind(one), None, payload, reason, state,
        now,
    )  # fmt: skip


def kind(one: Sifted) -> str:
    return _KINDS.get(type(one.arrival.event), "inbound")
