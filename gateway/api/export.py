"""All that is kept of one customer, for the customer: who they are, what was said, what they decided, and why."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from gateway.api import customers
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.shapes import MOST, Message
from gateway.ground.clock import to_iso
from gateway.messages import message_store
from gateway.messages.message_store import Filter


class Export(msgspec.Struct, kw_only=True):
    exported_at: str
    customer: customers.Customer
    messages: list[Message]
    decisions: list[customers.MadeDecision]
    terms_history: list[customers.TermsChange]


def operations(doors: Doors) -> list[Operation]:
    async def export(call: Call) -> Export:
        return await doors.database.read(whole, doors, call.path["id"])

    return [
        Operation(method="POST", path="/api/v1/customers/{id}/export", summary="All that is kept of them", run=export,
                  returns=Export),
    ]  # fmt: skip


def whole(connection: Connection, doors: Doors, customer_id: str) -> Export:
    """Problem 404 if there is no such customer."""
    shown = customers.show(connection, doors, customer_id)
    return Export(
        exported_at=to_iso(doors.clock()) or "",
        customer=shown,
        messages=_messages(connection, doors, shown.conversation.id) if shown.conversation else [],
        decisions=customers.all_decisions(connection, customer_id),
        terms_history=customers.all_history(connection, customer_id),
    )


def _messages(connection: Connection, doors: Doors, conversation_id: str) -> list[Message]:
    said: list[Message] = []
    chosen = Filter(conversation_id=conversation_id)
    while rows := message_store.listing(connection, chosen, MOST):
        said += doors.show(connection, rows)
        chosen = Filter(conversation_id=conversation_id, after=rows[-1].id)
    return said
