"""Teams: who sees and answers what. A case of no team is everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Row, Table, Text, delete, select

from handoff.tables import metadata
from handoff.upsert import upsert

team = Table(
    "team",
    metadata,
    Column("id", Text, primary_key=True),  # a short word, as flows name it
    Column("name", Text, nullable=False),
    Column("skills", Text, nullable=False, server_default="[]"),  # what its cases need
    Column("hours", Text),  # {"windows": [{"days", "from", "to"}, …]} in the brand's time zone; None: the brand's own
    Column("created_at", BigInteger, nullable=False),  # or last changed
)


def listing(connection: Connection) -> Sequence[Row[Any]]:
    return connection.execute(select(team).order_by(team.c.name, team.c.id)).all()


def get(connection: Connection, team_id: str) -> Row[Any] | None:
    return connection.execute(select(team).where(team.c.id == team_id)).first()


def put(connection: Connection, team_id: str, now: int, **values: Any) -> None:
    """Make it, or change it."""
    upsert(connection, team, {"id": team_id}, {**values, "created_at": now})


def remove(connection: Connection, team_id: str) -> bool:
    return connection.execute(delete(team).where(team.c.id == team_id)).rowcount == 1
