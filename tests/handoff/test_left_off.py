"""Where agents left off is kept on both databases, and goes with its conversation or when it is old."""

from __future__ import annotations

import pytest

from gateway.ground import schema
from gateway.ground.database import Database
from handoff import left_off_store


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    schema.migrate(database)
    yield database
    database.close()


def test_it_only_grows(database):
    for seq, at in ((4, 10), (3, 20), (4, 30), (7, 40)):
        database.write_now(left_off_store.see, "c", "anna", seq, at)
    assert database.read_now(left_off_store.of, "c", "anna") == 7
    assert database.read_now(left_off_store.of, "c", "marc") is None
    assert database.read_now(left_off_store.of, "b", "anna") is None


def test_it_goes_once_nothing_was_new_for_long_a_few_at_a_time(database):
    for number in range(5):
        database.write_now(left_off_store.see, f"c{number}", "anna", 1, number)
    database.write_now(left_off_store.see, "c0", "anna", 2, 100)
    database.write_now(left_off_store.see, "c1", "anna", 1, 100)  # she looked, and there was nothing new
    assert [database.write_now(left_off_store.drop_old, 4, 2) for _ in range(3)] == [2, 1, 0]
    left = [database.read_now(left_off_store.of, f"c{number}", "anna") for number in range(5)]
    assert left == [2, None, None, None, 1]


def test_who_is_erased_leaves_none_behind(database):
    for conversation, agent in (("c", "anna"), ("c", "marc"), ("b", "anna")):
        database.write_now(left_off_store.see, conversation, agent, 1, 1)
    database.write_now(left_off_store.erase, "c")
    seen = [database.read_now(left_off_store.of, *one) for one in (("c", "anna"), ("c", "marc"), ("b", "anna"))]
    assert seen == [None, None, 1]
