"""Links to a customer's own page: each opens it once, within its time. What opened it is the session from then on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Row, Table, Text, delete, insert, select, update

from gateway.ground.database import metadata

board_link = Table(
    "board_link",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False, index=True),
    Column("address_id", Text, nullable=False),  # where the link was sent: a yes on the page is said there
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)


def add(connection: Connection, link_id: str, customer_id: str, address_id: str, expires_at: int, now: int) -> None:
    """A new one; those of this customer that ended long ago go."""
    old = (board_link.c.customer_id == customer_id, board_link.c.expires_at < now - 86_400_000)
    connection.execute(delete(board_link).where(*old))
    row = {"id": link_id, "customer_id": customer_id, "address_id": address_id, "expires_at": expires_at}
    connection.execute(insert(board_link).values(**row))


def get(connection: Connection, link_id: str) -> Row[Any] | None:
    return connection.execute(select(board_link).where(board_link.c.id == link_id)).first()


def use(connection: Connection, link_id: str, now: int) -> bool:
    """Open with it. False: it was used, ended, or there is none."""
    mine = (board_link.c.id == link_id, board_link.c.used_at.is_(None), board_link.c.expires_at > now)
    return connection.execute(update(board_link).where(*mine).values(used_at=now)).rowcount == 1


def end_at(connection: Connection, addresses: Sequence[str]) -> None:
    """Whose these addresses are has changed: what was sent there opens nothing, and whoever is on a page leaves it."""
    connection.execute(delete(board_link).where(board_link.c.address_id.in_(addresses)))


def forget(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(board_link).where(board_link.c.customer_id == customer_id))
