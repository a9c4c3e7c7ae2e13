"""Vouching: what shows who somebody is beside the address they write from; and what they say of themselves.

Before:  hearing kept the message.      After:  two customers are one, or people may compare them at the Desk.
Order:   before anybody answers: what follows may be another conversation's.
Never:   links by what somebody merely says; costs more than a look where nothing is to be linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import ContactCard, Content, Text, plain_text
from connectors.message import Inbound
from dialogs import values
from dialogs.understand.words import fold
from dialogs.values import Given
from gateway.journey.crossing import linking
from gateway.journey.talk import Harvest, Linked, Talk
from gateway.messages.inbox_store import Waiting
from gateway.messages.message_store import NewMessage
from gateway.people import address_store
from gateway.people.claim_store import NewClaim
from gateway.terms import terms_store

LONGEST = 120  # characters of what is compared
_MAYBE = {"email": re.compile(r"\S@\S"), "phone": re.compile(r"\d(?:[ ().\u00a0/-]{0,3}\d){7}")}


def came(
    connection: Connection, talk: Talk, row: Waiting, said: Inbound, message: NewMessage, country: str,
    harvest: Harvest, now: int,
) -> bool:  # fmt: skip
    """True: the customer is known elsewhere, and goes on there."""
    mode = linking.mode(connection)
    if row.address_id is None or row.chat != "private" or mode == "off":
        return False
    harvest.claims += _claims(row, said, message, country)
    if said.phone is not None:
        address_store.know(connection, row.address_id, [said.phone])
        return mode == "automatic" and _shown(connection, talk, row, said.phone, harvest, now)
    if mode == "automatic" and row.last_inbound_at is None:
        _first(connection, talk, said, now)
    return False


def follow(connection: Connection, talk: Talk, row: Waiting, harvest: Harvest) -> bool:
    """Is the address another's by now? Then what follows is the other conversation's."""
    where: Any = address_store.get(connection, row.address_id) if row.address_id else None
    if where is None or where.customer_id == talk.customer_id:
        return False
    talk.address_id = None
    harvest.linked.append(Linked(where.customer_id, where.id, row.account))
    heard = harvest.heard.get(where.id)
    if heard is not None:
        harvest.heard[where.id] = msgspec.structs.replace(heard, customer_id=where.customer_id)
    for one in harvest.claims:
        if one.address_id == where.id:
            one.customer_id = where.customer_id
    return True


def _shown(connection: Connection, talk: Talk, row: Waiting, phone: str, harvest: Harvest, now: int) -> bool:
    """The provider vouches for a number that it does not reach them by. Whoever is busy stays where they are."""
    other = linking.by_phone(connection, phone, talk.customer_id, now)
    if other is None:
        return False
    stays = (other, talk.customer_id)
    goes = (talk.customer_id, other)
    is_asked = talk.state is not None and '"pending"' in talk.state
    for giver, taker in (stays, goes) if is_asked or talk.owner_kind in linking.PEOPLE else (goes, stays):
        if linking.prove(connection, giver, taker, "phone", {"phone": phone}, now) is not None:
            talk.terms = terms_store.load(connection, talk.customer_id)
            return follow(connection, talk, row, harvest)
    return False


def _first(connection: Connection, talk: Talk, said: Inbound, now: int) -> None:
    """We wrote there before they ever did. What they say is answered where it was said."""
    for phone in (one for one in (said.address, *said.aliases) if one.startswith("+")):
        other = linking.by_phone(connection, phone, talk.customer_id, now)
        if other is not None and linking.prove(
            connection, other, talk.customer_id, "phone", {"phone": phone}, now
        ):  # fmt: skip
            talk.terms = terms_store.load(connection, talk.customer_id)


def _claims(row: Waiting, said: Inbound, message: NewMessage, country: str) -> Iterator[NewClaim]:
    """What they say is theirs; a full name only, and once for each address."""
    assert row.address_id is not None
    found = dict(_told(said.content, country))
    name = fold(said.name) if said.name and row.last_inbound_at is None else ""
    if " " in name:
        found["name"] = name
    for kind, value in found.items():
        if len(value) <= LONGEST:
            yield NewClaim(row.address_id, kind, value, row.customer_id, message.id, row.received_at)


def _told(content: Content, country: str) -> Iterator[tuple[str, str]]:
    if not isinstance(content, Text | ContactCard):
        return
    words = plain_text(content)
    given = Given(words, content, {"brand": {"country": country}})
    for kind, looks in _MAYBE.items():
        if isinstance(content, ContactCard) or looks.search(words):
            value = values.read(kind, given)
            if value is not None:
                yield kind, value
