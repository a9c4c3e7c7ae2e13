"""Sender: call the provider with what was claimed, and write down what became of it.

Before:  claiming asked the policy and leased it.      After:  status lets it climb.
Order:   of each address, part by part; addresses and accounts do not wait for each other.
Never:   calls a provider without a committed claim and a stored decision; repeats what may have arrived unmarked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import msgspec
import structlog
from sqlalchemy import Connection

from connectors.contract import Connector
from connectors.errors import Failure
from connectors.message import Absent, Accepted, Outcome, Part
from gateway.ground.clock import to_datetime
from gateway.journey import refusal, status
from gateway.journey.rate import Pace
from gateway.messages import outbox_store
from gateway.messages.delivery import BACKOFF, reference
from gateway.messages.outbox_store import Due, Settled
from gateway.people import address_store

LOOK_UP_SECONDS = 20.0
THROTTLED_TRIES = 24
EVIDENCE_WAIT = 5_000  # milliseconds: a receipt may still tell what a lost answer did not

# Sent once more when nobody can tell whether they left, and marked; the others stay unknown (design, promise 5)
REPEATED = frozenset({"critical", "transactional", "requested", "conversation"})

log = structlog.get_logger()
_decode_part = msgspec.json.Decoder(Part).decode
_encode = msgspec.json.Encoder().encode


async def call(connector: Connector, due: Due) -> Outcome:
    """Make the provider call (the connectors' HTTP has time-outs); an ambiguous end is looked up where it can be."""
    part = _decode_part(due.call)
    ref = reference(due.message_id, due.part)
    outcome = await connector.send(part, ref)
    if isinstance(outcome, Accepted) or outcome.kind != "unknown":
        return outcome
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            return await _look_up(connector, part, ref, due, outcome)
    except TimeoutError:
        return outcome


async def look_up_lost(connector: Connector, due: Due) -> Outcome:
    """What became of a call whose sender died."""
    lost = Failure(kind="unknown", text="the sender stopped before the answer came")
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            return await _look_up(connector, _decode_part(due.call), reference(due.message_id, due.part), due, lost)
    except TimeoutError:
        return lost


async def _look_up(connector: Connector, part: Part, ref: str, due: Due, failure: Failure) -> Outcome:
    since = to_datetime(due.at) - timedelta(minutes=5)
    found = await connector.find_sent(part, ref, since)
    if isinstance(found, Accepted):
        return found
    return Failure(kind="transient", code=failure.code, text="never left") if isinstance(found, Absent) else failure


def outcome_row(due: Due, outcome: Outcome, now: int, jitter: float) -> Settled:
    """What a call's end makes of its delivery. `jitter` is in [0, 1)."""
    if isinstance(outcome, Accepted):
        return Settled(due.message_id, due.part, outcome.status, outcome.provider_id, None, now, due.repeat, now)
    error = _encode(outcome).decode()
    if outcome.sent:
        return Settled(due.message_id, due.part, "sent", None, error, now, due.repeat, now)
    if outcome.kind == "unknown":
        return _ambiguous(due, error, now)
    again = _next_try(due, outcome, now, jitter)
    state = "failed" if again is None else "queued"
    return Settled(due.message_id, due.part, state, None, error, again or now, due.repeat, now)


def _ambiguous(due: Due, error: str, now: int) -> Settled:
    if due.category in REPEATED and not due.repeat:
        return Settled(due.message_id, due.part, "queued", None, error, now + EVIDENCE_WAIT, True, now)
    return Settled(due.message_id, due.part, "unknown", None, error, now, due.repeat, now)


def _next_try(due: Due, failure: Failure, now: int, jitter: float) -> int | None:
    """When to try again; None: never."""
    if failure.moved_to and due.attempts == 1:
        return now
    if failure.kind == "throttled" and due.attempts < THROTTLED_TRIES:
        return now + int((failure.retry_after or BACKOFF[min(due.attempts, len(BACKOFF)) - 1]) * 1000)
    if failure.kind == "transient" and due.attempts <= len(BACKOFF):
        pause = failure.retry_after or BACKOFF[due.attempts - 1] * (0.5 + jitter)
        return now + int(pause * 1000)
    return None


def slow_down(pace: Pace, due: Due, outcome: Outcome, now: int) -> None:
    """Obey a provider that asks for patience."""
    if isinstance(outcome, Failure) and outcome.kind == "throttled" and outcome.retry_after:
        whom = due.address_id if outcome.scope == "recipient" else None
        pace.slow_down(whom, now + int(outcome.retry_after * 1000))


def settle(connection: Connection, ended: Sequence[tuple[Due, Outcome, Settled]], now: int) -> None:
    """Write down what became of these calls, and the receipts that overtook their answers."""
    outbox_store.settle(connection, [row for _, _, row in ended])
    for due, outcome, _ in ended:
        if isinstance(outcome, Failure):
            refusal.heed(connection, outcome, due.customer_id, due.address_id, due.account, now)
        elif outcome.aliases:
            address_store.know(connection, due.address_id, outcome.aliases)
    known = [(due.account, row.provider_id) for due, _, row in ended if row.provider_id]
    if known:
        status.catch_up(connection, known, now)
