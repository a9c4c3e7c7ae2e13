"""Claims: names, phones and e-mail addresses that customers say are theirs. They prove nothing; people may compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    delete,
    select,
    update,
)

from gateway.ground.database import metadata
from gateway.ground.setwise import insertion

Kind = Literal["phone", "email", "name", "number"]  # number: of a customer, and a code proved it

claim = Table(
    "claim",
    metadata,
    Column("address_id", Text, nullable=False),  # where it was said: whoever has the address has said it
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),  # +33612345678; ana@mail.fr; ana martin
    Column("customer_id", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("address_id", "kind", "value"),
    Index("claim_value", "kind", "value"),
    Index("claim_customer", "customer_id"),
    Index("claim_message", "message_id"),
)


class NewClaim(msgspec.Struct, array_like=True):
    address_id: str
    kind: str
    value: str
    customer_id: str
    message_id: str
    at: int


_ADD = insertion(claim, NewClaim, "ON CONFLICT DO NOTHING")


def add(connection: Connection, claims: Sequence[NewClaim]) -> None:
    _ADD.run(connection, rows=list(claims))


def of_customer(connection: Connection, customer_id: str) -> Sequence[Row[Any]]:
    return connection.execute(select(claim).where(claim.c.customer_id == customer_id).order_by(claim.c.at)).all()


def same(connection: Connection, kind: Kind, values: Sequence[str], but: str, most: int) -> Sequence[Row[Any]]:
    """Who else says one of these of themselves."""
    chosen = (claim.c.kind == kind, claim.c.value.in_(values), claim.c.customer_id != but)
    return connection.execute(select(claim).where(*chosen).order_by(claim.c.at.desc()).limit(most)).all()


def belong(connection: Connection, address_ids: Sequence[str], customer_id: str) -> None:
    """What was said there was said by this customer."""
    connection.execute(update(claim).where(claim.c.address_id.in_(address_ids)).values(customer_id=customer_id))


def drop(connection: Connection, message_ids: Sequence[str]) -> None:
    """These messages are gone, or taken back."""
    connection.execute(delete(claim).where(claim.c.message_id.in_(message_ids)))


def erase(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(claim).where(claim.c.customer_id == customer_id))
