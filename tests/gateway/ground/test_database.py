"""The database as its callers rely on it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gateway.ground import database as database_module
from gateway.ground.database import Database, is_away


def test_an_error_never_shows_what_was_to_be_stored(database_url):
    database = Database(database_url)
    with pytest.raises(DBAPIError) as raised:
        database.write_now(
            lambda connection: connection.execute(
                text("INSERT INTO nowhere VALUES (:said)"), {"said": "my secret words"}
            )
        )
    database.close()
    assert "nowhere" in str(raised.value)
    assert "my secret words" not in str(raised.value)


def test_a_statement_that_is_wrong_is_not_a_database_that_is_away(database_url):
    database = Database(database_url)
    with pytest.raises(DBAPIError) as raised:
        database.write_now(lambda connection: connection.execute(text("INSERT INTO nowhere VALUES (1)")))
    database.close()
    assert not is_away(raised.value)
    assert not is_away(raised.value.orig)


def test_a_file_that_another_writes_to_is_away_for_now(sqlite_url, monkeypatch):
    monkeypatch.setattr(database_module, "PRAGMAS", ("busy_timeout = 1", "journal_mode = WAL"))
    database = Database(sqlite_url)
    with closing(sqlite3.connect(database.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DBAPIError) as raised:
            database.write_now(lambda connection: connection.execute(text("CREATE TABLE t (id INTEGER)")))
    database.close()
    assert is_away(raised.value)


def test_a_new_file_may_be_read_at_once(tmp_path):
    """Whoever opens it sets its journal up before anybody else looks at it."""
    for number in range(60):
        database = Database(f"sqlite:///{tmp_path / str(number)}.db")
        assert database.read_now(lambda connection: connection.exec_driver_sql("PRAGMA journal_mode").scalar()) == "wal"
        database.close()
