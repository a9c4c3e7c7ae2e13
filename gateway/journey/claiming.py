"""Claiming: which deliveries leave now, decided and leased, before any provider is called.

Before:  a turn promised them, or they waited their time.      After:  sender calls the provider.
Order:   of each address, part by part; who waits longest first.
Never:   claims without a stored decision; claims what another stands before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection

from connectors.contract import Connector
from connectors.errors import Failure
from gateway.journey import admission
from gateway.journey.accounts import Accounts
from gateway.journey.admission import Standing
from gateway.journey.rate import Pace
from gateway.journey.talk import Harvest, Talk, Uttered
from gateway.messages import outbox_store
from gateway.messages.outbox_store import Claim, Due
from gateway.terms import decision_store
from gateway.terms.decision_store import NewDecision

LEASE = 60_000  # milliseconds; longer than a call may take

log = structlog.get_logger()
_UNDECIDABLE = msgspec.json.encode(Failure(kind="permanent", text="it could not be decided about")).decode()


@dataclass
class _Round:
    """One round of claims of one account: what to call now, and what was decided otherwise."""

    calls: list[Due] = field(default_factory=list)
    rows: list[Claim] = field(default_factory=list)
    decisions: list[NewDecision] = field(default_factory=list)
    spoiled: list[tuple[str, int]] = field(default_factory=list)  # nothing can be decided about them


@dataclass(frozen=True)
class Claimed:
    """What to call now, and whether there is more than there was room for."""

    calls: list[Due]
    more: bool


def claim(connection: Connection, connector: Connector, pace: Pace, most: int, now: int) -> Claimed:
    """What this account sends now: claimed, decided, not called yet."""
    due = outbox_store.due(connection, connector.account.id, now, most) if most > 0 else []
    if not due:
        return Claimed([], more=most <= 0)
    outbound = _Round()
    known = admission.standing(connection, due, now)
    for one in due:
        try:
            _claim_one(one, connector, pace, known, outbound, now)
        except Exception as error:
            log.error("claim_failed", account=one.account, message_id=one.message_id, exc_info=error)
            outbound.spoiled.append((one.message_id, one.part))
    _write(connection, outbound, now)
    others_may_go = len(outbound.calls) < len(due)  # who waited behind what does not leave
    return Claimed(outbound.calls, more=len(due) >= most or others_may_go)


def _write(connection: Connection, outbound: _Round, now: int) -> None:
    if outbound.spoiled:
        outbox_store.fail(connection, outbound.spoiled, _UNDECIDABLE, now)
    outbox_store.claim(connection, outbound.rows)
    voided = [row.message_id for row in outbound.rows if row.state == "voided"]
    if voided:
        outbox_store.void(connection, voided, now)  # no half of an answer is left behind
    if outbound.decisions:
        decision_store.record_many(connection, outbound.decisions)


def dispatch(
    connection: Connection, accounts: Accounts, paces: Mapping[str, Pace], room: dict[str, int], harvest: Harvest,
    now: int,
) -> list[Due]:  # fmt: skip
    """Claim answers in the commit that promises them, where nothing stands before them and the policy says send.

    `room`, how much each account may still send, is taken from. All else is stored as promised, and claimed as due.
    """
    first = _first_of_each_address(harvest, room)
    busy = _busy(connection, harvest, first)
    calls, decisions = [], []
    for address_id, (talk, uttered) in first.items():
        due = _as_due(talk, uttered, harvest)
        if address_id in busy or room[due.account] <= 0:
            continue
        pace = paces[due.account]
        state, decision = admission.judge(due, accounts[due.account], None, now)
        if state != "sending" or decision is None or _patience(due, pace, now):
            continue
        pace.account.take(now)
        room[due.account] -= 1
        due.lease = now + LEASE
        uttered.deliveries[0].lease(now, due.lease)
        calls.append(due)
        decisions.append(admission.record(due, decision, None, "dequeue", now))
    if decisions:
        decision_store.record_many(connection, decisions)
    return calls


def adopt_lost(connection: Connection, accounts: Sequence[str], most: int, now: int) -> list[Due]:
    """What was being sent when its sender died, held by this one now: nobody knows whether it left."""
    lost = outbox_store.lost(connection, accounts, now, most)
    if lost:
        outbox_store.hold(connection, [(due.message_id, due.part) for due in lost], now + LEASE)
    for due in lost:
        due.lease = now + LEASE
    return lost


def _claim_one(
    one: Due, connector: Connector, pace: Pace, known: Mapping[str, Standing], outbound: _Round, now: int
) -> None:
    wait = _patience(one, pace, now)
    if wait:
        outbound.rows.append(Claim(one.message_id, one.part, "queued", one.attempts, wait, None, one.at))
        return
    state, decision = admission.judge(one, connector, known.get(one.customer_id), now)
    if decision is not None and not (one.decided and state == "sending"):
        outbound.decisions.append(admission.record(one, decision, known.get(one.customer_id), "dequeue", now))
    if state == "sending":
        pace.account.take(now)
        one.attempts, one.at, one.lease = one.attempts + 1, now, now + LEASE
        outbound.calls.append(one)
    elif one.repeat and state != "deferred":
        state = "unknown"  # it may have arrived the first time
    until = decision.until if decision is not None and decision.until else now
    lease = one.lease if state == "sending" else None
    outbound.rows.append(Claim(one.message_id, one.part, state, one.attempts, until, lease, now))


def _patience(one: Due, pace: Pace, now: int) -> int | None:
    """Until when this recipient must be left alone; None: go ahead."""
    bucket = pace.recipient(one.address_id)
    return None if bucket is None or bucket.take(now) else bucket.ready_at(now)


def _first_of_each_address(harvest: Harvest, room: Mapping[str, int]) -> dict[str, tuple[Talk, Uttered]]:
    """What was said first at each address, where it is an answer on an account that is sent for here."""
    first: dict[str, tuple[Talk, Uttered]] = {}
    for talk in harvest.talks:
        for uttered in talk.said:
            if uttered.deliveries and uttered.message.category == "conversation" and uttered.message.account in room:
                first.setdefault(uttered.message.address_id, (talk, uttered))
    return first


def _busy(connection: Connection, harvest: Harvest, first: Mapping[str, Any]) -> Collection[str | None]:
    """The addresses where others stand before what was just said."""
    if harvest.busy is not None:
        return harvest.busy
    return outbox_store.busy(connection, list(first)) if first else ()


def _as_due(talk: Talk, uttered: Uttered, harvest: Harvest) -> Due:
    message, delivery, where = uttered.message, uttered.deliveries[0], uttered.row
    heard = harvest.heard.get(message.address_id)
    return Due(
        message_id=message.id, part=delivery.part, customer_id=talk.customer_id, conversation_id=talk.conversation_id,
        address_id=message.address_id, account=message.account, author=message.author, epoch=delivery.epoch,
        category=delivery.category, call=delivery.call, attempts=1, repeat=False, at=delivery.at,
        owner_kind=talk.owner_kind, owner_epoch=talk.owner_epoch, topic=message.topic, type=message.type,
        expires_at=message.expires_at, reply_to_id=message.reply_to_id, created_at=message.received_at,
        address=message.address, address_status=where.address_status or "live",
        last_inbound_at=heard.at if heard else where.last_inbound_at, decided=False,
    )  # fmt: skip
