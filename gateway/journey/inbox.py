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
from gateway.journey.crossing import linking
from gateway.journey.webhook import Arrival
from gateway.messages import inbox_store
from gateway.messages.inbox import dedupe_key
from gateway.messages.inbox_store import NewEvent
from gateway.people import conversation_store
from gateway.people.address_store import Known
from gateway.people.meeting import Caller, found, meet

_KINDS: dict[type, str] = {Echo: "echo", Unreadable: "unreadable"}
_encode = msgspec.json.Encoder().encode


def accept(connection: Connection, arrivals: Sequence[Arrival], now: int) -> bool:
    """Store these arrivals; True if a conversation has something to answer. Safe to call again with the same."""
    fresh = keyed(connection, arrivals, now)
    seen = inbox_store.seen(connection, list(fresh)) if fresh else set()
    fresh = {dedupe: arrival for dedupe, arrival in fresh.items() if dedupe not in seen}
    callers = {dedupe: caller(arrival) for dedupe, arrival in fresh.items()}
    people = meet(connection, [one for one in callers.values() if one is not None], now)
    linking.meet(connection, people, now)
    rows = [
        _row(dedupe, fresh[dedupe], found(people, one) if one is not None else None, now)
        for dedupe, one in callers.items()
    ]
    return store(connection, rows, now)


def keyed(connection: Connection, arrivals: Sequence[Arrival], now: int) -> dict[str, Arrival]:
    """These arrivals by what makes them the same, each once.

    What speaks of our own messages is written down on the way and left out: receipts, and echoes of what we sent.
    """
    receipts = [(arrival.account, arrival.event) for arrival in arrivals if isinstance(arrival.event, Status)]
    if receipts:
        status.record(connection, receipts, now)
    fresh: dict[str, Arrival] = {}
    for arrival in arrivals:
        if not isinstance(arrival.event, Status):
            fresh.setdefault(dedupe_key(arrival.account, arrival.event), arrival)
    echoes = [arrival for arrival in fresh.values() if isinstance(arrival.event, Echo)]
    ours = status.recognise(connection, echoes, now) if echoes else ()
    return {dedupe: arrival for dedupe, arrival in fresh.items() if dedupe not in ours} if ours else fresh


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


def caller(arrival: Arrival) -> Caller | None:
    """Who is behind it; None: nobody that it would name."""
    event = arrival.event
    if isinstance(event, Inbound):
        keys, new = (event.address, *event.aliases), event.makes_conversation
        return Caller(arrival.account, arrival.channel, keys, event.name, event.chat, "inbound", welcome=new)
    if isinstance(event, Echo):
        return Caller(arrival.account, arrival.channel, (event.address, *event.aliases), welcome=False)
    return None


def kind(arrival: Arrival) -> str:
    return _KINDS.get(type(arrival.event), "inbound")


def _row(dedupe: str, arrival: Arrival, known: Known | None, now: int) -> NewEvent:
    event = arrival.event
    assert not isinstance(event, Status)
    reason, state = (event.reason, "unreadable") if isinstance(event, Unreadable) else ("stranger", "done")
    row = NewEvent(
        dedupe,
        arrival.account,
        None,
        None,
        None,
        None,
        kind(arrival),
        None,
        _encode(event).decode(),
        reason,
        state,
        now,
    )
    if known is not None:
        row.conversation_id, row.customer_id = known.conversation_id, known.customer_id
        row.address_id, row.reason, row.state = known.address_id, None, "waiting"
    return row
