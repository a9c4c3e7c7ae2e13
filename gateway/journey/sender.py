"""Sender: call the provider with what was claimed, and write down what became of it.

Before:  claiming asked the policy and leased it.      After:  status lets it climb.
Order:   of each address, part by part; addresses and accounts do not wait for each other.
Never:   calls a provider without a committed claim and a stored decision; repeats what may have arrived unmarked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

import msgspec
import structlog
from sqlalchemy import Connection

from connectors.contract import Connector, OwnFile
from connectors.errors import Failure
from connectors.message import Absent, Accepted, CannotTell, LookUp, Outcome, Part, Status
from gateway.ground.clock import to_datetime
from gateway.ground.database import is_away
from gateway.ground.writer import savepoint
from gateway.journey import amending, refusal, status, verdicts
from gateway.journey.enclosing import Enclosures
from gateway.journey.holding import entrusting
from gateway.journey.rate import Pace
from gateway.messages import delivery_store, outbox_store
from gateway.messages.delivery import BACKOFF, reference
from gateway.messages.due_store import Due
from gateway.messages.outbox_store import Settled
from gateway.people import address_store
from gateway.terms.policy.measures import COUNTED

LOOK_UP_SECONDS = 20.0
ON_ITS_WAY = 2.0  # seconds: what nobody has seen may have left and not arrived, so one looks once more
THROTTLED_TRIES = 24
EVIDENCE_WAIT = 5_000  # milliseconds: a receipt may still tell what a lost answer did not

# Sent once more when nobody can tell whether they left, and marked; the others stay unknown (design, promise 5)
REPEATED = frozenset({"critical", "transactional", "requested", "conversation"})

SKEW = timedelta(minutes=5)  # by how much a provider's clock may differ from ours

Call = tuple[Due, Outcome, Settled]  # a call that ended, and what becomes of its delivery
Taken = Callable[[Due, str], Awaitable[bool]]  # does this provider id belong to another delivery?

# Claimed, and not called: what it was decided on has changed meanwhile
WITHDRAWN = Failure(kind="transient", code="withdrawn", text="decided about anew")
FILE_GONE = Failure(kind="permanent", code="file_gone", text="the file that goes with it is here no more")

log = structlog.get_logger()
_decode_part = msgspec.json.Decoder(Part).decode
_encode = msgspec.json.Encoder().encode


async def call(connector: Connector, due: Due, taken: Taken, enclosures: Enclosures) -> Outcome:
    """Make the provider call (the connectors' HTTP has time-outs); an ambiguous end is looked up where it can be."""
    part = _decode_part(due.call)
    ref = reference(due.message_id, due.part)
    file = await _enclosed(part, enclosures)
    if isinstance(file, Failure):
        return file
    outcome = await connector.send(part, ref, file)
    if isinstance(outcome, Accepted) or outcome.kind != "unknown":
        return outcome
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            return await _look_up(connector, part, ref, due, outcome, taken)
    except TimeoutError:
        return outcome


async def _enclosed(part: Part, enclosures: Enclosures) -> OwnFile | Failure | None:
    """The file that goes with a part. Whatever happens here, nothing has left yet."""
    if part.file is None:
        return None
    try:
        return await enclosures.read(part.file) or FILE_GONE
    except Exception as error:  # noqa: BLE001 - a database or a disk that is away: another try finds it
        log.warning("file_not_read", media_id=part.file, error=type(error).__name__)
        return Failure(kind="transient", text="the file could not be read")


async def look_up_lost(connector: Connector, due: Due, taken: Taken, _enclosures: Enclosures) -> Outcome:
    """What became of a call whose sender died."""
    lost = Failure(kind="unknown", text="the sender stopped before the answer came")
    part, ref = _decode_part(due.call), reference(due.message_id, due.part)
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            return await _look_up(connector, part, ref, due, lost, taken)
    except TimeoutError:
        return lost


async def _look_up(
    connector: Connector, part: Part, ref: str, due: Due, failure: Failure, taken: Taken
) -> Outcome:  # fmt: skip
    async def find() -> LookUp:
        return await connector.find_sent(part, ref, to_datetime(due.at) - SKEW, partial(taken, due))

    found = await find()
    if isinstance(found, Absent):
        await asyncio.sleep(ON_ITS_WAY)
        found = await find()
    if isinstance(found, Absent):
        return Failure(kind="transient", code=failure.code, text="never left")
    return failure if isinstance(found, CannotTell) else found


def is_anothers(connection: Connection, due: Due, provider_id: str) -> bool:
    """What was found is another delivery's: the same words, said before."""
    known = delivery_store.by_provider_id(connection, [(due.account, provider_id)])
    return any((one.message_id, one.part) != (due.message_id, due.part) for one in known)


def outcome_row(due: Due, outcome: Outcome, now: int, jitter: float) -> Settled:
    """What a call's end makes of its delivery. `jitter` is in [0, 1)."""
    if isinstance(outcome, Accepted):
        return _settled(due, outcome.status, None, now, provider_id=outcome.provider_id)
    error = _encode(outcome).decode()
    if outcome.sent:
        return _settled(due, "sent", error, now)
    if outcome.kind == "unknown":
        return _ambiguous(due, error, now)
    wait = _patience_after(due, outcome, jitter)
    return _settled(due, "failed", error, now) if wait is None else _settled(due, "queued", error, now, after=wait)


def _ambiguous(due: Due, error: str, now: int) -> Settled:
    if due.category in REPEATED and not due.repeat:
        return _settled(due, "queued", error, now, after=EVIDENCE_WAIT, repeat=True)
    return _settled(due, "unknown", error, now)


def _settled(
    due: Due, state: str, error: str | None, now: int, *, provider_id: str | None = None, after: int = 0,
    repeat: bool = False,
) -> Settled:  # fmt: skip
    repeat = repeat or due.repeat
    return Settled(due.message_id, due.part, state, provider_id, error, now + after, repeat, now, due.lease)


def _patience_after(due: Due, failure: Failure, jitter: float) -> int | None:
    """Milliseconds until the next try; None: there is none. A provider's own word is kept to the second."""
    if failure is WITHDRAWN or (failure.moved_to and due.attempts == 1):
        return 0
    tries = {"throttled": THROTTLED_TRIES, "transient": len(BACKOFF)}.get(failure.kind, 0)
    if due.attempts > tries:
        return None
    pause = failure.retry_after or BACKOFF[min(due.attempts, len(BACKOFF)) - 1] * (0.5 + jitter)
    return int(pause * 1000)


def slow_down(pace: Pace, due: Due, outcome: Outcome, now: int) -> None:
    """Obey a provider that asks for patience."""
    if isinstance(outcome, Failure) and outcome.kind == "throttled" and outcome.retry_after:
        whom = due.address_id if outcome.scope == "recipient" else None
        pace.slow_down(whom, now, now + int(outcome.retry_after * 1000))


def settle(connection: Connection, ended: Sequence[Call], now: int) -> tuple[list[Call], list[Call]]:
    """Write down what became of these calls. Given back are those whose delivery another process holds at this moment,
    for the next time, and those that cannot be written, each undone alone."""
    free = outbox_store.free(connection, [(due.message_id, due.part) for due, _, _ in ended])
    held: list[Call] = []
    ours: list[Call] = []
    for one in ended:
        (ours if (one[0].message_id, one[0].part) in free else held).append(one)
    return held, _settle_free(connection, ours, now) if ours else []


def _settle_free(connection: Connection, ended: Sequence[Call], now: int) -> list[Call]:
    try:
        with savepoint(connection, "settle"):
            _settle(connection, ended, now)
    except Exception as error:
        log.error("settle_failed", size=len(ended), exc_info=error)
        if len(ended) == 1 or is_away(error):
            return list(ended)
        return [left for one in ended for left in _settle_free(connection, [one], now)]
    return []


def _settle(connection: Connection, ended: Sequence[Call], now: int) -> None:
    """And the receipts that overtook their answers."""
    _find_home(connection, ended)
    settled = outbox_store.settle(connection, [row for _, _, row in ended])
    if settled < len(ended):
        _settle_late(connection, ended, now)
    verdicts.settle(connection, [(due, row) for due, _, row in ended], now, late=settled < len(ended))
    for due, outcome, _ in sorted(ended, key=lambda one: one[0].customer_id):  # everybody locks in one order
        if isinstance(outcome, Failure):
            refusal.heed(connection, outcome, due.customer_id, due.address_id, due.account, now)
            continue
        if outcome.aliases:
            address_store.know(connection, due.address_id, outcome.aliases)
        if outcome.amended:
            amending.amend_ours(connection, due.message_id, now)
    entrusting.missed(connection, [
        (due.message_id, entrusting.reason(outcome)) for due, outcome, row in ended
        if row.state in ("failed", "unknown") and due.author == "agent" and isinstance(outcome, Failure)
    ], now)  # fmt: skip
    known = [(due.account, row.provider_id) for due, _, row in ended if row.provider_id]
    if known:
        status.catch_up(connection, known, now)


def _find_home(connection: Connection, ended: Sequence[Call]) -> None:
    """Whoever has the address by now has what became of the call: two may have turned out to be one meanwhile."""
    heeded = [due for due, outcome, _ in ended if due.category in COUNTED or isinstance(outcome, Failure)]
    owners = address_store.owners(connection, (due.address_id for due in heeded)) if heeded else {}
    for due in heeded:
        due.customer_id = owners.get(due.address_id, due.customer_id)


def _settle_late(connection: Connection, ended: Sequence[Call], now: int) -> None:
    """Some lost their lease, and others decide what follows: that a call was accepted is evidence for them, no more."""
    accepted = [
        (due.account, Status(status=outcome.status, at=to_datetime(now), provider_id=outcome.provider_id,
                             reference=reference(due.message_id, due.part)))
        for due, outcome, _ in ended if isinstance(outcome, Accepted)
    ]  # fmt: skip
    if accepted:
        status.record(connection, accepted, now)
