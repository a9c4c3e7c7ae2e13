"""PostgreSQL: how we connect, what one session may take from the others, and which roles are taken.

What the database's URL says itself wins: `?options=-c%20statement_timeout%3D60000`, `?connect_timeout=2`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL, Engine

# Whoever hangs, or sleeps in a transaction, gives back what it holds: milliseconds
SESSION = {
    "statement_timeout": 30_000,
    "lock_timeout": 10_000,
    "idle_in_transaction_session_timeout": 20_000,
}
# A machine that went away without a word is noticed
LINE = {
    "connect_timeout": "5",  # seconds, like those of keepalives
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",  # milliseconds
}
PATIENCE = 10.0  # seconds for a connection of the pool

_TRY = text("SELECT pg_try_advisory_lock(hashtext(:role))")
_SHARE = "SELECT pg_advisory_lock_shared(hashtext('{}'))"
_TIME = text("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)")
_RELEASE = text("SELECT pg_advisory_unlock(hashtext(:role))")


def engine(url: URL, connections: int) -> Engine:
    """Connections that are tried before they are used: the database may have been started again."""
    given = url.query
    session = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    line = {name: value for name, value in LINE.items() if name not in given}
    return create_engine(
        url.set(drivername="postgresql+psycopg"), pool_size=connections, pool_pre_ping=True, pool_timeout=PATIENCE,
        hide_parameters=True, connect_args={**line, "options": f"{session} {given.get('options', '')}".strip()},
    )  # fmt: skip


def one_at_a_time(connection: Connection, work: str) -> None:
    """For a transaction that may take its time, and waits as long for another that does the same `work`; for all else
    no longer than anybody."""
    for name in SESSION:
        connection.execute(text(f"SET LOCAL {name} = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:work))"), {"work": work})
    connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


def is_first(connection: Connection, work: str) -> bool:
    """Does no other transaction do the same `work` just now? None does as long as this one lasts."""
    return bool(connection.execute(text("SELECT pg_try_advisory_xact_lock(hashtext(:work))"), {"work": work}).scalar())


def enter(engine: Engine, role: str, when_alone: Callable[[], None]) -> None:
    """Take a role for as long as this process lives; `when_alone` is called first where no other process has it.

    Every session of the process holds a shared lock, so that whoever comes later sees it as long as there is one, and
    again after the database was started anew.
    """
    share = _SHARE.format(role)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
        session.detach()  # closed in the end, not kept by a pool that is given up below
        alone = session.execute(_TRY, {"role": role}).scalar_one()
        if alone:
            when_alone()
        session.execute(text(share))
        if alone:
            session.execute(_RELEASE, {"role": role})
        event.listen(engine, "connect", lambda opened, _record: _share(opened, share))
        engine.dispose()  # what was opened before holds nothing
        engine.connect().close()


def time_of_day(connection: Connection) -> int:
    """Milliseconds since 1970 by the database's clock, which all processes share."""
    return int(connection.execute(_TIME).scalar_one())


def _share(opened: Any, statement: str) -> None:
    opened.execute(statement)
    opened.commit()
