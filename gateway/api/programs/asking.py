"""Why a message came, or did not: data and sentences, as the customer hears them in chat."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.programs.person import whose
from gateway.ground.clock import to_iso
from gateway.messages import message_store
from gateway.people import customer_store
from gateway.terms import asking, frequency
from gateway.terms.explaining import Explanation
from gateway.terms.policy.measures import MONTH
from gateway.terms.wording import ByLanguage


class Count(msgspec.Struct):
    """This was the `used`th of at most `n` per day, week or month, or in `span` of these."""

    scope: str
    used: int
    n: int
    per: str
    span: int


class Why(msgspec.Struct, kw_only=True, omit_defaults=True):
    """`consent` is the id of the ledger's entry by which the customer had agreed."""

    message_id: str
    at: str
    outcome: str
    codes: list[str]
    category: str
    topic: str | None = None
    campaign: str | None = None
    channel: str | None = None
    terms_version: int
    policy_version: str
    consent: str | None = None
    counted: list[Count] = []
    audience: list[str] = []
    sentences: ByLanguage


class HeldBack(msgspec.Struct, kw_only=True, omit_defaults=True):
    """`otherwise_at`: when it would have been sent, but for this."""

    message_id: str
    category: str
    topic: str | None = None
    outcome: str
    code: str
    reason: ByLanguage
    at: str
    until: str | None = None
    otherwise_at: str


class AllHeldBack(msgspec.Struct):
    items: list[HeldBack]
    next: str | None
    sentences: ByLanguage


class AboutMe(msgspec.Struct):
    sentences: ByLanguage
    data: dict[str, Any]


def operations(doors: Doors) -> list[Operation]:
    async def why(call: Call) -> Why:
        return await doors.database.read(_why, doors, call.path["id"])

    async def held_back(call: Call) -> AllHeldBack:
        return await doors.database.read(_held_back, doors, call.path["id"])

    async def about(call: Call) -> AboutMe:
        return await doors.database.read(_about, doors, call.path["id"])

    return [
        Operation(method="GET", path="/api/v1/messages/{id}/why", summary="Why it was sent, or not", run=why,
                  returns=Why),
        Operation(method="GET", path="/api/v1/customers/{id}/held-back", summary="What they did not get in 30 days",
                  run=held_back, returns=AllHeldBack),
        Operation(method="GET", path="/api/v1/customers/{id}/about", summary="What is known of them, in sentences",
                  run=about, returns=AboutMe),
    ]  # fmt: skip


def held_of(connection: Connection, customer_id: str, since: int) -> list[HeldBack]:
    return [
        HeldBack(
            message_id=one.message_id, category=one.category, topic=one.topic, outcome=one.outcome, code=one.code,
            reason=one.reason, at=to_iso(one.at) or "", until=to_iso(one.until),
            otherwise_at=to_iso(one.otherwise_at) or "",
        )
        for one in asking.list_held(connection, customer_id, since)
    ]  # fmt: skip


def _why(connection: Connection, doors: Doors, message_id: str) -> Why:
    row: Any = message_store.get(connection, message_id)
    found = _explained(connection, doors, row) if row is not None and row.direction == "out" else None
    if found is None:
        raise Problem(404, "nothing was decided about such a message")
    return Why(
        message_id=found.message_id, at=to_iso(found.at) or "", outcome=found.outcome, codes=list(found.codes),
        category=found.category, topic=found.topic, campaign=found.campaign, channel=found.channel,
        terms_version=found.terms_version, policy_version=found.policy_version, consent=found.consent,
        counted=[Count(one.scope, one.used, one.n, *frequency.told(one.period)) for one in found.counted],
        audience=list(found.audience), sentences=found.sentences,
    )  # fmt: skip


def _explained(connection: Connection, doors: Doors, row: Any) -> Explanation | None:
    return asking.of_message(connection, doors.topics, row, _zone(connection, doors, row.customer_id))


def _held_back(connection: Connection, doors: Doors, customer_id: str) -> AllHeldBack:
    customer_id = whose(connection, customer_id)
    now, zone = doors.clock(), _zone(connection, doors, customer_id)
    told = asking.held_back(connection, doors.topics, customer_id, now, zone)
    return AllHeldBack(held_of(connection, customer_id, now - MONTH), None, told.effect)


def _about(connection: Connection, doors: Doors, customer_id: str) -> AboutMe:
    customer_id = whose(connection, customer_id)
    zone = _zone(connection, doors, customer_id)
    told = asking.about_me(connection, doors.topics, customer_id, doors.clock(), zone)
    return AboutMe(told.effect, told.data)


def _zone(connection: Connection, doors: Doors, customer_id: str) -> str:
    """Where they are; Problem 404 if there is no such customer."""
    person: Any = customer_store.get(connection, customer_id)
    if person is None:
        raise Problem(404, "there is no such customer")
    return person.timezone or doors.zone
