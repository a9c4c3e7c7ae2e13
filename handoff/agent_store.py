"""Agents: the people who answer, and the admins among them. A password is kept as its argon2 hash only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, Row, Table, Text, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from handoff.tables import metadata

agent = Table(
    "agent",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False, unique=True),  # in lower case
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),  # agent, supervisor, admin
    Column("languages", Text, nullable=False),  # "fr,en"
    Column("password_hash", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    Column("teams", Text, nullable=False, server_default=""),  # "sales,orders"
    Column("skills", Text, nullable=False, server_default="{}"),  # {name: level 1-5}
    Column("channels", Text, nullable=False, server_default=""),  # those they answer on; empty: all
    Column("capacity", Integer, nullable=False, server_default="300"),  # hundredths: 100 is one live chat
)

_UNLESS_THERE = {
    "postgresql": postgresql.insert(agent).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(agent).on_conflict_do_nothing(),
}


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(agent).values(**values))


def add_unless_there(connection: Connection, **values: Any) -> None:
    """The same, where nobody has that e-mail: processes that start together do it together."""
    connection.execute(_UNLESS_THERE[connection.dialect.name].values(**values))


def by_email(connection: Connection, email: str) -> Row[Any] | None:
    """Somebody who may log in."""
    chosen = (agent.c.email == email.strip().lower(), agent.c.disabled_at.is_(None))
    return connection.execute(select(agent).where(*chosen)).first()


def get(connection: Connection, agent_id: str) -> Row[Any] | None:
    return connection.execute(select(agent).where(agent.c.id == agent_id)).first()


def names(connection: Connection, agent_ids: Sequence[str]) -> dict[str, str]:
    rows = connection.execute(select(agent.c.id, agent.c.name).where(agent.c.id.in_(agent_ids)))
    return {row.id: row.name for row in rows}


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(agent)).scalar_one()


def listing(connection: Connection) -> Sequence[Row[Any]]:
    """Everybody, by e-mail."""
    return connection.execute(select(agent).order_by(agent.c.email)).all()


def set_password(connection: Connection, agent_id: str, password_hash: str) -> None:
    connection.execute(update(agent).where(agent.c.id == agent_id).values(password_hash=password_hash))


def disable(connection: Connection, agent_id: str, at: int | None) -> None:
    """Nobody lets them in from then on; None: they may come again."""
    connection.execute(update(agent).where(agent.c.id == agent_id).values(disabled_at=at))


def change(connection: Connection, agent_id: str, **values: Any) -> bool:
    """What they may and can do; False if there is no such agent."""
    return connection.execute(update(agent).where(agent.c.id == agent_id).values(**values)).rowcount == 1
