"""What a provider's refusal says about a customer: blocked us, opted out, not there any more."""

from __future__ import annotations

from sqlalchemy import Connection

from connectors.errors import Failure
from gateway.people import address_store

ADDRESS_STATUS = {"opted_out": "opted_out", "bad_recipient": "unreachable"}


def heed(connection: Connection, failure: Failure, customer_id: str, address_id: str, now: int) -> None:
    """Remember it on the address, so that nothing is sent into a closed door."""
    if failure.moved_to:
        address_store.move(connection, address_id, failure.moved_to)
    status = ADDRESS_STATUS.get(failure.kind)
    if status:
        address_store.set_status(connection, address_id, status)
