"""The database as its callers rely on it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gateway.ground.database import Database


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


def test_a_new_file_may_be_read_at_once(tmp_path):
    """Whoever opens it sets its journal up before anybody else looks at it."""
    for number in range(60):
        database = Database(f"sqlite:///{tmp_path / str(number)}.db")
        assert database.read_now(lambda connection: connection.exec_driver_sql("PRAGMA journal_mode").scalar()) == "wal"
        database.close()
