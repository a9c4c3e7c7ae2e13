"""Conversations: one a customer, lifelong. It hands out `seq`, the order of all that happens, and holds the owner.

Only this module writes the owner. `owner_epoch` grows by one at every change, and whoever changes it says which epoch
was seen: a stale move changes nothing. The state is the dialog's own; nobody here reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, ForeignKey, Index, Row, Table, Text, select, update
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, Statement, insertion

_PEOPLE = sql("owner_kind <> 'bot'")

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, ForeignKey("customer.id"), nullable=False, unique=True),
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("owner_kind", Text, nullable=False, server_default="bot"),  # bot, queue, offer, agent, external
    Column("owner_id", Text),
    Column("owner_epoch", BigInteger, nullable=False, server_default="0"),
    Column("status", Text, nullable=False, server_default="active"),
    Column("address_id", Text),  # where the customer last wrote: answers go there
    Column("state", Text),
    Column("updated_at", BigInteger, nullable=False),
    Index("conversation_people", "owner_kind", "owner_id", sqlite_where=_PEOPLE, postgresql_where=_PEOPLE),
    Index("conversation_updated", "updated_at"),
)


class NewConversation(msgspec.Struct, array_like=True):
    id: str
    customer_id: str
    updated_at: int


class Seq(msgspec.Struct, array_like=True):
    conversation_id: str
    seq: int


class Saved(msgspec.Struct, array_like=True):
    """What a turn leaves behind. `seq` and `owner_epoch` follow what it read, with the conversation locked."""

    id: str
    seq: int
    owner_kind: str
    owner_id: str | None
    owner_epoch: int
    status: str
    address_id: str | None
    state: str | None
    updated_at: int


_ADD = insertion(conversation, NewConversation)
_RESERVE = Statement(
    """UPDATE conversation SET seq = conversation.seq + fresh.n
    FROM [[rows id:text n:bigint]] AS fresh WHERE conversation.id = fresh.id"""
)
# An update takes its rows in any order: two that take the same ones may wait for each other
_HOLD = Query(
    Seq, ["id", "seq"],
    "FROM conversation WHERE id IN (SELECT id FROM [[rows id:text n:bigint]] AS wanted) ORDER BY id FOR UPDATE",
)  # fmt: skip
_SEQS = Query(Seq, ["id", "seq"], "FROM conversation WHERE id IN (SELECT id FROM [[rows id:text n:bigint]] AS wanted)")
_SAVE = Statement(
    """UPDATE conversation SET seq = fresh.seq, owner_kind = fresh.owner_kind, owner_id = fresh.owner_id,
    owner_epoch = fresh.owner_epoch, status = fresh.status, address_id = fresh.address_id, state = fresh.state,
    updated_at = fresh.updated_at
    FROM [[rows id:text seq:bigint owner_kind:text owner_id:text owner_epoch:bigint status:text address_id:text
           state:text updated_at:bigint]] AS fresh
    WHERE conversation.id = fresh.id"""
)
_OWN = Statement(
    """UPDATE conversation SET owner_kind = :kind, owner_id = :owner, owner_epoch = owner_epoch + 1, status = :status,
    updated_at = :now WHERE id = :id AND owner_epoch = :seen"""
)


def add(connection: Connection, conversations: Sequence[NewConversation]) -> None:
    _ADD.run(connection, rows=list(conversations))


def reserve(connection: Connection, counts: dict[str, int]) -> dict[str, int]:
    """Take the next `n` places of each conversation, locked till commit; returns the last place taken."""
    rows = sorted(counts.items())
    if connection.dialect.name != "sqlite":  # which has one writer
        _HOLD.rows(connection, rows=rows)
    _RESERVE.run(connection, rows=rows)
    return {row.conversation_id: row.seq for row in _SEQS.rows(connection, rows=rows)}


def save(connection: Connection, rows: Sequence[Saved]) -> None:
    """Write back what turns made of conversations they hold."""
    _SAVE.run(connection, rows=list(rows))


def keep_state(connection: Connection, conversation_id: str, state: str) -> None:
    """Of a conversation that this transaction holds."""
    connection.execute(update(conversation).where(conversation.c.id == conversation_id).values(state=state))


def own(
    connection: Connection, conversation_id: str, *, kind: str, owner: str | None, status: str, seen: int, now: int
) -> bool:
    """Give the conversation to `owner` if nobody did since epoch `seen`."""
    changed = _OWN.run(connection, id=conversation_id, kind=kind, owner=owner, status=status, seen=seen, now=now)
    return changed == 1


def answer_at(connection: Connection, conversation_id: str, address_id: str | None) -> None:
    """Answers go there from now on."""
    connection.execute(update(conversation).where(conversation.c.id == conversation_id).values(address_id=address_id))


def get(connection: Connection, conversation_id: str) -> Row[Any] | None:
    return connection.execute(select(conversation).where(conversation.c.id == conversation_id)).first()


def hold(connection: Connection, conversation_id: str) -> Row[Any] | None:
    """The same, kept from others until this transaction ends. SQLite has one writer."""
    chosen = select(conversation).where(conversation.c.id == conversation_id)
    return connection.execute(chosen.with_for_update()).first()


def of_customer(connection: Connection, customer_id: str) -> Row[Any] | None:
    return connection.execute(select(conversation).where(conversation.c.customer_id == customer_id)).first()


def of_customers(connection: Connection, customers: Sequence[str]) -> Sequence[Row[Any]]:
    """Each one's, in the order of their ids."""
    chosen = select(conversation).where(conversation.c.customer_id.in_(customers)).order_by(conversation.c.id)
    return connection.execute(chosen).all()


def forget(connection: Connection, conversation_id: str) -> None:
    """The dialog's state and where the customer last wrote."""
    chosen = conversation.c.id == conversation_id
    connection.execute(update(conversation).where(chosen).values(state=None, address_id=None))
