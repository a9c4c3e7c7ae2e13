"""An installation of several processes on a real PostgreSQL and a real Redis, to be hurt."""

from __future__ import annotations

import asyncio
import os
import signal
import struct
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
from sqlalchemy import URL

from dialogs.catalog import REQUIRED
from gateway.ground import schema
from gateway.ground.database import Database
from tests.journey.process import configuration, is_ready, variable
from tests.journey.product import KEY, SECRETS, free_port
from tests.servers import DURABLE, Server, postgres_server, valkey_server

START = 300.0  # seconds for a process to be ready, on a machine busy with other things
IDLE = 3.0  # seconds that the database waits for a transaction that does nothing
# The database's clock may be moved: its own function is found after ours
OPTIONS = f"-c idle_in_transaction_session_timeout={IDLE:.0f}s -c search_path=shifted,pg_catalog,public"
_CLOCK = """CREATE SCHEMA shifted;
    CREATE TABLE shifted.ahead (milliseconds bigint); INSERT INTO shifted.ahead VALUES (0);
    CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT pg_catalog.clock_timestamp() + (SELECT milliseconds FROM shifted.ahead) * interval '1 millisecond' $$"""
SHIFTED = Path(__file__).parent / "shifted"
ROLES = ("web", "worker", "sender")
_SAYS = """
  - {id: many, if: "said.endsWith('+')", go: first}
  - {id: once, say: {fr: "{said}", en: "{said}"}, go: end}
  - {id: first, say: {fr: "{said} 1", en: "{said} 1"}}
  - {id: second, say: {fr: "{said} 2", en: "{said} 2"}}
  - {id: third, say: {fr: "{said} 3", en: "{said} 3"}}
"""
_FLOW = "flow: {name}\ntitle: {{fr: Écho, en: Echo}}\ninterrupt: replace\nvars: {{kind: text}}\nsteps:{says}"


@dataclass
class Process:
    """One gateway process, and what may be done to it."""

    role: str
    name: str
    port: int
    command: list[str]
    environment: dict[str, str]
    log: Path
    shift: Path
    process: subprocess.Popen[bytes] | None = None
    is_up: bool = False  # should be: it was ready, and nobody told it to end
    _ahead: int = 0  # milliseconds
    _asleep: int = 0  # milliseconds

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Until it is ready: again if it ends before that, as its supervisor does while the database is away."""
        async with asyncio.timeout(START):
            while not await self._started():
                await asyncio.sleep(0.3)
        self.is_up = True

    async def _started(self) -> bool:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(self.command, env=self.environment, stdout=output, stderr=output)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as http:
            while not await is_ready(http, self.url):
                if self.process.poll() is not None:
                    return False
                await asyncio.sleep(0.05)
        return True

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    async def kill(self) -> None:
        """Without a word: kill -9."""
        assert self.process is not None
        self.is_up = False
        self.signal(signal.SIGKILL)
        await asyncio.to_thread(self.process.wait)

    async def stop(self, seconds: float = 40.0) -> int:
        """As an operator does; how it ended."""
        assert self.process is not None
        self.is_up = False
        self.signal(signal.SIGTERM)
        return await asyncio.to_thread(self.process.wait, seconds)

    @property
    def is_dead(self) -> bool:
        """It ended, though nobody had told it to."""
        return self.is_up and self.process is not None and self.process.poll() is not None

    @asynccontextmanager
    async def wrong(self, milliseconds: int) -> AsyncIterator[None]:
        """Its clock is ahead by so much until the end of the block."""
        self._shift(milliseconds)
        try:
            yield
        finally:
            self._shift(0)

    def slept(self, milliseconds: int) -> None:
        """So much more time has gone by than it took this test."""
        self._asleep += milliseconds
        self._move()

    def _shift(self, milliseconds: int) -> None:
        self._ahead = milliseconds
        self._move()

    def _move(self) -> None:
        with self.shift.open("r+b") as file:  # in place: it is mapped into the process
            file.write(struct.pack("qq", self._ahead, self._asleep))


@dataclass
class Cluster:
    """All processes of an installation."""

    folder: Path
    file: Path
    postgres: Server
    redis: Server
    redis_url: str
    url: URL
    provider_port: int
    public_url: str
    processes: list[Process] = field(default_factory=list)
    ends: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # of those told to stop

    def add(self, role: str) -> Process:
        number = sum(one.role == role for one in self.processes) + 1
        name, port = f"{role}-{number}", free_port()
        shift = self.folder / f"{name}.shift"
        shift.write_bytes(struct.pack("qq", 0, 0))
        given = {variable(channel, key): value for channel, keys in SECRETS.items() for key, value in keys.items()}
        environment = {
            **os.environ, **given, "CAUSERIE_API_KEY": KEY, "CAUSERIE_LOG": "info", "PGAPPNAME": name,
            "PYTHONPATH": str(SHIFTED), "SHIFTED_CLOCK": str(shift),
        }  # fmt: skip
        command = [sys.executable, "-m", "gateway", "serve", "--config", str(self.file), "--port", str(port)]
        command += ["--role", role] if role in ROLES else []
        log = self.folder / f"{name}.log"
        self.processes.append(Process(role, name, port, command, environment, log, shift))
        return self.processes[-1]

    def of(self, role: str) -> list[Process]:
        """Those that have this role, alone or with the others."""
        return [one for one in self.processes if one.role in (role, "all")]

    @property
    def doors(self) -> list[str]:
        return [one.url for one in self.processes if one.role in ("web", "all")]

    async def start(self) -> None:
        await asyncio.gather(*(one.start() for one in self.processes))

    async def stop(self) -> None:
        alive = [one for one in self.processes if one.is_up and not one.is_dead]
        for one, end in zip(alive, await asyncio.gather(*(one.stop() for one in alive)), strict=True):
            self.ends[one.name].append(end)

    async def end(self) -> None:
        """Nothing of it runs any more, whatever happened."""
        for one in self.processes:
            if one.process is not None and one.process.poll() is None:
                one.signal(signal.SIGCONT)
        await self.stop()
        for one in self.processes:
            if one.process is not None and one.process.poll() is None:
                await one.kill()

    def dead(self) -> list[Process]:
        return [one for one in self.processes if one.is_dead]

    def connect(self) -> psycopg.Connection[Any]:
        """Straight to the database, once it is there."""
        until = time.monotonic() + START
        while True:
            try:
                return psycopg.connect(host=self.url.query["host"], user=self.url.username, dbname=self.url.database,
                                       autocommit=True)  # fmt: skip
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    @asynccontextmanager
    async def wrong(self, milliseconds: int) -> AsyncIterator[None]:
        """The clock that all share, the database's, is ahead by so much until the end of the block.

        Asked beside the loop: the database may be away at this moment, and what brings it back runs on the loop.
        """
        await asyncio.to_thread(self._shift, milliseconds)
        try:
            yield
        finally:
            await asyncio.to_thread(self._shift, 0)

    def _shift(self, milliseconds: int) -> None:
        with self.connect() as connection:
            connection.execute("UPDATE shifted.ahead SET milliseconds = %s", [milliseconds])

    def _asked(self, query: str) -> list[Any]:
        with self.connect() as connection:
            return connection.execute(query).fetchall()

    def in_transaction(self, process: Process) -> bool:
        """Does it hold a transaction that has written something, and is it not in a statement?"""
        asked = """SELECT 1 FROM pg_stat_activity WHERE application_name = %s AND state = 'idle in transaction'
            AND backend_xid IS NOT NULL"""
        with self.connect() as connection:
            return connection.execute(asked, [process.name]).fetchone() is not None

    async def settled(self, seconds: float) -> str | None:
        """Until nothing waits any more; else what does."""
        query = """SELECT 'inbox' AS what, account, state, count(*), max(attempts), NULL FROM inbox
            WHERE state = 'waiting' GROUP BY account, state
            UNION ALL SELECT 'delivery', account, state, count(*), max(attempts),
            min(next_at) - cast(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)
            FROM delivery WHERE state IN ('queued', 'sending') GROUP BY account, state"""
        rows: list[Any] = []
        for _ in range(int(seconds / 0.2)):
            rows = await asyncio.to_thread(self._asked, query)
            if not rows:
                return None
            await asyncio.sleep(0.2)
        return str(rows)


def flows(folder: Path) -> Path:
    """Those that must be there and no more, so as to start soon: what is said is said again, once or three times."""
    place = folder / "flows"
    place.mkdir()
    for name in REQUIRED:
        (place / f"{name}.yaml").write_text(_FLOW.format(name=name, says=_SAYS))
    return place


@asynccontextmanager
async def installed(
    folder: Path, provider_port: int, counts: Mapping[str, int], *, where: Path | None = None
) -> AsyncIterator[Cluster]:
    """So many processes of each role ("all": one that does everything), not started yet."""
    with (
        postgres_server((*DURABLE, "max_wal_size=2GB"), where) as (postgres, admin),
        valkey_server() as (redis, redis_url),
    ):
        with psycopg.connect(host=admin.query["host"], user=admin.username, autocommit=True) as connection:
            connection.execute("CREATE DATABASE causerie")
        url = admin.set(database="causerie", drivername="postgresql")
        database = Database(url.render_as_string(hide_password=False))
        schema.migrate(database)
        database.close()
        public = free_port()
        more = f"redis: {redis_url}\nflows: {flows(folder)}\nbrand: {{languages: [en, fr]}}"
        with psycopg.connect(host=admin.query["host"], user=admin.username, dbname="causerie") as connection:
            connection.execute(_CLOCK)
        spelled = url.update_query_dict({"options": OPTIONS}).render_as_string(hide_password=False)
        file = configuration(folder, port=public, sandbox_port=provider_port, database=spelled, more=more)
        cluster = Cluster(
            folder, file, postgres, redis, redis_url, url, provider_port, f"http://127.0.0.1:{public}"
        )  # fmt: skip
        for role, count in counts.items():
            for _ in range(count):
                cluster.add(role)
        try:
            yield cluster
        finally:
            await cluster.end()
