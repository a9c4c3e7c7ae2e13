"""What a provider's refusal says about a customer: blocked us, opted out, not there any more."""

from __future__ import annotations

from sqlalchemy import Connection

from connectors.errors import Failure
from gateway.journey.holding import controlling
from gateway.people import address_store
from gateway.terms import ledger, limit_store
from gateway.terms.facts import closed_by_provider
from gateway.terms.policy.provider import NOT_TODAY
from gateway.terms.terms_store import Origin

ADDRESS_STATUS = {"opted_out": "opted_out", "bad_recipient": "unreachable"}


def heed(connection: Connection, failure: Failure, customer_id: str, address_id: str, account: str, now: int) -> None:
    """Remember it on the address and in the ledger, so that nothing is sent into a closed door."""
    if failure.elsewhere:
        controlling.refused(connection, customer_id, now)
    if failure.moved_to:
        address_store.move(connection, address_id, failure.moved_to)
    status = _status(failure)
    if status is not None:
        address_store.set_status(connection, address_id, status)
    where = address_store.get(connection, address_id)
    if where is not None and failure.code in NOT_TODAY.get(where.channel, ()):
        ledger.hold(connection, customer_id)
        limit_store.remember(connection, address_id, customer_id, failure.code, now)
    if failure.kind == "opted_out" and failure.closes != "until_heard" and where is not None:
        origin = Origin(source="platform", words=failure.code, account=account)
        closed_by_provider(connection, customer_id, where.channel, closed=True, origin=origin, now=now)


def _status(failure: Failure) -> str | None:
    """What becomes of the address; None: it stays open."""
    if failure.kind == "opted_out" and failure.closes != "address":
        return "blocked" if failure.closes == "until_heard" else None
    return ADDRESS_STATUS.get(failure.kind)
