"""One timeline of several conversations: in time, each in its own order, and no page loses or repeats a word."""

from __future__ import annotations

import random
from types import SimpleNamespace
from uuid import UUID

import pytest

from gateway.messages import message_store, timeline_store
from gateway.messages.message_store import NewMessage
from gateway.messages.timeline import Mark, Reach, mark, newest, oldest

OWN, OTHER, THIRD = (str(UUID(int=number)) for number in (2, 1, 3))
WHOLE = Reach(OWN, (OTHER, THIRD), ("here", "came along"))


def said(conversation, seq, at, address="here"):
    return NewMessage(
        id=f"{conversation[-1]}-{seq}", customer_id="c", conversation_id=conversation, seq=seq, direction="in",
        account="sms", channel="sms", address_id=address, address="+336", author="customer", type="text",
        content='{"type":"text","body":"x"}', sent_at=at, received_at=at,
    )  # fmt: skip


def backward(connection, whole, limit):
    """All of it by pages, from the newest."""
    found, before = [], None
    while rows := (page := timeline_store.last(connection, whole, limit, before)).rows:
        found, before = [one.id for one in rows] + found, mark(str(page.mark))
    return found


def forward(connection, whole, limit):
    found, after = [], Mark(0, dict.fromkeys(whole.others, 0))
    while rows := (page := timeline_store.following(connection, whole, limit, after)).rows:
        found, after = found + [one.id for one in rows], mark(str(page.mark))
    return found


@pytest.mark.parametrize("limit", [1, 3, 7, 200])
def test_pages_of_several_conversations_fit_together_in_both_directions(database, limit):
    chance = random.Random(limit)
    messages = []
    for conversation, address in ((OWN, "here"), (OTHER, "came along"), (THIRD, "came along")):
        at, seq = 1_000, 0
        for _ in range(40):
            at, seq = at + chance.choice([0, 0, 5, 5, 400]), seq + chance.choice([1, 1, 3])  # statuses take places too
            messages.append(said(conversation, seq, at, address))
    in_time = sorted(
        messages, key=lambda one: (one.received_at, one.conversation_id == OWN, one.conversation_id, one.seq)
    )

    def story(connection):
        message_store.add(connection, messages)
        assert backward(connection, WHOLE, limit) == [one.id for one in in_time]
        assert forward(connection, WHOLE, limit) == [one.id for one in in_time]

    database.write_now(story)


def test_a_place_in_the_own_conversation_alone_is_one_in_time(database):
    def story(connection):
        elsewhere = [said(OTHER, seq, at, "came along") for seq, at in ((1, 100), (2, 200), (7, 400))]
        message_store.add(connection, [said(OWN, 4, 100), said(OWN, 9, 300), *elsewhere])
        page = timeline_store.last(connection, WHOLE, 10, Mark(9))
        assert [one.id for one in page.rows] == ["1-1", "2-4", "1-2"]
        page = timeline_store.following(connection, WHOLE, 10, Mark(4))
        assert [one.id for one in page.rows] == ["1-2", "2-9", "1-7"]

    database.write_now(story)


def test_of_another_conversation_only_what_was_said_at_the_customer_s_own_addresses(database):
    def story(connection):
        message_store.add(connection, [said(OWN, 1, 100, "left since"), said(OTHER, 1, 50, "stayed there"),
                                       said(OTHER, 2, 60, "came along")])  # fmt: skip
        assert backward(connection, WHOLE, 10) == ["1-2", "2-1"]
        assert backward(connection, timeline_store.without(WHOLE, [OTHER]), 10) == ["2-1"]

    database.write_now(story)


def test_clocks_that_disagree_lose_nothing_and_keep_each_conversation_in_its_order():
    chance = random.Random(7)
    stretches = {
        name: [SimpleNamespace(conversation_id=name, seq=seq, received_at=chance.randint(1, 9)) for seq in range(30)]
        for name in (OWN, OTHER)
    }
    for order in (newest, oldest):
        found = order(stretches, OWN, 60)
        for name in (OWN, OTHER):
            assert [one.seq for one in found if one.conversation_id == name] == list(range(30))
