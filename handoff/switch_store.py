"""Where the bot is disengaged: one conversation, one account, or the whole brand. A row is a switch that is thrown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Row, Table, Text, delete, select

from handoff.tables import metadata
from handoff.upsert import upsert

bot_switch = Table(
    "bot_switch",
    metadata,
    Column("scope", Text, nullable=False),  # conversation, account, brand
    Column("key", Text, nullable=False),  # its id; of the brand: ""
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("scope", "key"),
)


def throw(connection: Connection, scope: str, key: str, *, by: str, reason: str, now: int) -> None:
    """The bot says nothing there from now on; who throws it again says why again."""
    upsert(connection, bot_switch, {"scope": scope, "key": key}, {"by": by, "reason": reason, "at": now})


def engage(connection: Connection, scope: str, key: str) -> bool:
    """The bot may speak again; False if it could."""
    chosen = (bot_switch.c.scope == scope, bot_switch.c.key == key)
    return connection.execute(delete(bot_switch).where(*chosen)).rowcount == 1


def listing(connection: Connection) -> Sequence[Row[Any]]:
    return connection.execute(select(bot_switch).order_by(bot_switch.c.at)).all()


def thrown(connection: Connection) -> frozenset[tuple[str, str]]:
    """Every switch that is thrown, by scope and key.

    On the driver's own cursor: every batch of turns asks, and what SQLAlchemy adds costs six times this read.
    """
    cursor = connection.connection.cursor()
    cursor.execute("SELECT scope, key FROM bot_switch")
    return frozenset((scope, key) for scope, key in cursor.fetchall())


def is_thrown(switches: frozenset[tuple[str, str]], conversation_id: str, account: str | None) -> bool:
    """Is the bot kept from this conversation on this account?"""
    if not switches:
        return False
    asked = {("brand", ""), ("account", account or ""), ("conversation", conversation_id)}
    return not switches.isdisjoint(asked)
