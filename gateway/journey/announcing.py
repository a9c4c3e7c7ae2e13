"""Announcing: what happened, as webhooks of the brand's own are told it.

Before:  a turn, an agent or a deadline did something.      After:  couriers call the webhooks that want to hear of it.
Order:   of the commits; none is promised to whoever hears it.
Never:   calls anybody; costs more than a look where nobody wants to be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.bulletins import bulletin_store
from gateway.bulletins.bulletin_store import Happened
from gateway.ground.clock import to_iso
from gateway.messages.message_store import NewMessage
from handoff import case_store
from handoff.case import Move, state_of
from handoff.context import Context

MESSAGES = {"in": "message.in", "out": "message.out"}


def said(connection: Connection, messages: Sequence[NewMessage]) -> None:
    """Messages that were just written down, either side's."""
    wanted = bulletin_store.wanted(connection)
    if not wanted:
        return
    happened = [
        Happened(MESSAGES[one.direction], one.customer_id, _message(one), one.received_at)
        for one in messages if MESSAGES[one.direction] in wanted
    ]  # fmt: skip
    bulletin_store.tell(connection, happened)


def passed(
    connection: Connection, held: Any, moved: Move, epoch: int, owner: str | None, by: str | None, now: int,
    conclusion: str | None = None,
) -> None:  # fmt: skip
    """The pen has another holder; `conclusion`: what came of the case that ends with it."""
    if not bulletin_store.wanted(connection):
        return
    holder = {"kind": str(moved.owner), **({"id": owner} if owner else {}), "epoch": epoch}
    data = {
        "conversation_id": held.id, "customer_id": held.customer_id, "status": str(moved.status), "owner": holder,
        "act": str(moved.act), **({"by": by} if by else {}),
    }  # fmt: skip
    event = f"conversation.{state_of(moved.owner, moved.status)}"
    if moved.closes and (ends := case_store.current(connection, held.id)) is not None:
        data |= {"case_id": ends.id, **({"conclusion": conclusion} if conclusion else {})}
    bulletin_store.tell(connection, [Happened(event, held.customer_id, data, now)])


def opened(connection: Connection, customer_id: str, context: Context, now: int) -> None:
    """People have a case, with all that is known of it."""
    if bulletin_store.wanted(connection):
        data = {
            "case_id": context.id, "conversation_id": context.conversation_id, "customer_id": customer_id,
            "reason": context.trigger.code, "context": context,
        }  # fmt: skip
        bulletin_store.tell(connection, [Happened("case.opened", customer_id, data, now)])


def _message(one: NewMessage) -> dict[str, Any]:
    told = {
        "id": one.id, "seq": one.seq, "direction": one.direction, "conversation_id": one.conversation_id,
        "customer_id": one.customer_id, "account": one.account, "channel": one.channel, "address": one.address,
        "author": one.author, "author_name": one.author_name, "content": msgspec.Raw(one.content.encode()),
        "sent_at": to_iso(one.sent_at),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}
