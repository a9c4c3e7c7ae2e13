"""Which hours held from when on, of the brand and of each team. Nothing here is changed: figures of the past stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, PrimaryKeyConstraint, Row, Table, Text, select

from handoff.tables import metadata
from handoff.upsert import upsert

BRAND = ""  # in the place of a team

office = Table(
    "office",
    metadata,
    Column("team_id", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("hours", Text),  # as whoever reads them writes them; None: none of their own
    Column("own", Integer, nullable=False, server_default="0"),  # of the brand: said by people, not the configuration
    Column("by", Text),  # whoever said so; None: the configuration
    PrimaryKeyConstraint("team_id", "since"),
)


def record(
    connection: Connection, team_id: str, hours: str | None, now: int, *, own: bool = False, by: str | None = None
) -> bool:  # fmt: skip
    """From now on it is so. False: it was so already, and nothing is written."""
    before: Any = next(iter(latest(connection, team_id, 1)), None)
    if ((before.hours, bool(before.own)) if before is not None else (None, False)) == (hours, own):
        return False
    since = now if before is None else max(now, before.since + 1)
    key = {"team_id": team_id, "since": since}
    upsert(connection, office, key, {"hours": hours, "own": int(own), "by": by})
    return True


def configure(connection: Connection, hours: str | None, now: int) -> None:
    """The brand's are these, unless people have said otherwise."""
    said: Any = next(iter(latest(connection, BRAND, 1)), None)
    if said is None or not said.own:
        record(connection, BRAND, hours, now)


def latest(connection: Connection, team_id: str, most: int) -> Sequence[Row[Any]]:
    """What holds now, and before it what held then."""
    of_team = select(office).where(office.c.team_id == team_id)
    return connection.execute(of_team.order_by(office.c.since.desc()).limit(most)).all()


def changes(connection: Connection) -> Sequence[Row[Any]]:
    """All of them, oldest first."""
    return connection.execute(select(office).order_by(office.c.since, office.c.team_id)).all()
