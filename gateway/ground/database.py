"""The database: SQLite embedded, or PostgreSQL; plain functions with a connection, run in worker threads.

One call of `write` does all that its function did, or nothing. On SQLite one thread owns the one writing
connection (WAL, synchronous=FULL), so `write` is also a lock; on PostgreSQL the statements lock their rows.

Statements of the hot path are in `setwise`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, MetaData, create_engine, event, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.pool import QueuePool, StaticPool

from gateway.ground.faults import ConfigurationFault
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


class Database:
    """One database, a pool of connections and the threads that use them."""

    def __init__(self, url: str, *, threads: int = 4) -> None:
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        if self.is_embedded:
            _check_sqlite()
            _make_room(self.url)
            self._writer = _sqlite_engine(self.url, StaticPool)
            self._writer.connect().close()  # two who turn a new file to WAL at once do not wait for each other
            self._reader = _sqlite_engine(self.url, QueuePool, pool_size=threads)
        elif self.dialect == "postgresql":
            self._writer = self._reader = _postgres_engine(self.url, threads)
        else:
            raise ConfigurationFault(
                f"database: {self.dialect!r} is not known. Use sqlite:////path.db or postgresql://…"
            )
        self._one_writer = Writer(self._writer) if self.is_embedded else None
        self._role: Connection | None = None  # the session that holds what `alone` took
        self._write_threads = ThreadPoolExecutor(threads, "database-write")
        self._read_threads = ThreadPoolExecutor(threads, "database-read")

    @property
    def is_embedded(self) -> bool:
        return self.dialect == "sqlite"

    async def write(self, work: Callable[..., T], *args: Any) -> T:
        """Run `work(connection, *args)` as one transaction; returns once it is on disk."""
        if self._one_writer is not None:
            return await self._one_writer.write(lambda connection: work(connection, *args))  # type: ignore[no-any-return]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._write_threads, self._write_alone, work, *args)

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """Run `work(connection, *args)` on a consistent snapshot; what it writes is undone."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._read_threads, self.read_now, work, *args)

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

    def alone(self, role: str) -> bool:
        """Has no other process taken this role? True takes it, for as long as this process lives."""
        if self.is_embedded:
            return True  # it has one process
        self._role = self._writer.connect().execution_options(isolation_level="AUTOCOMMIT")
        taken = self._role.execute(text("SELECT pg_try_advisory_lock(hashtext(:role))"), {"role": role}).scalar_one()
        return bool(taken)

    def close(self) -> None:
        """Wait for what is running, then let go of every connection."""
        if self._role is not None:
            self._role.close()
        if self._one_writer is not None:
            self._one_writer.close()
        self._write_threads.shutdown()
        self._read_threads.shutdown()
        self._reader.dispose()
        self._writer.dispose()


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


def _postgres_engine(url: URL, threads: int) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"), pool_size=threads * 2, pool_pre_ping=True, pool_timeout=10,
        hide_parameters=True,
    )  # fmt: skip
