"""The outbox: an outgoing message as the rows that promise it, written in the transaction that decided to say it.

Pure: ids, time and the connector's spelling come in. What the channel could not show is kept beside the message.
"""

from __future__ import annotations

import msgspec

from connectors.content import Content
from connectors.contract import Connector
from connectors.message import Outbound, RenderPlan
from gateway.messages.message_store import NewMessage
from gateway.messages.outbox_store import NewDelivery

_encode = msgspec.json.Encoder().encode


class Addressee(msgspec.Struct, frozen=True):
    """To whom, where, and in which conversation."""

    customer_id: str
    conversation_id: str
    address_id: str
    address: str
    account: str
    channel: str


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said, by whom and why."""

    content: Content
    author: str
    category: str
    epoch: int
    author_name: str | None = None
    topic: str | None = None
    language: str = "en"
    window_open: bool = True
    reply_to_id: str | None = None
    reply_to_provider_id: str | None = None
    quote: bool = False  # show the customer which message is answered
    expires_at: int | None = None
    idempotency_key: str | None = None
    own: frozenset[str] = frozenset()  # media ids of its content that are files of ours
    said_by: str | None = None  # "flow/step", a campaign


def promise(
    saying: Saying, to: Addressee, connector: Connector, *, message_id: str, seq: int, now: int
) -> tuple[NewMessage, list[NewDelivery]]:
    """The message and one delivery for each provider call that it takes."""
    quoted = saying.reply_to_provider_id if saying.quote else None
    plan = connector.render(
        Outbound(
            id=message_id, address=to.address, content=saying.content, reply_to=quoted, author=saying.author,
            category=saying.category, language=saying.language, window_open=saying.window_open,
            own=saying.own,
        )
    )  # fmt: skip
    deliveries = [
        NewDelivery(
            message_id=message_id, part=number, customer_id=to.customer_id, conversation_id=to.conversation_id,
            address_id=to.address_id, seq=seq, account=to.account, author=saying.author, epoch=saying.epoch,
            category=saying.category, call=_encode(part).decode(), state="queued", next_at=now, at=now,
        )
        for number, part in enumerate(plan.parts, 1)
    ]  # fmt: skip
    return _message(saying, to, plan, message_id=message_id, seq=seq, now=now), deliveries


def _message(saying: Saying, to: Addressee, plan: RenderPlan, *, message_id: str, seq: int, now: int) -> NewMessage:
    return NewMessage(
        id=message_id,
        customer_id=to.customer_id,
        conversation_id=to.conversation_id,
        seq=seq,
        direction="out",
        account=to.account,
        channel=to.channel,
        address_id=to.address_id,
        address=to.address,
        author=saying.author,
        author_name=saying.author_name,
        reply_to_id=saying.reply_to_id,
        reply_to_provider_id=saying.reply_to_provider_id,
        type=saying.content.__struct_config__.tag,  # type: ignore[arg-type]
        content=_encode(saying.content).decode(),
        category=saying.category,
        topic=saying.topic,
        sent_at=now,
        received_at=now,
        expires_at=saying.expires_at,
        idempotency_key=saying.idempotency_key,
        notes=_notes(saying, plan),
    )


def _notes(saying: Saying, plan: RenderPlan) -> str | None:
    if not plan.degradations and not saying.said_by:
        return None
    return _encode({"said_by": saying.said_by, "degradations": plan.degradations}).decode()
