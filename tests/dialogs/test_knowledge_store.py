"""Knowledge is kept on both databases; its stamp tells every change."""

from __future__ import annotations

import pytest

from dialogs import knowledge_store
from gateway.ground import schema
from gateway.ground.database import Database
from tests.dialogs.test_knowledge import item


class Kept:
    """The store on one database, each call a transaction."""

    def __init__(self, database):
        self.database = database

    def put(self, *items):
        self.database.write_now(knowledge_store.put, items)

    def remove(self, item_id):
        return self.database.write_now(knowledge_store.remove, item_id)

    def read(self, what):
        return self.database.read_now(what)


@pytest.fixture
def kept(database_url):
    database = Database(database_url)
    schema.migrate(database)
    yield Kept(database)
    database.close()


def test_items_are_made_changed_and_taken_away(kept):
    kept.put(item("b"), item("a", to="2026-12-24"))
    assert kept.read(knowledge_store.listing) == [item("a", to="2026-12-24"), item("b")]
    kept.put(item("a"))
    assert kept.remove("b")
    assert not kept.remove("b")
    assert kept.read(knowledge_store.listing) == [item("a")]
    kept.put(item("b"))
    assert [one.id for one in kept.read(knowledge_store.listing)] == ["a", "b"]


def test_every_change_raises_the_stamp(kept):
    stamps = [kept.read(knowledge_store.stamp)]
    for change in (
        lambda: kept.put(item("a")),
        lambda: kept.remove("a"),
        lambda: kept.put(item("a")),
        lambda: kept.put(item("a"), item("b")),
    ):
        change()
        stamps.append(kept.read(knowledge_store.stamp))
    assert (stamps[0], sorted(set(stamps))) == (0, stamps)


def test_what_was_taken_away_leaves_no_words(kept):
    kept.put(item("a"))
    kept.remove("a")
    words = kept.read(lambda connection: connection.exec_driver_sql("SELECT content FROM knowledge").scalar())
    assert words is None
