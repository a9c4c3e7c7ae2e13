"""What compose.yaml starts, without containers: its commands and configuration, on a real PostgreSQL and Valkey."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.deploy import examples
from tests.deploy.examples import asked
from tests.gateway.conftest import free_port

PATIENCE = 180.0  # seconds for all to be ready, on a machine busy with other things


def placed(folder: Path, database: str, redis: str) -> Path:
    """The configuration as it is, with the places of this machine in the place of the containers' names."""
    text = examples.configuration()
    places = {
        "postgresql://causerie:${DATABASE_PASSWORD}@postgres/causerie": database,
        "redis://valkey:6379/0": redis,
        "/var/lib/causerie": str(folder),
        "0.0.0.0": "127.0.0.1",
    }
    for there, here in places.items():
        assert there in text
        text = text.replace(there, here)
    (folder / "causerie.yaml").write_text(text)
    return folder / "causerie.yaml"


def run(*arguments: str, file: Path) -> subprocess.CompletedProcess[str]:
    """`causerie …` until it ends."""
    environment = {**os.environ, "CAUSERIE_CONFIG": str(file)}
    command = [sys.executable, "-m", "gateway", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def is_ready(url: str) -> bool:
    try:
        return asked(f"{url}/readyz")[0] == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def processes(postgres_server, redis_server, tmp_path_factory) -> Iterator[dict[str, str]]:
    """Where each role of compose.yaml answers, once all are ready."""
    folder = tmp_path_factory.mktemp("deploy")
    with psycopg.connect(host=postgres_server.query["host"], user=postgres_server.username, autocommit=True) as admin:
        admin.execute("CREATE DATABASE deployed")
    database = postgres_server.set(database="deployed").render_as_string(hide_password=False)
    file = placed(folder, database, redis_server)
    services = examples.ours()
    migrated = run(*services["migrate"]["command"], file=file)
    assert migrated.returncode == 0, migrated.stderr
    with ExitStack() as stack:
        urls = {role: stack.enter_context(serving(services[role]["command"], file)) for role in examples.ROLES}
        ends = time.monotonic() + PATIENCE
        while not all(is_ready(url) for url in urls.values()):
            assert time.monotonic() < ends, "not all were ready in time"
            time.sleep(0.1)
        yield urls


@contextmanager
def serving(command: list[str], file: Path) -> Iterator[str]:
    """One process, on a port of its own as a container has one; yields where it answers."""
    port = str(free_port())
    environment = {**os.environ, "CAUSERIE_CONFIG": str(file), "CAUSERIE_LOG": "error"}
    started = [sys.executable, "-m", "gateway", *command, "--port", port]
    process = subprocess.Popen(started, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)
