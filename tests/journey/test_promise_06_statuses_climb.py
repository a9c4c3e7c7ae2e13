"""Promise 6: statuses only climb, in whatever order receipts and answers come, and however often."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from connectors.errors import Failure
from connectors.message import Accepted, Status
from gateway.ground.database import Database, metadata
from gateway.journey import sender, status
from gateway.messages import message_store, outbox_store
from gateway.messages.delivery import FAILABLE, RANK, climbs, reference
from gateway.messages.due_store import Due
from gateway.messages.message_store import NewMessage
from gateway.messages.outbox_store import Claim, NewDelivery
from tests.journey.payloads import status as told
from tests.journey.payloads import whatsapp

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
RECEIPTS = ("sent", "delivered", "read", "failed")
STATES = ("queued", "sending", "unknown", "voided", *RANK, "failed")

_numbers = count(1)


@given(st.sampled_from(STATES), st.sampled_from((*RANK, "failed")))
def test_nothing_is_climbed_down(state, to):
    if not climbs(state, to):
        return
    if to == "failed":
        assert state in FAILABLE
        assert state not in ("delivered", "read")
    else:
        assert RANK[to] > RANK.get(state, 0)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('climb') / 'climb.db'}")
    database.write_now(metadata.create_all)
    yield database
    database.close()


def calling(connection) -> Due:
    """A delivery whose call has left, with no answer yet."""
    message_id = f"m{next(_numbers)}"
    who = {"customer_id": "c", "conversation_id": "v", "address_id": "a", "account": "wa"}
    message_store.add(connection, [NewMessage(
        id=message_id, seq=1, direction="out", channel="whatsapp", address="+33612345678", author="bot", type="text",
        content="{}", category="conversation", sent_at=0, received_at=0, **who)])  # fmt: skip
    outbox_store.add(connection, [NewDelivery(
        message_id=message_id, part=1, seq=1, author="bot", epoch=0, category="conversation", call="{}", state="queued",
        next_at=0, at=0, **who)])  # fmt: skip
    outbox_store.claim(connection, [Claim(message_id, 1, "sending", 1, 0, 1000, 0)])
    return Due(
        message_id, 1, "c", "v", "a", "wa", "bot", 0, "conversation", "{}", 1, False, 0, "bot", 0, None, "text", None,
        None, 0, "+33612345678", "live", None, True, 1000,
    )  # fmt: skip


def come(connection, due: Due, what: str, *, named: bool) -> None:
    """An answer or a receipt comes; a receipt names our delivery, or the provider's message."""
    provider_id = f"wamid.{due.message_id}"
    if what == "answer":
        outcome = Accepted(provider_id=provider_id)
        sender.settle(connection, [(due, outcome, sender.outcome_row(due, outcome, 5, 0.0))], 5)
        return
    error = Failure(kind="permanent", code="131026") if what == "failed" else None
    known = {"reference": reference(due.message_id, 1)} if named else {}
    receipt = Status(status=what, at=AT, provider_id=provider_id, error=error, **known)
    status.record(connection, [("wa", receipt)], 5)


def where(connection, due: Due) -> str:
    return connection.execute(
        text("SELECT state FROM delivery WHERE message_id = :id"), {"id": due.message_id}
    ).scalar()


def height(state: str) -> int:
    """How far that is: a failure ends what was not delivered."""
    return {"sending": 0, "queued": 0, "accepted": 1, "sent": 2, "failed": 3, "delivered": 4, "read": 5}[state]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(RECEIPTS), st.booleans()), max_size=8), st.integers(0, 8))
def test_receipts_and_the_answer_may_come_in_any_order(database, receipts, place):
    """What is reached depends on what came, not on when; no step on the way leads down."""
    coming = [*receipts[:place], ("answer", True), *receipts[place:]]

    def play(connection) -> None:
        due = calling(connection)
        before = 0
        for what, named in coming:
            come(connection, due, what, named=named)
            assert height(where(connection, due)) >= before
            before = height(where(connection, due))
        came = {what for what, _ in receipts}
        highest = next((one for one in ("read", "delivered", "failed", "sent") if one in came), "accepted")
        assert where(connection, due) == highest

    database.write_now(play)


async def test_whatsapp_s_receipts_climb_on_the_api_in_every_order(product):
    """Each order for a message of its own, each receipt twice, and a failure that comes too late."""
    product.sandbox.lines["whatsapp"].hook = f"{product.url}/healthz"  # what the phone itself would tell is lost
    product.sandbox.lines["whatsapp"].opened.add(product.shown("whatsapp"))
    for order in permutations(("sent", "delivered", "read")):
        sent = await product.send("whatsapp", f"Bonjour {order}")
        shown = await product.status(sent["id"], "accepted")
        key, before = shown["deliveries"][0]["provider_id"], 0
        for state in (*order, *order):
            assert await product.called("whatsapp", whatsapp(statuses=[told(key, state)])) == 200
            now = (await product.message(sent["id"]))["status"]
            assert height(now) >= max(before, height(state))
            before = height(now)
        late = told(key, "failed", errors=[{"code": 131026, "title": "Message undeliverable"}])
        assert await product.called("whatsapp", whatsapp(statuses=[late])) == 200
        shown = await product.message(sent["id"])
        assert (shown["status"], shown["deliveries"][0]["error"]) == ("read", None)


async def test_a_message_is_as_far_as_its_worst_part(product):
    product.say("whatsapp", "help")
    await product.answered("whatsapp", 1)
    await product.settled()
    line = product.sandbox.lines["whatsapp"]
    hook, line.hook = line.hook, f"{product.url}/healthz"
    sent = await product.send("whatsapp", "lampe " * 1000)
    parts = (await product.status(sent["id"], "accepted"))["deliveries"]
    assert len(parts) == 2
    for states in (("delivered", "sent"), ("read", "sent"), ("read", "delivered"), ("read", "read")):
        calls = [told(part["provider_id"], state) for part, state in zip(parts, states, strict=True)]
        assert await product.called("whatsapp", whatsapp(statuses=calls)) == 200
        assert (await product.message(sent["id"]))["status"] == states[1]
    line.hook = hook


@pytest.mark.parametrize("channel", ["whatsapp", "messenger", "sms"])
async def test_a_receipt_may_come_before_the_answer(product, channel):
    product.sandbox.faults.set(channel, "early_status", 1)
    product.say(channel, "help")
    await product.answered(channel, 1)
    await product.settled()
    (answer,) = await product.messages(account=channel, direction="out")
    await product.status(answer["id"], "delivered")
    assert await product.number("SELECT count(*) FROM inbox WHERE state = 'unmatched'") == 0
