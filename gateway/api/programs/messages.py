"""`/api/v1/messages`: what was said, and saying more."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from sqlalchemy import Connection

from connectors.content import Content
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.shapes import MOST, DecisionShape, Limit, Message, Messages
from gateway.ground.clock import to_iso, to_millis
from gateway.journey.posting import Posted, Posting, Refused, Wants, post
from gateway.messages import message_store, timeline_store
from gateway.messages.message_store import Filter
from gateway.messages.timeline import Reach
from gateway.people import link_store

MINUTE = 60_000
PRIORITIES = {"low": -1, "normal": 0, "high": 1}
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Category = Literal["critical", "transactional", "service", "requested", "conversation", "marketing"]


class MessageQuery(msgspec.Struct, kw_only=True):
    account: str | None = None
    address: str | None = None
    customer_id: str | None = None
    provider_id: str | None = None
    direction: Literal["in", "out"] | None = None
    after: str | None = None
    limit: Limit = 200


class NewMessage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """To an address (`to`), or to a customer we know. The fields from `not_before` on are for what is planned.

    A newer message of the same `collapse_key` takes the place of one that still waits; `digestible`: where a measure is
    full it may go into the customer's digest; `audience` says in plain words why this customer was meant.
    """

    account: str
    content: Content
    category: Category
    to: str | None = None
    customer_id: str | None = None
    topic: str | None = None
    reply_to: str | None = None
    idempotency_key: str | None = None
    expires_at: Moment | None = None
    not_before: Moment | None = None
    campaign: Name | None = None
    priority: Literal["low", "normal", "high"] = "normal"
    min_gap_minutes: Annotated[float, msgspec.Meta(ge=0, le=43_200)] = 0
    collapse_key: Name | None = None
    digestible: bool = False
    audience: Annotated[list[Name], msgspec.Meta(max_length=20)] = []


class Taken(msgspec.Struct, omit_defaults=True):
    id: str
    status: str
    decision: DecisionShape | None = None


def operations(doors: Doors) -> list[Operation]:
    async def listing(call: Call) -> Messages:
        return await doors.database.read(_listing, doors, call.query)

    async def one(call: Call) -> Message:
        return await doors.database.read(_one, doors, call.path["id"])

    async def send(call: Call) -> Taken:
        return await _send(doors, call.body)

    return [
        Operation(method="GET", path="/api/v1/messages", summary="Messages, oldest first", run=listing,
                  query=MessageQuery, returns=Messages),
        Operation(method="POST", path="/api/v1/messages", summary="Send a message", run=send, body=NewMessage,
                  returns=Taken, status=202),
        Operation(method="GET", path="/api/v1/messages/{id}", summary="One message", run=one, returns=Message),
    ]  # fmt: skip


def _talk(connection: Connection, customer_id: str) -> Reach:
    return timeline_store.of_customer(connection, link_store.home(connection, customer_id))


def _listing(connection: Connection, doors: Doors, asked: MessageQuery) -> Messages:
    limit = min(asked.limit, MOST)
    chosen = Filter(
        account=asked.account,
        address_ids=_addresses(connection, doors, asked) if asked.address is not None else None,
        reach=_talk(connection, asked.customer_id) if asked.customer_id is not None else None,
        provider_id=asked.provider_id,
        direction=asked.direction,
        after=asked.after,
    )
    rows = message_store.listing(connection, chosen, limit + 1)
    items = doors.show(connection, rows[:limit])
    return Messages(items, items[-1].id if len(rows) > limit else None)


def _addresses(connection: Connection, doors: Doors, asked: MessageQuery) -> tuple[str, ...]:
    return tuple(known.address_id for known in doors.reached(connection, asked.account, asked.address or ""))


def _one(connection: Connection, doors: Doors, message_id: str) -> Message:
    row = message_store.get(connection, message_id)
    if row is None:
        raise Problem(404, "there is no such message")
    return doors.show(connection, [row])[0]


async def _send(doors: Doors, asked: NewMessage) -> Taken:
    if (asked.to is None) == (asked.customer_id is None):
        raise Problem(422, "body: either `to` or `customer_id`, not both and not neither")
    if asked.to is not None and not asked.to.strip():
        raise Problem(422, "body: `to` is empty")
    posting = Posting(
        account=asked.account,
        content=asked.content,
        category=asked.category,
        author="api",
        to=asked.to,
        customer_id=asked.customer_id,
        topic=asked.topic,
        reply_to=asked.reply_to,
        idempotency_key=asked.idempotency_key,
        expires_at=_millis(asked.expires_at),
        wants=Wants(
            campaign=asked.campaign, priority=PRIORITIES[asked.priority], not_before=_millis(asked.not_before),
            min_gap=int(asked.min_gap_minutes * MINUTE), collapse_key=asked.collapse_key,
            is_digestible=asked.digestible, audience=asked.audience,
        ),
    )  # fmt: skip
    try:
        posted = await doors.write(post, doors.rulebook, doors.accounts, posting, doors.clock())
    except Refused as refused:
        raise Problem(422, str(refused)) from None
    doors.ring_senders({asked.account})
    doors.changed([posted.conversation_id], "message")
    return await _taken(doors, posted)


def _millis(moment: datetime | None) -> int | None:
    return None if moment is None else to_millis(moment)


async def _taken(doors: Doors, posted: Posted) -> Taken:
    made: Any = posted.decision
    if made is None:
        shown = await doors.database.read(_one, doors, posted.message_id)
        return Taken(shown.id, shown.status or "", shown.decision)
    return Taken(posted.message_id, posted.status, DecisionShape(made.outcome, list(made.codes), to_iso(made.until)))
