"""The API's shapes: what other programs read. Fixed; see docs/api.md. Times are ISO 8601 UTC."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import msgspec

from connectors.content import Content
from connectors.errors import Failure
from gateway.ground.clock import to_iso
from gateway.messages.delivery import worst

_content = msgspec.json.Decoder(Content).decode
_failure = msgspec.json.Decoder(Failure).decode

MOST = 1000  # in one page of a list
Limit = Annotated[int, msgspec.Meta(ge=1, description=f"how many at most; never more than {MOST} are given")]
Place = Annotated[int, msgspec.Meta(ge=0, le=2**53)]  # a seq, an epoch, an offset: what JSON and databases hold exactly
SHOWN_AS = {"sending": "queued", "told": "digested"}  # a claim is our affair, and so is when a digest went


class Party(msgspec.Struct, omit_defaults=True):
    address: str
    name: str | None = None


class ReplyTo(msgspec.Struct, omit_defaults=True):
    id: str | None = None
    provider_id: str | None = None


class Error(msgspec.Struct, omit_defaults=True):
    kind: str = msgspec.field(name="class")
    code: str | None = None
    text: str | None = None


class Delivery(msgspec.Struct):
    part: int
    provider_id: str | None
    status: str
    error: Error | None
    at: str
    possible_repeat: bool = False


class DecisionShape(msgspec.Struct, omit_defaults=True):
    outcome: str
    codes: list[str]
    until: str | None = None


class Message(msgspec.Struct, omit_defaults=True, kw_only=True):
    id: str
    seq: int
    direction: str
    account: str
    channel: str
    conversation_id: str
    customer_id: str
    from_: Party = msgspec.field(name="from")
    to: Party
    author: str
    author_name: str | None = None
    provider_id: str | None = None
    reply_to: ReplyTo | None = None
    content: Content
    sent_at: str
    received_at: str
    edited_at: str | None = None
    deleted_at: str | None = None
    decision: DecisionShape | None = None
    category: str | None = None
    topic: str | None = None
    status: str | None = None
    deliveries: list[Delivery] = []


class Messages(msgspec.Struct):
    items: list[Message]
    next: str | None


def messages(
    rows: Sequence[Any],
    deliveries: Iterable[Any],
    decisions: Mapping[str, DecisionShape],
    names: Mapping[str, str],
    own: Mapping[str, str],
    quoted: Mapping[str, str],
) -> list[Message]:
    """Stored rows as the API shows them. `names` by customer id, `own` is each account's own address;
    one that is no longer configured is called by its id. `quoted`: what was answered, where only its provider told."""
    parts: dict[str, list[Delivery]] = defaultdict(list)
    for row in deliveries:
        parts[row.message_id].append(delivery(row))
    return [
        _message(
            row,
            parts[row.id],
            decisions.get(row.id),
            names.get(row.customer_id),
            own.get(row.account, row.account),
            row.reply_to_id or quoted.get(row.id),
        )
        for row in rows
    ]


def _message(
    row: Any, parts: list[Delivery], decision: DecisionShape | None, name: str | None, own: str, answered: str | None
) -> Message:
    customer, brand = Party(row.address, name), Party(own)
    inbound = row.direction == "in"
    return Message(
        id=row.id,
        seq=row.seq,
        direction=row.direction,
        account=row.account,
        channel=row.channel,
        conversation_id=row.conversation_id,
        customer_id=row.customer_id,
        from_=customer if inbound else brand,
        to=brand if inbound else customer,
        author=row.author,
        author_name=row.author_name,
        provider_id=row.provider_id or next((part.provider_id for part in parts if part.provider_id), None),
        reply_to=ReplyTo(answered, row.reply_to_provider_id) if answered or row.reply_to_provider_id else None,
        content=_content(row.content),
        sent_at=to_iso(row.sent_at) or "",
        received_at=to_iso(row.received_at) or "",
        edited_at=to_iso(row.edited_at),
        deleted_at=to_iso(row.deleted_at),
        decision=decision,
        category=row.category,
        topic=row.topic,
        status=_status(row, parts),
        deliveries=parts,
    )


def _status(row: Any, parts: Sequence[Delivery]) -> str | None:
    """Of what we said; what was said in another app has left without us."""
    if row.direction == "in":
        return None
    return "sent" if row.author == "external" else worst(part.status for part in parts)


def delivery(row: Any) -> Delivery:
    return Delivery(
        part=row.part,
        provider_id=row.provider_id,
        status=SHOWN_AS.get(row.state, row.state),
        error=error(row.error),
        at=to_iso(row.at) or "",
        possible_repeat=bool(row.repeat),
    )


def error(text: str | None) -> Error | None:
    if not text:
        return None
    failure = _failure(text)
    return Error(failure.kind, failure.code or None, failure.text or None)
