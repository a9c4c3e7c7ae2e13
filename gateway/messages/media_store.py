"""Files that customers sent and that agents send: to be fetched, here, missing and why, or not sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    Row,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, insertion
from gateway.messages.message_store import message

_WAITING, _UNSENT = sql("state = 'waiting'"), sql("state = 'unsent'")

media = Table(
    "media",
    metadata,
    Column("id", Text, primary_key=True),
    Column("message_id", Text, nullable=False),  # empty while an agent has not sent it
    Column("position", Integer, nullable=False),  # 0: the content itself, then its attachments
    Column("customer_id", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("source", Text, nullable=False),  # the content as the provider sent it
    Column("state", Text, nullable=False),  # waiting, stored, missing, unsent
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", BigInteger, nullable=False),
    Column("mime", Text),
    Column("name", Text),
    Column("size", BigInteger),
    Column("reason", Text),
    Column("agent_id", Text),  # whose it is while it waits to be sent
    Column("purpose", Text),  # of one that waits: reply, header
    Index("media_waiting", "next_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("media_unsent", "next_at", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
)


class NewMedia(msgspec.Struct, array_like=True):
    id: str
    message_id: str
    position: int
    customer_id: str
    account: str
    source: str
    state: str
    next_at: int


class Waiting(msgspec.Struct, array_like=True):
    id: str
    message_id: str
    position: int
    account: str
    source: str
    attempts: int


_ADD = insertion(media, NewMedia)
_DUE = Query(
    Waiting,
    ["m.id", "m.message_id", "m.position", "m.account", "m.source", "m.attempts"],
    """FROM media m WHERE m.state = 'waiting' AND (m.next_at <= :now OR m.next_at > :latest)
    AND m.account NOT IN (SELECT account FROM [[busy account:text]] AS others) ORDER BY m.next_at LIMIT :most""",
)


def add(connection: Connection, rows: Sequence[NewMedia]) -> None:
    _ADD.run(connection, rows=list(rows))


def due(connection: Connection, busy: Sequence[str], now: int, most: int, longest: int) -> list[Waiting]:
    """What is to be fetched now but for the busy accounts, longest due first.

    Nobody puts anything off for more than `longest` milliseconds: what is, was so by a clock that was ahead.
    """
    return _DUE.rows(connection, busy=[(one,) for one in busy], now=now, latest=now + longest, most=most)


def take(connection: Connection, media_id: str) -> bool:
    """Does it wait still? Held from now on: another process may have fetched the same at the same moment."""
    chosen = select(media.c.id).where(media.c.id == media_id, media.c.state == "waiting").with_for_update()
    return connection.execute(chosen).first() is not None


def stored(connection: Connection, media_id: str, mime: str, name: str | None, size: int) -> None:
    values = {"state": "stored", "mime": mime, "name": name, "size": size}
    connection.execute(update(media).where(media.c.id == media_id).values(**values))


def missing(connection: Connection, media_id: str, reason: str) -> None:
    connection.execute(update(media).where(media.c.id == media_id).values(state="missing", reason=reason))


def postpone(connection: Connection, media_id: str, next_at: int) -> None:
    later = update(media).where(media.c.id == media_id)
    connection.execute(later.values(attempts=media.c.attempts + 1, next_at=next_at))


def get(connection: Connection, media_id: str) -> Row[Any] | None:
    return connection.execute(select(media).where(media.c.id == media_id)).first()


def of_message(connection: Connection, message_id: str) -> Sequence[Row[Any]]:
    """Its files, in their order."""
    return connection.execute(select(media).where(media.c.message_id == message_id).order_by(media.c.position)).all()


def recent(connection: Connection, conversation_id: str, since: int, most: int) -> list[str]:
    """The newest messages of this conversation that brought files since then, oldest first."""
    chosen = (message.c.conversation_id == conversation_id, message.c.received_at >= since)
    rows = select(media.c.message_id).join(message, message.c.id == media.c.message_id).where(*chosen).distinct()
    return sorted(connection.execute(rows).scalars())[-most:]


def erase(connection: Connection, customer_id: str) -> list[str]:
    """The files that this customer sent are forgotten; their ids, to remove them."""
    gone = delete(media).where(media.c.customer_id == customer_id).returning(media.c.id)
    return list(connection.execute(gone).scalars())


def drop(connection: Connection, message_ids: Sequence[str]) -> list[str]:
    """The files of these messages are forgotten; their ids, to remove them."""
    gone = delete(media).where(media.c.message_id.in_(message_ids)).returning(media.c.id)
    return list(connection.execute(gone).scalars())


def upload(
    connection: Connection, media_id: str, customer_id: str, *, mime: str, name: str, size: int, until: int,
    agent_id: str | None = None, purpose: str = "reply",
) -> None:  # fmt: skip
    """An agent's file for this customer, kept `until` then unless it is sent."""
    values = {"message_id": "", "position": 0, "account": "", "source": "{}", "state": "unsent", "next_at": until}
    values |= {"id": media_id, "customer_id": customer_id, "mime": mime, "name": name, "size": size}
    connection.execute(insert(media).values(**values, agent_id=agent_id, purpose=purpose))


def unsent(connection: Connection, customer_id: str, agent_id: str, purpose: str) -> Sequence[Row[Any]]:
    """What this agent is about to send to this customer, in the order of its coming."""
    chosen = (_UNSENT, media.c.customer_id == customer_id, media.c.agent_id == agent_id, media.c.purpose == purpose)
    return connection.execute(select(media).where(*chosen).order_by(media.c.id)).all()


def enclose(connection: Connection, media_id: str, message_id: str, account: str) -> None:
    """It went with this message."""
    sent = update(media).where(media.c.id == media_id, media.c.state == "unsent")
    connection.execute(sent.values(message_id=message_id, account=account, state="stored"))


def withdraw(connection: Connection, media_id: str, agent_id: str) -> bool:
    """It is not sent after all; False where it was, is not there, or is somebody else's."""
    theirs = (media.c.agent_id.is_(None)) | (media.c.agent_id == agent_id)
    gone = delete(media).where(media.c.id == media_id, media.c.state == "unsent", theirs)
    return connection.execute(gone).rowcount > 0


def drop_unsent(connection: Connection, now: int, most: int) -> list[str]:
    """Some of what nobody sent in time is forgotten; their ids, to remove the files."""
    old = select(media.c.id).where(_UNSENT, media.c.next_at <= now).limit(most)
    gone = delete(media).where(media.c.id.in_(old), media.c.state == "unsent").returning(media.c.id)
    return list(connection.execute(gone).scalars())
