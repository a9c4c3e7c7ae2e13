"""The database: SQLite embedded, or PostgreSQL; plain functions with a connection, run in worker threads.

One call of `write` does all that its function did, or nothing. On SQLite one thread owns the one writing
connection (WAL, synchronous=FULL), so `write` is also a lock; on PostgreSQL the statements lock their rows.

Statements of the hot path are in `setwise`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, MetaData, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.pool import QueuePool, StaticPool

from gateway.ground import postgres
from gateway.ground.faults import ConfigurationFault
from gateway.ground.threads import Busy, Threads
from gateway.ground.writer import Writer

metadata = MetaData()
T = TypeVar("T")

OLDEST_SQLITE = (3, 35, 0)  # RETURNING, and UPDATE ... FROM
PRAGMAS = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -32768",
    "temp_store = MEMORY",
    "wal_autocheckpoint = 4000",  # pages: hot ones are copied back less often
)


_SQLITE_AWAY = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
})  # fmt: skip
# The server or its disk, a lock, a deadlock; no connection in the pool; we slept (psycopg calls that an internal error)
_AWAY = frozenset({"OperationalError", "TimeoutError", "IdleInTransactionSessionTimeout"})


class Database:
    """One database, a pool of connections and the threads that use them."""

    def __init__(self, url: str, *, threads: int = 4, carried: Mapping[str, Any] | None = None) -> None:
        """`carried`: options that every connection has, for whoever is handed one."""
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        if self.is_embedded:
            _check_sqlite()
            _make_room(self.url)
            self._writer = _sqlite_engine(self.url, StaticPool)
            self._writer.connect().close()  # two who turn a new file to WAL at once do not wait for each other
            self._reader = _sqlite_engine(self.url, QueuePool, pool_size=threads)
        elif self.dialect == "postgresql":
            self._writer = self._reader = postgres.engine(self.url, threads * 2)
        else:
            raise ConfigurationFault(
                f"database: {self.dialect!r} is not known. Use sqlite:////path.db or postgresql://…"
            )
        for engine in (self._writer, self._reader):
            engine.update_execution_options(**(carried or {}))
        self._one_writer = Writer(self._writer) if self.is_embedded else None
        self._write_threads = Threads(threads, "database-write")
        self._read_threads = Threads(threads, "database-read")

    @property
    def is_embedded(self) -> bool:
        return self.dialect == "sqlite"

    async def write(self, work: Callable[..., T], *args: Any) -> T:
        """Run `work(connection, *args)` as one transaction; returns once it is on disk. Raises Busy."""
        if self._one_writer is not None:
            return await self._one_writer.write(lambda connection: work(connection, *args))  # type: ignore[no-any-return]
        return await self._write_threads.run(self._write_alone, work, *args)

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """Run `work(connection, *args)` on a consistent snapshot; what it writes is undone. Raises Busy."""
        return await self._read_threads.run(self.read_now, work, *args)

    def write_now(self, work: Callable[..., T], *args: Any) -> T:
        """The same as `write`, for callers without a loop (commands, tests)."""
        if self._one_writer is not None:
            return self._one_writer.write_now(lambda connection: work(connection, *args))  # type: ignore[no-any-return]
        return self._write_alone(work, *args)

    def _write_alone(self, work: Callable[..., T], *args: Any) -> T:
        with self._writer.begin() as connection:
            return work(connection, *args)

    def read_now(self, work: Callable[..., T], *args: Any) -> T:
        with self._reader.connect() as connection:
            return work(connection, *args)

    def enter(self, role: str, when_alone: Callable[..., None], *args: Any) -> None:
        """Take a role for as long as this process lives; where no other has it, `when_alone` is done first."""
        if self.is_embedded:  # it has one process
            self.write_now(when_alone, *args)
        else:
            postgres.enter(self._writer, role, lambda: self.write_now(when_alone, *args))

    def close(self) -> None:
        """Wait for what is running, then let go of every connection."""
        if self._one_writer is not None:
            self._one_writer.close()
        self._write_threads.close()
        self._read_threads.close()
        self._reader.dispose()
        self._writer.dispose()


def is_away(error: BaseException) -> bool:
    """Is it the database that cannot now, whatever it was asked? Then the same may be asked again later.

    Errors come from SQLAlchemy, or from the driver itself where statements run on its own cursor.
    """
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.OperationalError):  # which also says that a statement is wrong, or too long
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_AWAY
    kinds = {kind.__name__ for one in (error, cause) for kind in type(one).__mro__}
    return isinstance(error, Busy) or not kinds.isdisjoint(_AWAY)


@contextmanager
def scratch(tables: Sequence[MetaData]) -> Iterator[Connection]:
    """A database in memory with these tables, in one transaction; nothing is left of it."""
    engine = create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True)
    try:
        with engine.begin() as connection:
            for part in tables:
                part.create_all(connection)
            yield connection
    finally:
        engine.dispose()


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        raise ConfigurationFault(f"SQLite {sqlite3.sqlite_version} is too old: {wanted} or newer is needed")


def _make_room(url: URL) -> None:
    """The folder of the file, if it is not there yet."""
    if not url.database or url.database == ":memory:":
        raise ConfigurationFault("database: SQLite needs a file. Write sqlite:////path.db")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationFault(
            f"database: {url.database}: {error.strerror}. Name a place that can be written"
        ) from None


def _sqlite_engine(url: URL, pool: type[Any], **options: Any) -> Engine:
    arguments = {"check_same_thread": False, "isolation_level": None, "cached_statements": 512}
    # An error that shows its parameters would put customers' words into the log
    engine = create_engine(url, poolclass=pool, connect_args=arguments, hide_parameters=True, **options)
    immediate = pool is StaticPool

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # sqlite3 opens transactions late and only before writes; a turn must read what it will write
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
