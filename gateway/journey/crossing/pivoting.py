"""Pivoting: a customer came with a code from another channel, and goes on there in the same conversation."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, Referral, Text, plain_text
from connectors.contract import Connector
from gateway.ground.ids import new_id
from gateway.journey import inbox
from gateway.journey.crossing import linking, vouching
from gateway.journey.holding import notices
from gateway.journey.talk import Harvest, Linked, Talk, say
from gateway.messages.inbox_store import NewEvent, Waiting
from gateway.messages.message_store import NewMessage
from gateway.people import conversation_store
from handoff import pivot

_encode = msgspec.json.Encoder().encode


class CustomerCame(msgspec.Struct, frozen=True, tag="customer_came"):
    """A command to the turn: the customer goes on at this event's address."""


def arrived(
    connection: Connection, talk: Talk, row: Waiting, content: Content, message: NewMessage, connector: Connector,
    harvest: Harvest, now: int,
) -> bool:  # fmt: skip
    """Did the customer show a code? Then what follows is the other conversation's, or we say that it is too late."""
    code = _code(content)
    if code is None or row.address_id is None:
        return False
    customer_id = linking.by_code(connection, code, row.account, row.address_id, now)
    if customer_id is not None and customer_id != talk.customer_id:
        vouching.follow(connection, talk, row, harvest)
    elif customer_id is None:
        words = Text(body=notices.say("code_wrong", talk.language))
        say(talk, row, message, words, connector, author="system", language=talk.language or "en",
            said_by="desk/code_wrong", quote=False, now=now)  # fmt: skip
    return customer_id is None or customer_id != talk.customer_id


def tell(connection: Connection, linked: Linked, now: int) -> None:
    """The conversation that the customer came back to hears of it, in its own order."""
    held: Any = conversation_store.of_customer(connection, linked.customer_id)
    event = NewEvent(
        new_id(), "", held.id, held.customer_id, linked.address_id, None, "command", None,
        _encode(CustomerCame()).decode(), None, "waiting", now,
    )  # fmt: skip
    inbox.store(connection, [event], now)


def welcome(talk: Talk, row: Waiting, connector: Connector, now: int) -> None:
    """The customer is here now: answers go here, and they hear that nothing must be repeated."""
    talk.address_id = row.address_id
    words = Text(body=notices.say("linked", talk.language))
    say(talk, row, None, words, connector, author="system", language=talk.language or "en", said_by="desk/linked",
        quote=False, now=now)  # fmt: skip


def _code(content: Content) -> str | None:
    referral = content if isinstance(content, Referral) else getattr(content, "referral", None)
    return pivot.find(plain_text(content), referral.ref if referral is not None else None)
