"""Status: what became of what we sent. Statuses only climb.

Before:  inbox hands over receipts and echoes.      After:  messages show how far they got.
Order:   none is promised by any provider; a late "sent" after "delivered" changes nothing.
Never:   makes a customer or a conversation; wakes the dialog.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from connectors.message import Echo, Status
from gateway.ground.clock import to_millis
from gateway.journey import refusal
from gateway.journey.holding import entrusting
from gateway.journey.webhook import Arrival
from gateway.messages import delivery_store, early_store, inbox_store
from gateway.messages.delivery import climbs, from_reference
from gateway.messages.delivery_store import Standing
from gateway.messages.inbox import dedupe_key, early_key
from gateway.messages.inbox_store import NewEvent
from gateway.people import address_store

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Status).decode


def record(connection: Connection, receipts: Sequence[tuple[str, Status]], now: int) -> None:
    """Let deliveries climb; what speaks of an id we do not know yet is kept until the send's answer comes."""
    found = _standing(connection, receipts)
    unmatched = [receipt for receipt, standing in zip(receipts, found, strict=True) if not standing]
    climbing = [(s, status) for (_, status), all_ in zip(receipts, found, strict=True) for s in all_]
    _climb(connection, climbing, now)
    rows = [_early(account, status, now) for account, status in unmatched if status.provider_id]
    if rows:
        inbox_store.add(connection, rows)


def catch_up(connection: Connection, provider_ids: Sequence[tuple[str, str]], now: int) -> None:
    """These (account, provider id) are known now: apply the receipts that overtook their answers."""
    early = early_store.of(connection, [_ref(*one) for one in provider_ids])
    if not early:
        return
    accounts = {_ref(*one): one[0] for one in provider_ids}
    early_store.forget(connection, [row.id for row in early])
    record(connection, [(accounts[row.ref], _decode(row.payload)) for row in early], now)


def catch_up_since(connection: Connection, instant: int, now: int) -> None:
    """The same for whatever receipt came since then: a sender that died could not look once more."""
    waiting = [_of_ref(early.ref) for early in early_store.since(connection, instant)]
    known = delivery_store.by_provider_id(connection, waiting) if waiting else []
    if known:
        catch_up(connection, [(one.account, one.wanted) for one in known], now)


def recognise(connection: Connection, echoes: Sequence[Arrival], now: int) -> set[str]:
    """The dedupe keys of echoes of what we sent ourselves: evidence that it left, and nothing new."""
    ours: set[str] = set()
    for arrival in echoes:
        echo = arrival.event
        assert isinstance(echo, Echo)
        receipt = Status(status="sent", at=echo.sent_at, provider_id=echo.provider_id, reference=echo.reference)
        standing = _standing(connection, [(arrival.account, receipt)])[0]
        if standing or from_reference(echo.reference or ""):
            _climb(connection, [(one, receipt) for one in standing], now)
            ours.add(dedupe_key(arrival.account, echo))
    return ours


def _standing(connection: Connection, receipts: Sequence[tuple[str, Status]]) -> list[list[Standing]]:
    """For each receipt the deliveries it speaks of."""
    referred = [(account, from_reference(s.reference)) for account, s in receipts if s.reference]
    by_reference = {
        (s.message_id, s.part): s
        for s in delivery_store.by_reference(connection, [(a, *ref) for a, ref in referred if ref])
    } if referred else {}  # fmt: skip
    named = [(account, s.provider_id) for account, s in receipts if s.provider_id]
    by_id = {s.wanted: s for s in delivery_store.by_provider_id(connection, named)} if named else {}
    return [_find(connection, account, s, by_reference, by_id) for account, s in receipts]


def _find(
    connection: Connection,
    account: str,
    receipt: Status,
    by_reference: dict[tuple[str, int], Standing],
    by_id: dict[str, Standing],
) -> list[Standing]:
    reference = from_reference(receipt.reference or "")
    if reference in by_reference:
        return [by_reference[reference]]
    if receipt.provider_id in by_id:
        return [by_id[receipt.provider_id]]
    if receipt.watermark is None or receipt.address is None:
        return []
    known = address_store.known(connection, [(account, receipt.address)])
    watermark = to_millis(receipt.watermark)
    return [
        standing
        for one in known
        for standing in delivery_store.up_to(connection, one.conversation_id, one.address_id, watermark)
    ]


def _climb(connection: Connection, receipts: Sequence[tuple[Standing, Status]], now: int) -> None:
    rows: dict[tuple[str, int], tuple[str, int, str, str | None, str | None, int]] = {}
    states = delivery_store.hold(connection, [standing for standing, _ in receipts]) if receipts else {}
    for standing, receipt in receipts:
        key = (standing.message_id, standing.part)
        if key not in states or not climbs(states[key], receipt.status):
            continue
        states[key] = receipt.status
        error = _encode(receipt.error).decode() if receipt.error else None
        rows[key] = (*key, receipt.status, receipt.provider_id, error, now)
        if receipt.error:
            refusal.heed(connection, receipt.error, standing.customer_id, standing.address_id, standing.account, now)
    if rows:
        delivery_store.climb(connection, list(rows.values()))
    entrusting.missed(connection, [
        (standing.message_id, entrusting.reason(receipt.error)) for standing, receipt in receipts
        if rows.get((standing.message_id, standing.part), ("",) * 3)[2] == "failed"
    ], now)  # fmt: skip


def _ref(account: str, provider_id: str) -> str:
    return f"{account}\x1f{provider_id}"


def _of_ref(ref: str) -> tuple[str, str]:
    account, _, provider_id = ref.partition("\x1f")
    return account, provider_id


def _early(account: str, receipt: Status, now: int) -> NewEvent:
    ref = _ref(account, receipt.provider_id or "")
    payload = _encode(receipt).decode()
    return NewEvent(
        early_key(ref, receipt), account, None, None, None, None, "status", ref, payload, None, "unmatched", now
    )
