"""Counting what waits walks through no whole table of messages."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from gateway.ground import schema
from gateway.ground.database import Database
from gateway.messages import backlog_store


@pytest.fixture
def asked(sqlite_url):
    """The plan of every statement that counts."""
    database = Database(sqlite_url)
    schema.migrate(database)
    plans = []

    def count(connection) -> None:
        @event.listens_for(connection, "before_cursor_execute")
        def explain(_connection, cursor, statement, parameters, _context, _many) -> None:
            if statement.startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans.append(" ".join(row[3] for row in cursor.fetchall()))

        backlog_store.backlog(connection, 0)

    database.read_now(count)
    yield plans
    database.close()


def test_every_count_goes_by_an_index(asked):
    assert len(asked) == len(backlog_store._COUNTED)
    assert [plan for plan in asked if "INDEX" not in plan] == []
