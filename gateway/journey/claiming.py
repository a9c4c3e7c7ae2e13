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

from connectors.errors import Failure
from gateway.journey import admission, verdicts
from gateway.journey.accounts import Accounts
from gateway.journey.admission import Standing
from gateway.journey.digest import revising
from gateway.journey.holding import entrusting
from gateway.journey.rate import Pace
from gateway.journey.talk import Harvest, Talk, Uttered
from gateway.journey.verdicts import Outcomes
from gateway.messages import due_store, outbox_store
from gateway.messages.due_store import Due
from gateway.messages.outbox_store import Claim
from gateway.people import address_store
from gateway.terms import complaint_store, decision_store, silence_store, terms_store
from gateway.terms.policy.decision import NEVER
from gateway.terms.rulebook import Rulebook

ENDED = frozenset({"suppressed", "expired"})  # what was decided so does not leave any more
LEASE = 60_000  # milliseconds; longer than a call may take

log = structlog.get_logger()
_UNDECIDABLE = msgspec.json.encode(Failure(kind="permanent", text="it could not be decided about")).decode()


@dataclass
class _Round:
    """One round of claims of one account: what to call now, and what was decided otherwise."""

    calls: list[Due] = field(default_factory=list)
    rows: list[Claim] = field(default_factory=list)
    outcomes: Outcomes = field(default_factory=Outcomes)
    spoiled: list[tuple[str, int]] = field(default_factory=list)  # nothing can be decided about them
    withheld: list[tuple[str, str]] = field(default_factory=list)  # people's answers that do not leave, and why


@dataclass(frozen=True)
class Claimed:
    """What to call now, and whether there is more than there was room for."""

    calls: list[Due]
    more: bool
    stamps: dict[str, Stamp] = field(default_factory=dict)  # by message id; an answer needs none


@dataclass(frozen=True)
class Stamp:
    """What a decision was made under. Where it has moved on before the call, the call is not made."""

    customer_id: str
    address_id: str
    terms_version: int
    silence_epoch: int
    sells: bool


def claim(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, account: str, pace: Pace, most: int, now: int
) -> Claimed:
    """What this account sends now: claimed, decided, not called yet."""
    due = due_store.due(connection, account, now, most) if most > 0 else []
    if not due:
        return Claimed([], more=most <= 0)
    outbound = _Round()
    known = admission.standing(connection, rulebook, accounts, due, now, holds=True)
    revising.revise(connection, known, due, now)
    for one in admission.in_order(due, known, now):
        try:
            _claim_one(one, pace, known, outbound, now)
        except Exception as error:
            log.error("claim_failed", account=one.account, message_id=one.message_id, exc_info=error)
            outbound.spoiled.append((one.message_id, one.part))
    _write(connection, known, outbound, now)
    others_may_go = len(outbound.calls) < len(due)  # who waited behind what does not leave
    return Claimed(outbound.calls, len(due) >= most or others_may_go, _stamps(outbound.calls, known))


def unchanged(connection: Connection, stamps: Mapping[str, Stamp]) -> set[str]:
    """The messages whose decision still stands on what holds now: asked just before their calls."""
    epoch, customers = silence_store.epoch(connection), sorted({one.customer_id for one in stamps.values()})
    versions = {one: terms.version for one, terms in terms_store.load_many(connection, customers).items()}
    complain = complaint_store.held_until(connection, customers, 0, 0)
    owners = address_store.owners(connection, (one.address_id for one in stamps.values()))
    return {
        message_id
        for message_id, one in stamps.items()
        if owners.get(one.address_id) == one.customer_id  # who turned out to be another has other terms
        and one.silence_epoch == epoch
        and one.terms_version == versions.get(one.customer_id, 0)
        and not (one.sells and complain.get(one.customer_id) == NEVER)
    }


def may_outlast(due: Due, seconds: float, now: int) -> bool:
    """Might a call that takes so long and begins now still go on when its lease is over?"""
    return now > due.lease - seconds * 1000


def _stamps(calls: Sequence[Due], known: Standing) -> dict[str, Stamp]:
    stamps = {}
    for one in calls:
        person = known.person(one.customer_id) if one.category != "conversation" else None
        if person is not None and known.knowledge is not None:
            epoch = known.knowledge.silence_epoch
            sells = one.category == "marketing" or known.wish(one).sells
            stamps[one.message_id] = Stamp(person.id, one.address_id, person.terms.version, epoch, sells)
    return stamps


def _write(connection: Connection, known: Standing, outbound: _Round, now: int) -> None:
    if outbound.spoiled:
        outbox_store.fail(connection, outbound.spoiled, _UNDECIDABLE, now)
    outbox_store.claim(connection, outbound.rows)
    voided = [row.message_id for row in outbound.rows if row.state == "voided"]
    if voided:
        outbox_store.void(connection, voided, now)  # no half of an answer is left behind
    verdicts.write(connection, known, outbound.outcomes, now)
    entrusting.missed(connection, outbound.withheld, now)


def dispatch(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, paces: Mapping[str, Pace], room: dict[str, int],
    harvest: Harvest, now: int,
) -> list[Due]:  # fmt: skip
    """Claim answers in the commit that promises them, where nothing stands before them and the policy says send.

    `room`, how much each account may still send, is taken from. All else is stored as promised, and claimed as due.
    """
    first = _first_of_each_address(harvest, room)
    busy = _busy(connection, harvest, first)
    known = Standing(rulebook, accounts)
    calls, decisions = [], []
    for address_id, (talk, uttered) in first.items():
        due = _as_due(talk, uttered, harvest)
        if address_id in busy or room[due.account] <= 0:
            continue
        pace = paces[due.account]
        verdict = admission.judge(due, accounts[due.account], known, now)
        if verdict.state != "sending" or verdict.decision is None or _patience(due, pace, now):
            continue
        pace.account.take(now)
        room[due.account] -= 1
        due.lease = now + LEASE
        uttered.deliveries[0].lease(now, due.lease)
        calls.append(due)
        decisions.append(admission.record(due, verdict.decision, None, "dequeue", now))
    if decisions:
        decision_store.record_many(connection, decisions)
    return calls


def adopt_lost(connection: Connection, accounts: Sequence[str], most: int, now: int) -> list[Due]:
    """What was being sent when its sender died, held by this one now: nobody knows whether it left."""
    lost = due_store.lost(connection, accounts, now, most)
    if lost:
        outbox_store.hold(connection, [(due.message_id, due.part) for due in lost], now + LEASE)
    for due in lost:
        due.lease = now + LEASE
    return lost


def set_back(connection: Connection, now: int, doubt: int) -> None:
    """The clock was set back, by more than `doubt` milliseconds: nothing waits for the time that it showed."""
    outbox_store.set_back(connection, now, doubt, LEASE)


def give_back(connection: Connection, claimed: Sequence[Due], now: int) -> None:
    """These were never called: they are due as before, unless another took them up meanwhile."""
    outbox_store.unclaim(connection, [(due.message_id, due.part, due.lease) for due in claimed], now)


def _claim_one(one: Due, pace: Pace, known: Standing, outbound: _Round, now: int) -> None:
    wait = _patience(one, pace, now)
    if wait:
        outbound.rows.append(Claim(one.message_id, one.part, one.state, one.attempts, wait, None, one.at))
        return
    verdict = admission.judge(one, known.accounts[one.account], known, now)
    if verdict.decision is not None and verdict.decision.outcome == "switch":
        outbound.outcomes.move(one, verdict.decision, known, now)
        return
    state = verdict.state
    outbound.outcomes.add(one, verdict, known, now)
    if state == "sending":
        pace.account.take(now)
        one.attempts, one.at, one.lease = one.attempts + 1, now, now + LEASE
        outbound.calls.append(one)
    elif one.repeat and state != "deferred":
        state = "unknown"  # it may have arrived the first time
    if one.author == "agent" and state in ENDED and verdict.decision is not None:
        outbound.withheld.append((one.message_id, verdict.decision.codes[0]))
    lease = one.lease if state == "sending" else None
    again = verdicts.next_at(verdict.decision, now)
    outbound.rows.append(Claim(one.message_id, one.part, state, one.attempts, again, lease, now))


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
