"""Bulletins that wait for their webhook, or lie dead: written in the transaction that did what they tell.

Who wants what is carried by the connection, as the roof set it: code that knows no settings can tell, and where
nobody wants anything telling is one look at an option.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, Row, Table, Text, delete, func, select, update
from sqlalchemy import text as sql

from gateway.bulletins.bulletin import Wanted
from gateway.ground.clock import to_iso
from gateway.ground.database import metadata
from gateway.ground.ids import new_id
from gateway.ground.setwise import insertion

OPTION = "wanted_bulletins"  # of a connection
MOST = 10_000  # that wait for one webhook: what is older is given up
MOST_DEAD = 1_000  # of one webhook
KEPT = 30 * 86_400_000  # milliseconds a dead one is kept
_WAITS, _DEAD = sql("state = 'waiting'"), sql("state = 'dead'")  # as their indexes say

bulletin = Table(
    "bulletin",
    metadata,
    Column("id", Text, primary_key=True),
    Column("webhook", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),  # or dead
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", BigInteger, nullable=False),
    Column("error", Text),
    Column("at", BigInteger, nullable=False),
    Index("bulletin_due", "webhook", "next_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
    Index("bulletin_dead", "webhook", "at", sqlite_where=_DEAD, postgresql_where=_DEAD),
    Index("bulletin_customer", "customer_id"),
)

_encode = msgspec.json.Encoder().encode


class Happened(msgspec.Struct, frozen=True):
    """One thing that happened with a customer, and what is told of it."""

    event: str
    customer_id: str
    told: Mapping[str, Any]
    at: int


class NewBulletin(msgspec.Struct, array_like=True):
    id: str
    webhook: str
    event: str
    customer_id: str
    body: str
    next_at: int
    at: int


_ADD = insertion(bulletin, NewBulletin)


def wanted(connection: Connection) -> Wanted:
    """Who wants what, by event; empty where nobody wants anything."""
    carried: Wanted = connection.get_execution_options().get(OPTION) or {}
    return carried


def tell(connection: Connection, happened: Sequence[Happened]) -> None:
    """Whoever wants to hear of this will, if this transaction commits."""
    told = wanted(connection)
    rows = [row for one in happened for row in _rows(one, told.get(one.event, ()))]
    if rows:
        _ADD.run(connection, rows=rows)


def _rows(one: Happened, names: Sequence[str]) -> Iterator[NewBulletin]:
    if names:
        body = _encode({"type": one.event, "timestamp": to_iso(one.at), "data": one.told}).decode()
        for name in names:
            yield NewBulletin(new_id(), name, one.event, one.customer_id, body, one.at, one.at)


def take(connection: Connection, webhook: str, most: int, now: int, until: int) -> Sequence[Row[Any]]:
    """What is due, longest due first, leased until then: whoever dies with it leaves it due again."""
    due = select(bulletin.c.id).where(_WAITS, bulletin.c.webhook == webhook, bulletin.c.next_at <= now)
    first = due.order_by(bulletin.c.next_at, bulletin.c.id).limit(most).with_for_update(skip_locked=True)
    ids = list(connection.execute(first).scalars())
    if not ids:
        return []
    taken = update(bulletin).where(bulletin.c.id.in_(ids)).values(attempts=bulletin.c.attempts + 1, next_at=until)
    connection.execute(taken)
    return connection.execute(select(bulletin).where(bulletin.c.id.in_(ids)).order_by(bulletin.c.at)).all()


def is_any_due(connection: Connection, webhook: str, now: int) -> bool:
    chosen = select(bulletin.c.id).where(_WAITS, bulletin.c.webhook == webhook, bulletin.c.next_at <= now).limit(1)
    return connection.execute(chosen).first() is not None


def end(connection: Connection, bulletin_id: str) -> None:
    """It was heard."""
    connection.execute(delete(bulletin).where(bulletin.c.id == bulletin_id))


def postpone(connection: Connection, bulletin_id: str, until: int, error: str) -> None:
    connection.execute(update(bulletin).where(bulletin.c.id == bulletin_id).values(next_at=until, error=error))


def die(connection: Connection, bulletin_id: str, error: str) -> None:
    """There is no further try, unless an admin wants one."""
    connection.execute(update(bulletin).where(bulletin.c.id == bulletin_id).values(state="dead", error=error))


def trim(connection: Connection, webhooks: Sequence[str], now: int) -> int:
    """Nothing grows for ever: old dead ones go, those of webhooks that are configured no more, and what a webhook has
    too many of, oldest first. How many went."""
    too_old = _DEAD & (bulletin.c.at < now - KEPT)
    gone = connection.execute(delete(bulletin).where(too_old | bulletin.c.webhook.not_in(webhooks))).rowcount
    counted = select(bulletin.c.webhook, bulletin.c.state, func.count().label("many"))
    for row in connection.execute(counted.group_by(bulletin.c.webhook, bulletin.c.state)).all():
        over = row.many - (MOST if row.state == "waiting" else MOST_DEAD)
        if over > 0:
            oldest = select(bulletin.c.id).where(bulletin.c.webhook == row.webhook, bulletin.c.state == row.state)
            chosen = oldest.order_by(bulletin.c.at, bulletin.c.id).limit(over)
            gone += connection.execute(delete(bulletin).where(bulletin.c.id.in_(chosen))).rowcount
    return gone


def dead(connection: Connection, most: int) -> Sequence[Any]:
    """Newest first, without what they tell."""
    columns = (bulletin.c.id, bulletin.c.webhook, bulletin.c.event, bulletin.c.attempts, bulletin.c.error,
               bulletin.c.at)  # fmt: skip
    return connection.execute(select(*columns).where(_DEAD).order_by(bulletin.c.at.desc()).limit(most)).all()


def counts(connection: Connection) -> dict[str, int]:
    """How many wait, how many are dead."""
    counted = select(bulletin.c.state, func.count().label("many")).group_by(bulletin.c.state)
    return {"waiting": 0, "dead": 0} | {row.state: row.many for row in connection.execute(counted)}


def retry(connection: Connection, bulletin_id: str, now: int) -> bool:
    """Tell it again, from the first pause on. False if it is not dead."""
    again = update(bulletin).where(bulletin.c.id == bulletin_id, _DEAD)
    return connection.execute(again.values(state="waiting", attempts=0, next_at=now)).rowcount == 1


def erase(connection: Connection, customer_id: str) -> None:
    connection.execute(delete(bulletin).where(bulletin.c.customer_id == customer_id))
