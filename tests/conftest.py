"""Fixtures for every test: databases and servers that are real, fresh and gone afterwards."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy.engine import URL

from tests import servers

_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write the connectors' samples as seen; read the diff")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: with several processes nobody waits for it alone in the end."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """One cluster for all tests of this run; ask for `postgres_url` instead."""
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """One Valkey or Redis for all tests of this run; ask for `redis_url` instead."""
    with servers.valkey() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An empty embedded database, as it is written in a configuration."""
    return f"sqlite:///{tmp_path / 'causerie.db'}"


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """An empty PostgreSQL database, dropped afterwards even if connections were left open."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(host=postgres_server.query["host"], user=postgres_server.username, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield postgres_server.set(database=name).render_as_string(hide_password=False)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice: what holds on the one database must hold on the other."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """A Redis with nothing in it."""
    with redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server
