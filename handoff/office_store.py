"""Which hours held from when on, of the brand and of each team. Nothing here is changed: figures of the past stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Row, Table, Text, select

from handoff.tables import metadata
from handoff.upsert import upsert

BRAND = ""  # in the place of a team

office = Table(
    "office",
    metadata,
    Column("team_id", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("hours", Text),  # as whoever reads them writes them; None: none of their own
    PrimaryKeyConstraint("team_id", "since"),
)


def record(connection: Connection, team_id: str, hours: str | None, now: int) -> None:
    """From now on it is so; nothing is written where it was so already."""
    of_team = select(office.c.hours, office.c.since).where(office.c.team_id == team_id)
    last = connection.execute(of_team.order_by(office.c.since.desc()).limit(1)).first()
    if (last.hours if last is not None else None) == hours:
        return
    since = now if last is None else max(now, last.since + 1)
    upsert(connection, office, {"team_id": team_id, "since": since}, {"hours": hours})


def changes(connection: Connection) -> Sequence[Row[Any]]:
    """All of them, oldest first."""
    return connection.execute(select(office).order_by(office.c.since, office.c.team_id)).all()
