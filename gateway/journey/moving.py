"""Moving: a message goes by another channel of its customer, said again as that channel spells it.

Before:  the policy chose the place.      After:  sender of the other account claims it in its turn.
Order:   the message keeps its place in the conversation.
Never:   moves what has left, or a part of it.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content
from gateway.ground.clock import to_datetime
from gateway.journey.accounts import Accounts
from gateway.messages import message_store, outbox_store
from gateway.messages.due_store import Due
from gateway.messages.message_store import NewMessage
from gateway.messages.outbox import Addressee, Saying, promise
from gateway.messages.outbox_store import NewDelivery
from gateway.people import address_store, thread_store
from gateway.terms import candidate_store

_content = msgspec.json.Decoder(Content).decode


def move(connection: Connection, accounts: Accounts, due: Due, address_id: str, now: int) -> str:
    """To this address of the same customer; the account that sends it now."""
    row: Any = message_store.get(connection, due.message_id)
    message, deliveries = spell(connection, accounts, row, address_id, due.epoch, now)
    message_store.move(connection, message)
    outbox_store.replace(connection, row.id, deliveries)
    candidate_store.settle_on(connection, row.customer_id, row.id)
    return message.account


def spell(
    connection: Connection, accounts: Accounts, row: Any, address_id: str, epoch: int, now: int,
    content: Content | None = None, topic: str | None = None,
) -> tuple[NewMessage, list[NewDelivery]]:  # fmt: skip
    """A message that has not left, as the channel of this address says it; with another content, about its topic."""
    place: Any = address_store.get(connection, address_id)
    connector = accounts[place.account]
    thread: Any = thread_store.get(connection, address_id)
    heard = thread.last_inbound_at if thread else None
    window = connector.window(to_datetime(heard) if heard else None)
    to = Addressee(row.customer_id, row.conversation_id, address_id, place.value, place.account, place.channel)
    saying = Saying(
        content=content or _content(row.content), author=row.author, category=row.category,
        topic=topic if content else row.topic, epoch=epoch, expires_at=row.expires_at,
        window_open=window.open_until is None or to_datetime(now) < window.open_until,
    )  # fmt: skip
    return promise(saying, to, connector, message_id=row.id, seq=row.seq, now=now)
