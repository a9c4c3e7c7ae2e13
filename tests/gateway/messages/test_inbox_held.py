"""Who is answered in the commit that stores what they said is held by it: nobody else hands out their places."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from gateway.ground import schema
from gateway.ground.database import Database
from gateway.messages import inbox_store
from gateway.messages.inbox_store import Fresh
from gateway.people import conversation_store
from gateway.people.meeting import Caller, found, meet

NOW = 1_000_000_000
SAID = Fresh(0, "telegram", "42", "inbound", "d", NOW)
CALLER = Caller("telegram", "telegram", ("42",))


@pytest.fixture
def database(postgres_url):
    database = Database(postgres_url)
    schema.migrate(database)
    yield database
    database.close()


def known(connection) -> str:
    return found(meet(connection, [CALLER], NOW), CALLER).conversation_id


class MetMeanwhile:
    """Holds the callers; before it is told how they stand, another process has met them."""

    def __init__(self, database, hold) -> None:
        self._database, self._hold = database, hold

    def rows(self, connection, **parameters):
        held = self._hold.rows(connection, **parameters)
        self._database.write_now(known)
        return held


def test_whom_another_process_met_at_the_same_moment_is_not_taken_for_held(database, monkeypatch):
    monkeypatch.setattr(inbox_store, "_HOLD_CALLERS", MetMeanwhile(database, inbox_store._HOLD_CALLERS))
    assert database.write_now(inbox_store.standing, [SAID]) == []


def test_who_is_known_is_held_until_the_end(database):
    conversation = database.write_now(known)

    def story(connection):
        (row,) = inbox_store.standing(connection, [SAID])
        assert row.conversation_id == conversation
        assert database.read_now(free) == []

    def free(connection):
        asked = select(conversation_store.conversation.c.id).with_for_update(skip_locked=True)
        return connection.execute(asked).all()

    database.write_now(story)
    assert len(database.read_now(free)) == 1
