"""`/api/v1/customers/{id}/complaints`: who complains is not sold anything until it is settled, and some days after."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.programs.person import whose
from gateway.ground.clock import to_iso
from gateway.ground.ids import new_id
from gateway.messages import waiting_store
from gateway.terms import complaint_store, ledger

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Complaint(msgspec.Struct, kw_only=True, omit_defaults=True):
    ref: str
    source: str
    topic: str | None = None
    opened_at: str
    closed_at: str | None = None


class Complaints(msgspec.Struct):
    items: list[Complaint]
    next: str | None = None


class ComplaintNews(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`ref` is what the source calls the complaint; telling the same twice changes nothing."""

    ref: Name
    state: Literal["open", "closed"]
    source: Name = "api"
    topic: Name | None = None


def operations(doors: Doors) -> list[Operation]:
    async def listing(call: Call) -> Complaints:
        return await doors.database.read(_listing, call.path["id"])

    async def tell(call: Call) -> Complaints:
        told = await doors.database.write(_tell, call.path["id"], call.body, doors.clock())
        doors.ring_senders(set(doors.accounts))
        return told

    path = "/api/v1/customers/{id}/complaints"
    return [
        Operation(method="GET", path=path, summary="Their complaints, oldest first", run=listing, returns=Complaints),
        Operation(method="POST", path=path, summary="A complaint was opened or settled", run=tell, body=ComplaintNews,
                  returns=Complaints),
    ]  # fmt: skip


def all_of(connection: Connection, customer_id: str) -> list[Complaint]:
    return [
        Complaint(
            ref=row.ref, source=row.source, topic=row.topic, opened_at=to_iso(row.opened_at) or "",
            closed_at=to_iso(row.closed_at),
        )
        for row in complaint_store.of_customer(connection, customer_id)
    ]  # fmt: skip


def _listing(connection: Connection, customer_id: str) -> Complaints:
    return Complaints(all_of(connection, whose(connection, customer_id)))


def _tell(connection: Connection, customer_id: str, told: ComplaintNews, now: int) -> Complaints:
    customer_id = whose(connection, customer_id)
    ledger.hold(connection, customer_id)  # nothing that sells is decided about meanwhile
    if told.state == "open":
        complaint_store.open_one(connection, new_id(), customer_id, told.source, told.ref, told.topic, now)
    else:
        complaint_store.close(connection, customer_id, told.source, told.ref, now)
    waiting_store.wake(connection, [customer_id], now)
    return Complaints(all_of(connection, customer_id))
