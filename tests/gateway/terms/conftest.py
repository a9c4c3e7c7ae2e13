"""Towns on both databases, each from a copy of an empty one: making the schema takes longer than most tests."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from gateway.ground import schema
from gateway.ground.database import Database
from tests.gateway.terms.town import Town

_numbers = itertools.count()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("town") / "empty.db"
    database = Database(f"sqlite:///{file}")
    schema.migrate(database)
    database.close()
    with Database(f"sqlite:///{file}")._reader.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture(scope="session")
def empty_postgres(postgres_server) -> str:
    """Emptied by whoever uses it: another database for each town takes longer than most of what happens in them."""
    with psycopg.connect(host=postgres_server.query["host"], user=postgres_server.username, autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS town WITH (FORCE)")  # another folder's tests had theirs
        admin.execute("CREATE DATABASE town")
    url = postgres_server.set(database="town").render_as_string(hide_password=False)
    database = Database(url)
    schema.migrate(database)
    database.close()
    return url


Build = Callable[..., "contextmanager[Town]"]


@pytest.fixture
def sqlite_town(empty_file, tmp_path) -> Build:
    @contextmanager
    def build(**more) -> Iterator[Town]:
        file = tmp_path / f"town{next(_numbers)}.db"
        shutil.copy(empty_file, file)
        database = Database(f"sqlite:///{file}")
        yield Town(database, **more)
        database.close()
        for left in tmp_path.glob(f"{file.name}*"):
            left.unlink()

    return build


EMPTIED = """DO $$ DECLARE one text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(one);
    END LOOP;
END $$"""


@pytest.fixture
def postgres_town(empty_postgres) -> Build:
    @contextmanager
    def build(*, threads: int = 4, **more) -> Iterator[Town]:
        database = Database(empty_postgres, threads=threads)
        database.write_now(lambda connection: connection.exec_driver_sql(EMPTIED))  # whatever the one before left
        yield Town(database, **more)
        database.close()

    return build


@pytest.fixture(params=["sqlite", "postgres"])
def town(request) -> Iterator[Town]:
    """A town with nobody in it, on each database."""
    with request.getfixturevalue(f"{request.param}_town")() as town:
        yield town


@pytest.fixture
def ann(town) -> str:
    return town.follower("telegram", "1")


@pytest.fixture
def bob(town) -> str:
    return town.follower("sms", "+33612345678")
