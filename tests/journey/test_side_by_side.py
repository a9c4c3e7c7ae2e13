"""Two processes at the same moment, on PostgreSQL: nobody waits for ever, and neither undoes what the other did."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from connectors.message import Accepted, Status
from gateway.ground.database import Database
from gateway.journey import sender, status, turn
from gateway.messages import inbox_store, outbox_store, timer_store
from gateway.messages.timer_store import Timer
from gateway.people import conversation_store, customer_store
from gateway.people.conversation_store import NewConversation
from gateway.people.customer_store import NewCustomer
from gateway.workers.second_look import AFTER, SecondLook
from tests.journey.test_promise_06_statuses_climb import calling, where

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def database(postgres_url):
    database = Database(postgres_url)
    yield database
    database.close()


@contextmanager
def at_once(database):
    """A transaction that has begun, beside whatever else is done meanwhile; on disk at the end of the block."""
    with database._writer.begin() as connection:
        yield connection


class Other:
    """A process that does something in a transaction of its own, and may have to wait for us."""

    def __init__(self, database: Database, work, *args) -> None:
        self._database = database
        self._thread = threading.Thread(target=database.write_now, args=(work, *args))
        self._thread.start()

    def wait_until_held_up(self) -> None:
        waiting = text("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
        while not self._database.read_now(lambda connection: connection.execute(waiting).first()):
            assert self._thread.is_alive(), "nothing held it up"

    def ends(self) -> None:
        self._thread.join(10)
        assert not self._thread.is_alive()


def talking(database: Database, *names: str) -> None:
    """Conversations with something waiting."""

    def begin(connection) -> None:
        customer_store.add(connection, [NewCustomer(name, None, None, 0) for name in names])
        conversation_store.add(connection, [NewConversation(name, name, 0) for name in names])
        inbox_store.line_up(connection, dict.fromkeys(names, 0))

    database.write_now(begin)


def received(what: str, provider_id: str) -> Status:
    return Status(status=what, at=AT, provider_id=provider_id)


def settled(connection, due, provider_id: str):
    outcome = Accepted(provider_id=provider_id)
    return sender.settle(connection, [(due, outcome, sender.outcome_row(due, outcome, 5, 0.0))], 5)


def test_who_takes_turns_passes_over_a_conversation_that_another_holds(database):
    """Whoever stores an event holds it until all of theirs is on disk."""
    talking(database, "a", "b", "c")
    with at_once(database) as one:
        conversation_store.reserve(one, {"b": 1})
        assert database.write_now(turn.line, 10, 1) == ["a", "c"]
    assert database.write_now(turn.line, 10, 1) == ["a", "b", "c"]


def test_two_receipts_at_once_lead_to_the_higher(database):
    due = database.write_now(calling)
    database.write_now(settled, due, "p")
    with at_once(database) as one:
        status.record(one, [("wa", received("read", "p"))], 5)
        other = Other(database, status.record, [("wa", received("delivered", "p"))], 5)
        other.wait_until_held_up()
    other.ends()
    assert database.read_now(where, due) == "read"


def test_receipts_that_name_the_same_messages_in_another_order_do_not_wait_for_each_other(database):
    first, second = (database.write_now(calling) for _ in range(2))
    for due in (first, second):
        database.write_now(settled, due, due.message_id)
    told = [("wa", received("delivered", due.message_id)) for due in (first, second)]
    with at_once(database) as one:
        status.record(one, told[:1], 5)
        other = Other(database, status.record, told[::-1], 5)  # not the second first, while we hold the first
        other.wait_until_held_up()
        status.record(one, told[1:], 5)
    other.ends()
    assert {database.read_now(where, due) for due in (first, second)} == {"delivered"}


def test_a_call_that_ends_while_another_holds_its_delivery_is_written_down_the_next_time(database):
    held, free = (database.write_now(calling) for _ in range(2))
    with at_once(database) as one:
        outbox_store.hold(one, [(held.message_id, 1)], held.lease)

        def both(connection):
            ends = [(due, Accepted(provider_id=due.message_id)) for due in (held, free)]
            return sender.settle(connection, [(due, end, sender.outcome_row(due, end, 5, 0.0)) for due, end in ends], 5)

        later, unwritten = database.write_now(both)
        assert [due for due, _, _ in later] == [held]
        assert unwritten == []
        assert database.read_now(where, free) == "accepted"
    assert database.write_now(sender.settle, later, 5) == ([], [])
    assert database.read_now(where, held) == "accepted"


def test_a_call_whose_delivery_is_gone_holds_up_nobody(database):
    due = database.write_now(calling)
    database.write_now(lambda connection: connection.execute(text("DELETE FROM delivery")))
    assert database.write_now(settled, due, "p") == ([], [])


@pytest.mark.parametrize("lasts", AFTER)
@pytest.mark.parametrize("who", ["the sender", "the next, where the sender died"])
def test_a_receipt_that_comes_while_the_answer_is_being_written_down_is_found_later(database, who, lasts):
    """Each sees the state before the other: the answer finds no receipt, the receipt finds no message."""
    due, outcome, steady = database.write_now(calling), Accepted(provider_id="p"), Steady()
    look = SecondLook(steady)
    if who == "the sender":
        for seconds in (0.0, *AFTER):
            steady.sweep(database, look, seconds)
    begins = steady.seconds
    with at_once(database) as one:
        status.record(one, [("wa", received("delivered", "p"))], 5)
        database.write_now(settled, due, "p")
        if who == "the sender":
            look.note([(due, outcome, sender.outcome_row(due, outcome, 5, 0.0))])
        steady.sweep(database, look, begins + lasts - 0.1)  # too early
    assert database.read_now(where, due) == "accepted"
    steady.sweep(database, look, begins + lasts)
    assert database.read_now(where, due) == "delivered"


class Steady:
    """A clock that nobody sets but the test."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def sweep(self, database, look, seconds: float) -> None:
        self.seconds = seconds
        database.write_now(look.take, 6)
        look.done()


def test_a_timer_that_two_look_at_rings_once(database):
    database.write_now(timer_store.add, [Timer("a", "t", "a", None, 1)])
    with at_once(database) as one:
        assert len(timer_store.take_due(one, 5, 10)) == 1
        assert database.write_now(timer_store.take_due, 5, 10) == []


def test_calls_that_were_never_made_are_due_again_unless_another_has_them(database):
    ours, theirs = (database.write_now(calling) for _ in range(2))
    database.write_now(outbox_store.hold, [(theirs.message_id, 1)], 7777)
    rows = [(due.message_id, due.part, due.lease) for due in (ours, theirs)]
    database.write_now(outbox_store.unclaim, rows, 9)
    assert database.read_now(where, ours) == "queued"
    assert database.read_now(where, theirs) == "sending"
    row = database.read_now(
        lambda c: c.execute(text("SELECT attempts, repeat FROM delivery WHERE state = 'queued'")).one()
    )
    assert tuple(row) == (0, False)
