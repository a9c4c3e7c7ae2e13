"""The product of these tests, on databases that are migrated once and copied for each test."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gateway.ground import log, schema
from gateway.ground.database import Database
from tests.journey.product import running

_numbers = itertools.count(1)


def migrated(url: str) -> str:
    database = Database(url)
    schema.migrate(database)
    database.close()
    return url


@pytest.fixture(scope="session", autouse=True)
def as_it_logs() -> None:
    """As the product logs, where a test fails and one wants to know why."""
    log.configure(level="info")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "causerie.db"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_cluster(postgres_server) -> Iterator[psycopg.Connection]:
    """An administrator's connection to a cluster that has a migrated database named `migrated`."""
    with psycopg.connect(host=postgres_server.query["host"], user=postgres_server.username, autocommit=True) as admin:
        admin.execute("CREATE DATABASE migrated")
        migrated(postgres_server.set(database="migrated").render_as_string(hide_password=False))
        yield admin


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """A migrated embedded database."""
    shutil.copy(migrated_file, tmp_path / "causerie.db")
    return f"sqlite:///{tmp_path / 'causerie.db'}"


@pytest.fixture
def postgres_url(postgres_server, migrated_cluster) -> Iterator[str]:
    """A migrated PostgreSQL database, dropped afterwards."""
    name = f"journey_{next(_numbers)}"
    migrated_cluster.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
    yield postgres_server.set(database=name).render_as_string(hide_password=False)
    migrated_cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def product(tmp_path, database_url):
    """On both databases."""
    async with running(tmp_path, database_url) as product:
        yield product
        await nothing_left_undecided(product)


@pytest.fixture
async def embedded(tmp_path, sqlite_url):
    """On SQLite alone, where the database makes no difference."""
    async with running(tmp_path, sqlite_url) as product:
        yield product
        await nothing_left_undecided(product)


async def nothing_left_undecided(product) -> None:
    """Whatever a test did: what left had been decided about."""
    undecided = """SELECT message_id FROM delivery d WHERE left_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM decision o WHERE o.message_id = d.message_id AND o.outcome = 'send' AND o.at <= d.left_at)"""
    assert await product.rows(undecided) == []
