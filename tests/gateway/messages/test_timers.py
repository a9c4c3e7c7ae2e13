"""A timer that follows a message counts from when that message left."""

from __future__ import annotations

from gateway.messages import outbox_store, timer_store
from gateway.messages.outbox_store import Claim, NewDelivery, Settled
from gateway.messages.timer_store import Timer

NOW, DELAY = 1_000_000_000, 600_000


def promised(part=1):
    return NewDelivery(
        message_id="m", part=part, customer_id="c", conversation_id="v", address_id="a", seq=1, account="x",
        author="bot", epoch=0, category="conversation", call="{}", state="queued", next_at=NOW, at=NOW,
    )  # fmt: skip


def left(connection, at, part=1, state="accepted"):
    outbox_store.claim(connection, [Claim("m", part, "sending", 1, NOW, at + 30_000, at)])
    outbox_store.settle(connection, [Settled("m", part, state, "p", None, NOW, False, at, at + 30_000)])


def setting(connection, deliveries=1):
    outbox_store.add(connection, [promised(part) for part in range(1, deliveries + 1)])
    timer_store.add(connection, [Timer("v", "silence-1", "c", "a", NOW + DELAY, "m", DELAY)])


def fired(connection, at):
    return [one.id for one in timer_store.take_due(connection, at, 10)]


def test_it_waits_as_long_as_its_message_waits(database):
    def story(connection):
        setting(connection)
        assert fired(connection, NOW + DELAY - 1) == []
        assert fired(connection, NOW + DELAY) == []  # nobody has been asked yet
        left(connection, NOW + 2 * DELAY)
        assert fired(connection, NOW + 2 * DELAY + 60_000) == []
        assert fired(connection, NOW + 3 * DELAY - 1) == []
        assert fired(connection, NOW + 3 * DELAY) == ["silence-1"]
        assert fired(connection, NOW + 9 * DELAY) == []

    database.write_now(story)


def test_it_counts_from_the_last_part(database):
    def story(connection):
        setting(connection, deliveries=2)
        left(connection, NOW + 1000)
        assert fired(connection, NOW + DELAY + 1000) == []
        left(connection, NOW + 300_000, part=2)
        assert fired(connection, NOW + 300_000 + DELAY - 1) == []
        assert fired(connection, NOW + 300_000 + DELAY) == ["silence-1"]

    database.write_now(story)


def test_a_message_that_never_leaves_holds_nothing_up(database):
    def story(connection):
        setting(connection)
        left(connection, NOW, state="failed")
        assert fired(connection, NOW + DELAY) == ["silence-1"]

    database.write_now(story)


def test_a_timer_of_no_message_and_one_set_before_the_upgrade_fire_when_due(database):
    def story(connection):
        timer_store.add(connection, [Timer("v", "wait-1", "c", "a", NOW, None, 5)])
        timer_store.add(connection, [Timer("v", "silence-1", "c", "a", NOW)])
        assert sorted(fired(connection, NOW)) == ["silence-1", "wait-1"]

    database.write_now(story)
