"""Knowledge is kept on both databases; its stamp tells every change."""

from __future__ import annotations

import pytest

from dialogs import knowledge_store, unclear_store
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

    def write(self, what, *args):
        return self.database.write_now(what, *args)

    def read(self, what, *args):
        return self.database.read_now(what, *args)


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


def saying(name, conversation="c", at=1):
    return {"message_id": name, "conversation_id": conversation, "language": "fr", "words": "où ?", "at": at}


def test_what_was_not_understood_is_kept_once_and_goes_in_every_way(kept):
    rows = [saying("m1"), saying("m2", at=2), saying("m3", "other", at=3), saying("m3", "other", at=3)]
    kept.write(unclear_store.add, rows)
    assert [row.message_id for row in kept.read(unclear_store.newest, 2)] == ["m3", "m2"]
    assert kept.write(unclear_store.drop, ["m2", "gone"]) == 1
    assert kept.write(unclear_store.drop_old, unclear_store.KEPT + 1, 10) == 0
    assert kept.write(unclear_store.drop_old, unclear_store.KEPT + 2, 10) == 1
    kept.write(unclear_store.erase, "other")
    assert kept.read(unclear_store.newest, 0) == []
