"""Fill a store as years of use would: customers with their addresses, and conversations with their messages.

Through the gateway's own stores, so that it is what the gateway would have written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from gateway.ground import schema
from gateway.ground.database import Database
from gateway.messages import inbox_store, message_store, outbox_store
from gateway.messages.inbox_store import NewEvent
from gateway.messages.message_store import NewMessage
from gateway.messages.outbox_store import NewDelivery
from gateway.people import address_store, conversation_store, customer_store, thread_store
from gateway.people.address_store import NewAddress, NewKey
from gateway.people.conversation_store import NewConversation
from gateway.people.customer_store import NewCustomer
from gateway.people.thread_store import Heard
from gateway.terms import decision_store
from gateway.terms.policy.decision import Decision

AT_ONCE = 500  # customers in one transaction
FIRST_AT = 1_700_000_000_000
_SEND = Decision("send", ("OK",))


@dataclass
class _Rows:
    """What one batch of customers leaves in each table."""

    customers: list[NewCustomer] = field(default_factory=list)
    conversations: list[NewConversation] = field(default_factory=list)
    addresses: list[NewAddress] = field(default_factory=list)
    keys: list[NewKey] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    messages: list[NewMessage] = field(default_factory=list)
    deliveries: list[NewDelivery] = field(default_factory=list)
    decisions: list[Any] = field(default_factory=list)
    events: list[NewEvent] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)


def fill(url: str, *, customers: int, messages: int, channel: str, first: int) -> None:
    """So many customers, reached at `first` and the numbers after it, and so many messages between them, in and out."""
    database = Database(url)
    if database.is_embedded:
        schema.prepare(database)
    each = messages // customers
    for start in range(0, customers, AT_ONCE):
        database.write_now(_store, _rows(range(start, min(start + AT_ONCE, customers)), each, channel, first))
    database.write_now(lambda connection: connection.execute(text("ANALYZE")))
    database.close()


def _store(connection: Connection, rows: _Rows) -> None:
    customer_store.add(connection, rows.customers)
    conversation_store.add(connection, rows.conversations)
    address_store.add(connection, rows.addresses)
    address_store.add_keys(connection, rows.keys)
    thread_store.heard(connection, rows.heard)
    for some in _slices(rows.messages):
        message_store.add(connection, some)
    outbox_store.add(connection, rows.deliveries)
    decision_store.record_many(connection, rows.decisions)
    inbox_store.add(connection, rows.events)
    conversation_store.reserve(connection, rows.places)


def _slices(rows: list[Any], size: int = 1000) -> Iterator[list[Any]]:
    return (rows[at : at + size] for at in range(0, len(rows), size))


def _rows(numbers: range, each: int, channel: str, first: int) -> _Rows:
    rows = _Rows()
    for number in numbers:
        customer, conversation, place = _id(1, number), _id(2, number), _id(3, number)
        value = str(first + number)
        rows.customers.append(NewCustomer(customer, "Ann", "en", FIRST_AT))
        rows.conversations.append(NewConversation(conversation, customer, FIRST_AT))
        rows.addresses.append(NewAddress(place, customer, channel, channel, value, "private", "inbound", FIRST_AT))
        rows.keys.append(NewKey(channel, value, channel, place))
        rows.heard.append(Heard(place, customer, FIRST_AT, "1"))
        rows.places[conversation] = each
        for seq in range(1, each + 1):
            _say(rows, number, seq, channel, value)
    return rows


def _say(rows: _Rows, number: int, seq: int, channel: str, value: str) -> None:
    message, at = _id(4, number * 100 + seq), FIRST_AT + number * 100 + seq
    inbound = seq % 2 == 1
    rows.messages.append(
        NewMessage(
            id=message, customer_id=_id(1, number), conversation_id=_id(2, number), seq=seq,
            direction="in" if inbound else "out", account=channel, channel=channel, address_id=_id(3, number),
            address=value, author="customer" if inbound else "bot", provider_id=str(seq) if inbound else None,
            type="text", content='{"type":"text","body":"A message of some sixty characters, as people write."}',
            category=None if inbound else "conversation", sent_at=at, received_at=at,
        )
    )  # fmt: skip
    if inbound:
        rows.events.append(
            NewEvent(f"{number:016x}{seq:016x}", channel, _id(2, number), _id(1, number), _id(3, number), seq,
                     "inbound", None, None, None, "done", at)
        )  # fmt: skip
        return
    rows.deliveries.append(
        NewDelivery(
            message_id=message, part=1, customer_id=_id(1, number), conversation_id=_id(2, number),
            address_id=_id(3, number), seq=seq, account=channel, author="bot", epoch=0, category="conversation",
            call='{"method":"sendMessage","payload":{"chat_id":"1","text":"An answer."}}', state="sent", next_at=at,
            at=at, attempts=1, left_at=at,
        )
    )  # fmt: skip
    rows.decisions.append(
        decision_store.entry(_id(5, number * 100 + seq), _id(1, number), message, "dequeue", _SEND, 0, at)
    )


def _id(kind: int, number: int) -> str:
    """In the shape of ours, and in the order in which they were made."""
    return f"0180{number:08x}"[:8] + f"-{number & 0xFFFF:04x}-7{kind:03x}-8000-{number:012x}"
