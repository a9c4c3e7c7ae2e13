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
from gateway.people.meeting import Caller, People, found, meet

_encode = msgspec.json.Encoder().encode


def accept(connection: Connection, arrivals: Sequence[Arrival], now: int) -> bool:
    """Store these arrivals; True if a conversation has something to answer. Safe to call again with the same."""
    receipts = [(arrival.account, arrival.event) for arrival in arrivals if isinstance(arrival.event, Status)]
    if receipts:
        status.record(connection, receipts, now)
    fresh = _fresh(connection, arrivals)
    ours = status.recognise(connection, [a for a in fresh.values() if isinstance(a.event, Echo)], now)
    callers = [_caller(a.account, a.channel, a.event) for a in fresh.values() if isinstance(a.event, Inbound | Echo)]
    people = meet(connection, callers, now)
    events = [_row(dedupe, arrival, people, now) for dedupe, arrival in fresh.items() if dedupe not in ours]
    return store(connection, events, now)


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


def _caller(account: str, channel: str, event: Inbound | Echo) -> Caller:
    keys = (event.address, *event.aliases)
    if isinstance(event, Echo):
        return Caller(account, channel, keys, welcome=False)
    return Caller(account, channel, keys, event.name, event.chat, "inbound", event.makes_conversation)


def _row(dedupe: str, arrival: Arrival, people: People, now: int) -> NewEvent:
    event = arrival.event
    assert not isinstance(event, Status)
    if isinstance(event, Unreadable):
        return _loose(dedupe, arrival.account, event, event.reason, "unreadable", now)
    known = found(people, _caller(arrival.account, arrival.channel, event))
    if known is None:
        return _loose(dedupe, arrival.account, event, "stranger", "done", now)
    kind = "inbound" if isinstance(event, Inbound) else "echo"
    return NewEvent(
        dedupe, arrival.account, known.conversation_id, known.customer_id, known.address_id, None, kind, None,
        _encode(event).decode(), None, "waiting", now,
    )  # fmt: skip


def _loose(
    dedupe: str, account: str, event: Inbound | Echo | Unreadable, reason: str, state: str, now: int
) -> NewEvent:
    """An event of nobody: kept as it came."""
    kind = "unreadable" if isinstance(event, Unreadable) else "inbound"
    payload = _encode(event).decode()
    return NewEvent(dedupe, account, None, None, None, None, kind, None, payload, reason, state, now)
