"""The brand says nothing for a while, and comes back little by little.

Programs find these doors under /api/v1/silences with a key, the console under /desk/api/silences with a supervisor's
session.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import audit_store
from gateway.api.doors import Doors
from gateway.api.operation import Call, Guard, Operation
from gateway.api.problem import Problem
from gateway.api.shapes import MOST, Limit
from gateway.ground.clock import to_iso, to_millis
from gateway.messages import outbox_store
from gateway.terms import candidate_store, silence_store, silencing
from gateway.terms.silence import SCOPE, Level, Silence, is_over
from gateway.terms.silencing import NoSuchSilence

MINUTE = 60_000
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class SilenceQuery(msgspec.Struct, kw_only=True):
    after: Annotated[str, msgspec.Meta(min_length=1)] | None = None
    limit: Limit = 200


class SilencesQuery(SilenceQuery, kw_only=True):
    """`newest`: from the last one back, not from the first one on."""

    newest: bool = False


class NewSilence(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`scope`: brand, topic:<id> or channel:<name>. `let_pass`: topics of critical messages that pass a total one."""

    reason: Words
    scope: Annotated[str, msgspec.Meta(pattern=f"^({SCOPE.pattern})$")] = "brand"
    level: Level = "marketing"
    by: Words | None = None
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    let_pass: list[str] = []


class Lift(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A tenth of the customers at once, half after half of the ramp, then all. `drop_held`: what sells and was held
    meanwhile is not sent at all."""

    by: Words | None = None
    note: Words | None = None
    ramp_minutes: Annotated[float, msgspec.Meta(ge=0, le=10_080)] = 30
    drop_held: bool = False


class SilenceChange(msgspec.Struct, omit_defaults=True):
    epoch: int
    act: str
    by: str
    at: str
    note: str | None = None


class SilenceShape(msgspec.Struct, kw_only=True):
    id: str
    scope: str
    level: str
    reason: str
    let_pass: list[str]
    since: str
    until: str | None
    lifted_at: str | None
    ramp_minutes: float
    holds: bool
    changes: list[SilenceChange]


class Silences(msgspec.Struct):
    items: list[SilenceShape]
    next: str | None


class Begun(msgspec.Struct):
    """`in_flight`: messages whose calls had begun before, and end."""

    silence: SilenceShape
    epoch: int
    in_flight: list[str]


class Lifted(msgspec.Struct):
    silence: SilenceShape
    epoch: int


class HeldMessage(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str
    customer_id: str
    category: str
    channel: str
    topic: str | None = None
    campaign: str | None = None
    created_at: str
    expires_at: str | None = None


class HeldMessages(msgspec.Struct):
    items: list[HeldMessage]
    next: str | None


def operations(doors: Doors, *, base: str, guard: Guard) -> list[Operation]:
    async def listing(call: Call) -> Silences:
        return await doors.database.read(_listing, doors, call.query)

    async def begin(call: Call) -> Begun:
        begun = await doors.database.write(_begin, doors, call.body, call.who)
        doors.ring_senders(set(doors.accounts))
        return begun

    async def lift(call: Call) -> Lifted:
        lifted = await doors.database.write(_lift, doors, call.path["id"], call.body, call.who)
        doors.ring_senders(set(doors.accounts))
        return lifted

    async def held(call: Call) -> HeldMessages:
        return await doors.database.read(_held, call.path["id"], call.query)

    return [
        Operation(method="GET", path=base, summary="Silences, oldest first", run=listing, query=SilencesQuery,
                  returns=Silences, guard=guard),
        Operation(method="POST", path=base, summary="Be silent", run=begin, body=NewSilence, returns=Begun, status=201,
                  guard=guard),
        Operation(method="POST", path=base + "/{id}/lift", summary="Speak again", run=lift, body=Lift, returns=Lifted,
                  guard=guard),
        Operation(method="GET", path=base + "/{id}/held", summary="What waits for it to end", run=held,
                  query=SilenceQuery, returns=HeldMessages, guard=guard),
    ]  # fmt: skip


def _by(who: Agent | str, named: str | None) -> str:
    """The agent, whoever is named; else the one named; else the key that asks: the beginning of its digest."""
    return who.name if isinstance(who, Agent) else named or f"key {str(who)[:8]}"


def _audit(connection: Connection, who: Agent | str, act: str, one: Any, why: str | None, now: int) -> None:
    if isinstance(who, Agent):
        audit_store.record(connection, who.id, act, one.scope, now, why)


def _listing(connection: Connection, doors: Doors, asked: SilencesQuery) -> Silences:
    limit = min(asked.limit, MOST)
    rows = silence_store.listing(connection, asked.after, limit + 1, newest=asked.newest)
    items = _shapes(connection, rows[:limit], doors.clock())
    return Silences(items, items[-1].id if len(rows) > limit else None)


def _begin(connection: Connection, doors: Doors, asked: NewSilence, who: Agent | str) -> Begun:
    now, by = doors.clock(), _by(who, asked.by)
    try:
        one, epoch = silencing.begin(
            connection, asked.scope, asked.level, reason=asked.reason, by=by, let_pass=tuple(asked.let_pass), now=now,
            until=to_millis(asked.until) if asked.until else None,
        )  # fmt: skip
    except ValueError as error:
        raise Problem(422, f"body: {error}") from None
    _audit(connection, who, "be_silent", one, asked.reason, now)
    in_flight = outbox_store.in_flight(connection) if asked.scope == "brand" else []
    return Begun(_shapes(connection, [silence_store.get(connection, one.id)], now)[0], epoch, in_flight)


def _lift(connection: Connection, doors: Doors, silence_id: str, asked: Lift, who: Agent | str) -> Lifted:
    now, by = doors.clock(), _by(who, asked.by)
    try:
        epoch = silencing.lift(
            connection, silence_id, ramp=int(asked.ramp_minutes * MINUTE), drop=asked.drop_held, by=by, note=asked.note,
            now=now,
        )  # fmt: skip
    except NoSuchSilence:
        raise Problem(404, "there is no such silence that holds") from None
    row: Any = silence_store.get(connection, silence_id)
    _audit(connection, who, "speak_again", row, asked.note, now)
    return Lifted(_shapes(connection, [row], now)[0], epoch)


def _held(connection: Connection, silence_id: str, asked: SilenceQuery) -> HeldMessages:
    row: Any = silence_store.get(connection, silence_id)
    if row is None:
        raise Problem(404, "there is no such silence")
    limit = min(asked.limit, MOST)
    code, name = silencing.reason_of(row.scope)
    found = candidate_store.held_by(connection, code, name, asked.after or "", limit + 1)
    items = [
        HeldMessage(
            id=one.message_id, customer_id=one.customer_id, category=one.category, channel=one.channel,
            topic=one.topic, campaign=one.campaign, created_at=to_iso(one.created_at) or "",
            expires_at=to_iso(one.expires_at),
        )
        for one in found[:limit]
    ]  # fmt: skip
    return HeldMessages(items, items[-1].id if len(found) > limit else None)


def _shapes(connection: Connection, rows: Any, now: int) -> list[SilenceShape]:
    changes: dict[str, list[SilenceChange]] = {row.id: [] for row in rows}
    for one in silence_store.changes(connection, list(changes)):
        changes[one.silence_id].append(SilenceChange(one.epoch, one.act, one.by, to_iso(one.at) or "", one.note))
    return [
        SilenceShape(
            id=row.id, scope=row.scope, level=row.level, reason=row.reason, since=to_iso(row.since) or "",
            let_pass=msgspec.json.decode(row.let_pass), until=to_iso(row.until), lifted_at=to_iso(row.lifted_at),
            ramp_minutes=row.ramp / MINUTE, holds=_holds(row, now), changes=changes[row.id],
        )
        for row in rows
    ]  # fmt: skip


def _holds(row: Any, now: int) -> bool:
    one = Silence(
        id=row.id, scope=row.scope, level=row.level, since=row.since, until=row.until, lifted_at=row.lifted_at,
        ramp=row.ramp,
    )  # fmt: skip
    return not is_over(one, now)
