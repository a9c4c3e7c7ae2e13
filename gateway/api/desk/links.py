"""Links at the Desk: codes to go on in another app, customers who are one, and undoing both."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import audit_store, sight
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso
from gateway.journey.crossing import alike, linking
from gateway.people import address_store, conversation_store, customer_store, link_store
from handoff import pivot, pivot_store

_json = msgspec.json.Decoder().decode


class PivotTo(msgspec.Struct):
    """The account on which the customer wants to go on."""

    account: str


class Pivot(msgspec.Struct, kw_only=True):
    """`link` null: the code is to be typed there. Both are shown once."""

    code: str
    link: str | None
    channel: str
    expires_at: str


class MergeWith(msgspec.Struct, kw_only=True):
    """That customer becomes a part of this conversation's; `why` is the evidence."""

    customer_id: str
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Made(msgspec.Struct, kw_only=True):
    id: str
    kind: str
    from_customer: str
    into_customer: str
    evidence: dict[str, Any]
    by: str | None
    at: str
    undone_at: str | None


class Suggested(msgspec.Struct, kw_only=True):
    """Somebody who may be the same person, and why: `detail` is what is the same. `vouched`: both providers say so.

    `apart_at`: since then it is known that they are two.
    """

    customer_id: str
    name: str | None
    channel: str
    address: str
    evidence: alike.Evidence
    detail: str
    vouched: bool
    apart_at: str | None


class Apart(msgspec.Struct, kw_only=True):
    """That customer is not this one, whatever speaks for it; `apart` false: it may be after all."""

    customer_id: str
    apart: bool = True


class Links(msgspec.Struct):
    made: list[Made]
    suggested: list[Suggested]


def operations(doors: Doors) -> list[Operation]:
    links = _Links(doors)
    base = "/desk/api/conversations/{id}"
    return [
        Operation(method="POST", path=f"{base}/pivot", summary="A code to go on elsewhere", run=links.pivot,
                  body=PivotTo, returns=Pivot, guard="agent"),
        Operation(method="GET", path=f"{base}/links", summary="Who this customer is, too", run=links.show,
                  returns=Links, guard="agent"),
        Operation(method="POST", path=f"{base}/links", summary="They are one", run=links.merge, body=MergeWith,
                  returns=Links, guard="agent"),
        Operation(method="POST", path=f"{base}/links/apart", summary="They are two, or perhaps not", run=links.part,
                  body=Apart, returns=Links, guard="agent"),
        Operation(method="POST", path="/desk/api/links/{id}/undo", summary="They are not", run=links.undo,
                  guard="agent"),
    ]  # fmt: skip


class _Links:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def pivot(self, call: Call) -> Pivot:
        connector = self._doors.accounts.get(call.body.account)
        if connector is None:
            await self._doors.database.read(sight.must_see, call.path["id"], call.who)
            raise Problem(422, f"account: {call.body.account!r} is not configured")
        code, now, account = pivot.make(secrets.choice), self._doors.clock(), connector.account
        await self._doors.database.write(_give, call.path["id"], call.who, code, account.id, now)
        own = account.values.get("handle") or (connector.recipient() if account.channel != "whatsapp" else None)
        return Pivot(code=code, link=pivot.link(account.channel, own, code), channel=account.channel,
                     expires_at=to_iso(now + pivot.LASTS) or "")  # fmt: skip

    async def show(self, call: Call) -> Links:
        customer_id, links = await self._doors.database.read(_show, call.path["id"], call.who)
        await sight.glanced(self._doors, call.who, customer_id)
        return links

    async def merge(self, call: Call) -> Links:
        await self._doors.database.write(_merge, call.path["id"], call.who, call.body, self._doors.clock())
        self._doors.changed([call.path["id"]], "customer")
        return await self.show(call)

    async def part(self, call: Call) -> Links:
        await self._doors.database.write(_part, call.path["id"], call.who, call.body, self._doors.clock())
        return await self.show(call)

    async def undo(self, call: Call) -> None:
        changed = await self._doors.database.write(_undo, call.path["id"], call.who, self._doors.clock())
        self._doors.changed(changed, "customer")


def _give(connection: Connection, conversation_id: str, agent: Agent, code: str, account: str, now: int) -> None:
    held = sight.must_hold(connection, conversation_id, agent)  # who has the code goes on as this customer
    pivot_store.add(
        connection, code, now, conversation_id=held.id, customer_id=held.customer_id, account=account, by=agent.id
    )  # fmt: skip


def _show(connection: Connection, conversation_id: str, agent: Agent) -> tuple[str, Links]:
    held = sight.must_see(connection, conversation_id, agent)
    made: Any = link_store.of_customer(connection, held.customer_id)
    found = alike.of(connection, held.customer_id) if linking.mode(connection) != "off" else []
    parted = link_store.parted(connection, held.customer_id)
    names = customer_store.names(connection, [one.customer_id for one in found])
    suggested = [
        _suggested(connection, one, names, parted) for one in found if _sees(connection, one.customer_id, agent)
    ]  # fmt: skip
    return held.customer_id, Links([_made(row) for row in made], suggested)


def _suggested(
    connection: Connection, one: alike.Alike, names: dict[str, str], parted: dict[str, int]
) -> Suggested:  # fmt: skip
    places: Any = address_store.of_customer(connection, one.customer_id)
    where = next((row for row in places if row.value == one.detail), places[0] if places else None)
    return Suggested(
        customer_id=one.customer_id, name=names.get(one.customer_id), channel=where.channel if where else "",
        address=where.value if where else "", evidence=one.evidence, detail=one.detail, vouched=one.vouched,
        apart_at=to_iso(parted.get(one.customer_id)),
    )  # fmt: skip


def _sees(connection: Connection, customer_id: str, agent: Agent) -> bool:
    other: Any = conversation_store.of_customer(connection, customer_id)
    try:
        return other is not None and sight.must_see(connection, other.id, agent) is not None
    except Problem:
        return False


def _made(row: Any) -> Made:
    return Made(
        id=row.id, kind=row.kind, from_customer=row.from_customer, into_customer=row.into_customer,
        evidence=_json(row.evidence), by=row.by, at=to_iso(row.at) or "", undone_at=to_iso(row.undone_at),
    )  # fmt: skip


def _merge(connection: Connection, conversation_id: str, agent: Agent, asked: MergeWith, now: int) -> None:
    held = sight.must_see(connection, conversation_id, agent)
    if not _sees(connection, asked.customer_id, agent):
        raise Problem(404, "there is no such customer")
    try:
        link_id = linking.merge(connection, asked.customer_id, held.customer_id, asked.why, agent.id, now)
    except linking.LinkRefused as refused:
        raise Problem(409, str(refused), code="not_linked") from None
    audit_store.record(connection, agent.id, "merge", held.customer_id, now, link_id)


def _part(connection: Connection, conversation_id: str, agent: Agent, asked: Apart, now: int) -> None:
    held = sight.must_see(connection, conversation_id, agent)
    if asked.customer_id == held.customer_id or not _sees(connection, asked.customer_id, agent):
        raise Problem(404, "there is no such customer")
    if asked.apart:
        evidence = next((one for one in alike.of(connection, held.customer_id) if one[0] == asked.customer_id), None)
        why = evidence.evidence if evidence is not None else ""
        link_store.part(connection, held.customer_id, asked.customer_id, why, agent.id, now)
    else:
        link_store.join(connection, held.customer_id, asked.customer_id)
    audit_store.record(
        connection, agent.id, "apart" if asked.apart else "perhaps_one", held.customer_id, now, asked.customer_id
    )  # fmt: skip


def _undo(connection: Connection, link_id: str, agent: Agent, now: int) -> list[str]:
    made: Any = link_store.get(connection, link_id)
    if made is None or not _sees(connection, made.into_customer, agent):
        raise Problem(404, "there is no such link")
    try:
        both = linking.undo(connection, link_id, agent.id, now)
    except linking.LinkRefused as refused:
        raise Problem(409, str(refused), code="not_linked") from None
    audit_store.record(connection, agent.id, "unlink", made.into_customer, now, link_id)
    found: Any = [conversation_store.of_customer(connection, one) for one in both]
    return [row.id for row in found if row is not None]
