"""Meeting: who is behind an address, and the making of those who are new.

One customer per (channel, provider's person id) until something links them: the same phone on two accounts of one
channel is one customer with two addresses, on two channels it is two customers. WhatsApp has one person a line: a phone
that it spells otherwise than we do (Argentina, Brazil, Mexico) is that person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection

from gateway.ground.ids import new_id
from gateway.people import address_store, conversation_store, customer_store
from gateway.people.address import twin
from gateway.people.address_store import Known, NewAddress, NewKey
from gateway.people.conversation_store import NewConversation
from gateway.people.customer_store import NewCustomer

People = dict[tuple[str, str], Known]  # by (account, key)


class Raced(Exception):
    """Another did the same at the same moment: undo all, and the next try finds what they did."""


class Caller(msgspec.Struct, frozen=True):
    """Somebody at an address. `keys` starts with the address; a caller who is not `welcome` is never made new."""

    account: str
    channel: str
    keys: tuple[str, ...]
    name: str | None = None
    chat: str = "private"
    verified: str | None = None
    welcome: bool = True


@dataclass
class _Newcomers:
    customers: list[NewCustomer] = field(default_factory=list)
    conversations: list[NewConversation] = field(default_factory=list)
    addresses: list[NewAddress] = field(default_factory=list)
    keys: list[NewKey] = field(default_factory=list)

    def store(self, connection: Connection) -> None:
        if self.customers:
            customer_store.add(connection, self.customers)
            conversation_store.add(connection, self.conversations)
        if self.addresses:
            address_store.add(connection, self.addresses)
        if self.keys and address_store.add_keys(connection, sorted(self.keys)) < len(self.keys):
            raise Raced


def meet(connection: Connection, callers: Sequence[Caller], now: int) -> People:
    """Everybody these keys belong to; who is welcome and new is made, who is known is found by every key shown.

    Raises Raced where another process made one of them meanwhile.
    """
    wanted = sorted({(caller.account, key) for caller in callers for key in caller.keys})
    if not wanted:
        return {}
    people = {(known.account, known.key): known for known in address_store.known(connection, wanted)}
    if len(people) < len(wanted):
        unknown = [caller for caller in callers if any((caller.account, key) not in people for key in caller.keys)]
        _introduce(connection, unknown, people, now)
    return people


def found(people: People, caller: Caller) -> Known | None:
    """Whom a caller turned out to be."""
    return next((people[caller.account, key] for key in caller.keys if (caller.account, key) in people), None)


def _introduce(connection: Connection, callers: Sequence[Caller], people: People, now: int) -> None:
    keys = sorted({(caller.channel, key) for caller in callers for key in caller.keys})
    elsewhere = {
        (person.channel, person.key): (person.customer_id, person.conversation_id)
        for person in address_store.known_people(connection, keys)
    }
    new = _Newcomers()
    twins = _twins(connection, callers)
    for caller in callers:
        known = found(people, caller) or _twin(caller, people) or _twin(caller, twins)
        if known is None and not caller.welcome:
            continue
        known = known or _arrive(caller, elsewhere, new, now)
        for key in caller.keys:
            if (caller.account, key) not in people:
                people[caller.account, key] = known
                elsewhere.setdefault((caller.channel, key), (known.customer_id, known.conversation_id))
                new.keys.append(NewKey(caller.account, key, caller.channel, known.address_id))
    new.store(connection)


def _twins(connection: Connection, callers: Sequence[Caller]) -> People:
    """Who is known by a phone of these callers, spelled as they do not spell it."""
    wanted = sorted({(caller.account, other) for caller in callers if (other := _other(caller))})
    return {(one.account, one.key): one for one in address_store.known(connection, wanted)} if wanted else {}


def _twin(caller: Caller, people: People) -> Known | None:
    return people.get((caller.account, _other(caller) or ""))


def _other(caller: Caller) -> str | None:
    return twin(caller.keys[0]) if caller.channel == "whatsapp" else None


def _arrive(caller: Caller, elsewhere: dict[tuple[str, str], tuple[str, str]], new: _Newcomers, now: int) -> Known:
    """A new address: of a person known on another account of the channel, or of a new customer."""
    known = next((elsewhere[caller.channel, key] for key in caller.keys if (caller.channel, key) in elsewhere), None)
    customer_id, conversation_id = known or (new_id(), new_id())
    if known is None:
        new.customers.append(NewCustomer(customer_id, caller.name, None, now))
        new.conversations.append(NewConversation(conversation_id, customer_id, now))
    value = caller.keys[0]
    address = NewAddress(
        new_id(), customer_id, caller.account, caller.channel, value, caller.chat, caller.verified, now
    )
    new.addresses.append(address)
    return Known(caller.account, value, address.id, customer_id, conversation_id, is_new=known is None)
