"""Inbox: keep what arrived, once, with its customer and its place in the conversation.

Before:  webhook hands over what providers said.      After:  turn answers; providers are answered 2xx on commit.
Order:   of arrival, `seq` of the conversation.
Never:   answers a customer; makes a conversation out of a status, an echo or a system event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection

from connectors.message import Echo, Inbound, Status, Unreadable
from gateway.ground.ids import new_id
from gateway.journey import status
from gateway.journey.webhook import Arrival
from gateway.messages import inbox_store
from gateway.messages.inbox import dedupe_key
from gateway.messages.inbox_store import NewEvent
from gateway.people import address_store, conversation_store, customer_store
from gateway.people.address_store import Known, NewAddress, NewKey
from gateway.people.conversation_store import NewConversation
from gateway.people.customer_store import NewCustomer

_encode = msgspec.json.Encoder().encode


@dataclass
class Newcomers:
    """Who has to be made for this batch, and the keys under which all are found."""

    customers: list[NewCustomer] = field(default_factory=list)
    conversations: list[NewConversation] = field(default_factory=list)
    addresses: list[NewAddress] = field(default_factory=list)
    keys: list[NewKey] = field(default_factory=list)


def accept(connection: Connection, arrivals: Sequence[Arrival], now: int) -> bool:
    """Store these arrivals; True if a conversation has something to answer. Safe to call again with the same."""
    receipts = [(arrival.account, arrival.event) for arrival in arrivals if isinstance(arrival.event, Status)]
    if receipts:
        status.record(connection, receipts, now)
    fresh = _fresh(connection, [arrival for arrival in arrivals if not isinstance(arrival.event, Status)])
    echoes = status.recognise(connection, [a for a in fresh.values() if isinstance(a.event, Echo)], now)
    people = _people(connection, fresh.values(), now)
    events = [_row(dedupe, arrival, people, now) for dedupe, arrival in fresh.items() if dedupe not in echoes]
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
    """Each arrival once, and only what we never saw."""
    keyed: dict[str, Arrival] = {}
    for arrival in arrivals:
        assert not isinstance(arrival.event, Status)
        keyed.setdefault(dedupe_key(arrival.account, arrival.event), arrival)
    seen = inbox_store.seen(connection, list(keyed)) if keyed else ()
    return {dedupe: arrival for dedupe, arrival in keyed.items() if dedupe not in seen}


def _keys(event: Inbound | Echo) -> tuple[str, ...]:
    return (event.address, *event.aliases)


def _people(connection: Connection, arrivals: Iterable[Arrival], now: int) -> dict[tuple[str, str], Known]:
    """Who is behind each (account, key); people who write for the first time are made."""
    said = [a for a in arrivals if isinstance(a.event, Inbound | Echo)]
    wanted = {(a.account, key) for a in said for key in _keys(a.event)}  # type: ignore[arg-type]
    if not wanted:
        return {}
    people = {(k.account, k.key): k for k in address_store.known(connection, sorted(wanted))}
    if len(people) < len(wanted):
        _meet(connection, said, people, now)
    return people


def _meet(
    connection: Connection, said: Sequence[Arrival], people: dict[tuple[str, str], Known], now: int
) -> None:
    """Make who is missing, and let the known be found by the keys they now show."""
    unknown = [a for a in said if any((a.account, key) not in people for key in _keys(a.event))]  # type: ignore[arg-type]
    elsewhere = {
        (p.channel, p.key): (p.customer_id, p.conversation_id)
        for p in address_store.known_people(
            connection,
            sorted({(a.channel, key) for a in unknown for key in _keys(a.event)}),  # type: ignore[arg-type]
        )
    }
    new = Newcomers()
    for arrival in unknown:
        _introduce(arrival, people, elsewhere, new, now)
    if new.customers:
        customer_store.add(connection, new.customers)
        conversation_store.add(connection, new.conversations)
    if new.addresses:
        address_store.add(connection, new.addresses)
    if new.keys:
        address_store.add_keys(connection, new.keys)


def _introduce(
    arrival: Arrival,
    people: dict[tuple[str, str], Known],
    elsewhere: dict[tuple[str, str], tuple[str, str]],
    new: Newcomers,
    now: int,
) -> None:
    event = arrival.event
    assert isinstance(event, Inbound | Echo)
    known = next((people[arrival.account, k] for k in _keys(event) if (arrival.account, k) in people), None)
    if known is None and not (isinstance(event, Inbound) and event.makes_conversation):
        return
    known = known or _new_address(arrival.account, arrival.channel, event, elsewhere, new, now)
    for key in _keys(event):
        if (arrival.account, key) not in people:
            people[arrival.account, key] = known
            elsewhere.setdefault((arrival.channel, key), (known.customer_id, known.conversation_id))
            new.keys.append(NewKey(arrival.account, key, arrival.channel, known.address_id))


def _new_address(
    account: str,
    channel: str,
    event: Inbound | Echo,
    elsewhere: dict[tuple[str, str], tuple[str, str]],
    new: Newcomers,
    now: int,
) -> Known:
    found = next((elsewhere[channel, key] for key in _keys(event) if (channel, key) in elsewhere), None)
    customer_id, conversation_id = found or (new_id(), new_id())
    name = event.name if isinstance(event, Inbound) else None
    chat = event.chat if isinstance(event, Inbound) else "private"
    if found is None:
        new.customers.append(NewCustomer(customer_id, name, None, now))
        new.conversations.append(NewConversation(conversation_id, customer_id, now))
    address = NewAddress(new_id(), customer_id, account, channel, event.address, chat, "inbound", now)
    new.addresses.append(address)
    return Known(account, event.address, address.id, customer_id, conversation_id)


def _row(dedupe: str, arrival: Arrival, people: dict[tuple[str, str], Known], now: int) -> NewEvent:
    event = arrival.event
    assert not isinstance(event, Status)
    if isinstance(event, Unreadable):
        return _loose(dedupe, arrival.account, event, event.reason, "unreadable", now)
    known = next((people[arrival.account, k] for k in _keys(event) if (arrival.account, k) in people), None)
    if known is None:
        return _loose(dedupe, arrival.account, event, "stranger", "done", now)
    kind = "inbound" if isinstance(event, Inbound) else "echo"
    return NewEvent(
        dedupe, arrival.account, known.conversation_id, known.customer_id, known.address_id, None, kind, None,
        _encode(event).decode(), None, "waiting", now,
    )  # fmt: skip


def _loose(dedupe: str, account: str, event: Inbound | Echo | Unreadable, reason: str, state: str, now: int) -> NewEvent:
    kind = "unreadable" if isinstance(event, Unreadable) else "inbound"
    payload = _encode(event).decode()
    return NewEvent(dedupe, account, None, None, None, None, kind, None, payload, reason, state, now)
