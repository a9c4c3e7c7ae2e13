"""Retries: with back-off and jitter, as long as the provider asks, never for ever; and what is dead is to be seen."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Failure
from connectors.message import Accepted
from gateway.journey import admission, sender
from gateway.messages.delivery import BACKOFF
from gateway.messages.due_store import Due
from tests.journey.product import account, providers, running
from tests.ports import free_port

FINAL = ("window_closed", "opted_out", "bad_recipient", "bad_content", "auth", "permanent")
NOW = 1_000_000

jitters = st.floats(0, 1, exclude_max=True)


def due(attempts: int, *, category: str = "transactional", repeat: bool = False) -> Due:
    return Due(
        "m", 1, "c", "v", "a", "wa", "bot", 0, category, "{}", attempts, repeat, 0, "bot", 0, None, "text", None, None,
        0, "x", "live", None, True, 7,
    )  # fmt: skip


# -- pure


@given(st.integers(1, len(BACKOFF)), jitters)
def test_each_wait_is_about_four_times_the_one_before_and_none_is_the_same_for_all(attempts, jitter):
    for kind in ("transient", "throttled"):
        row = sender.outcome_row(due(attempts), Failure(kind=kind), NOW, jitter)
        wait = (row.next_at - NOW) / 1000
        assert row.state == "queued"
        assert 0.5 * BACKOFF[attempts - 1] <= wait <= 1.5 * BACKOFF[attempts - 1]
    assert all(2 <= later / earlier <= 5 for earlier, later in pairwise(BACKOFF))
    spread = {sender.outcome_row(due(1), Failure(kind=kind), NOW, random.random()).next_at for _ in range(20)
              for kind in ("transient", "throttled")}  # fmt: skip
    assert len(spread) > 20


@given(st.integers(1, 20), st.floats(0.1, 86_400), jitters, st.sampled_from(("transient", "throttled")))
def test_a_provider_that_names_a_time_is_obeyed_to_the_letter(attempts, seconds, jitter, kind):
    row = sender.outcome_row(due(attempts), Failure(kind=kind, retry_after=seconds), NOW, jitter)
    if row.state == "queued":
        assert row.next_at == NOW + int(seconds * 1000)


@given(st.sampled_from(("transient", "throttled")), st.none() | st.floats(0.1, 100), jitters)
def test_nothing_is_retried_for_ever(kind, seconds, jitter):
    failure = Failure(kind=kind, retry_after=seconds)
    attempts = 1
    while sender.outcome_row(due(attempts), failure, NOW, jitter).state == "queued":
        attempts += 1
        assert attempts < 40
    assert sender.outcome_row(due(attempts), failure, NOW, jitter).state == "failed"
    assert attempts > len(BACKOFF)  # and not given up lightly


@given(st.sampled_from(FINAL), st.integers(1, 3), jitters, st.none() | st.floats(0.1, 100))
def test_what_is_refused_for_good_is_not_tried_again(kind, attempts, jitter, seconds):
    row = sender.outcome_row(due(attempts), Failure(kind=kind, retry_after=seconds), NOW, jitter)
    assert row.state == "failed"


@given(st.booleans(), st.integers(1, 3), jitters, st.sampled_from(sorted(sender.REPEATED)))
def test_what_is_of_unknown_end_is_repeated_once_and_marked(repeat, attempts, jitter, category):
    row = sender.outcome_row(due(attempts, category=category, repeat=repeat), Failure(kind="unknown"), NOW, jitter)
    assert row.repeat
    assert row.state == ("unknown" if repeat else "queued")


@given(st.sampled_from(("service", "marketing")), jitters)
def test_what_nobody_waits_for_is_never_repeated(category, jitter):
    row = sender.outcome_row(due(1, category=category), Failure(kind="unknown"), NOW, jitter)
    assert (row.state, row.repeat) == ("unknown", False)


@given(st.booleans(), st.sampled_from(("accepted", "sent")))
def test_the_mark_of_a_repeat_stays(repeat, status):
    row = sender.outcome_row(due(2, repeat=repeat), Accepted(provider_id="p", status=status), NOW, 0.5)
    assert (row.state, row.repeat, row.provider_id, row.lease) == (status, repeat, "p", 7)


def test_an_error_after_which_it_was_sent_is_no_reason_to_send_it_again():
    row = sender.outcome_row(due(1), Failure(kind="permanent", sent=True), NOW, 0.5)
    assert row.state == "sent"


# -- through the product, its clock moved


async def test_a_provider_that_is_down_is_tried_on_schedule_then_the_letter_is_dead_and_may_be_retried(
    tmp_path, database_url
):
    """Nobody listens at that address: no byte leaves. Once somebody does, an admin's retry arrives."""
    port = free_port()
    gone = replace(account("sms"), api_base=f"http://127.0.0.1:{port}")
    async with running(tmp_path, database_url, accounts=[gone, account("telegram")]) as product:
        product.clock.freeze()
        sent = await product.send("sms", "Bonjour", to="+33612345678")
        begun = product.clock()
        tries = await tried_until_dead(product, sent["id"])
        waits = [(later - earlier) / 1000 for earlier, later in pairwise(tries)]
        assert len(tries) == len(BACKOFF) + 1
        for wait, pause in zip(waits, BACKOFF, strict=True):
            assert 0.5 * pause <= wait <= 1.5 * pause + 2  # looked at once a second
        assert tries[0] - begun < 2000
        shown = await product.message(sent["id"])
        assert (shown["status"], shown["deliveries"][0]["error"]["class"]) == ("failed", "transient")
        await product.step(86_400)
        assert await product.number("SELECT attempts FROM delivery") == len(tries)
        async with providers([product.gateway.parts.accounts["sms"].account], port) as back:
            await retried(product, sent["id"])
            assert [one.text for one in back.sent("sms", "+33612345678")] == ["Bonjour"]


async def tried_until_dead(product, message_id):
    """When each try was made, by the clock."""
    tries, attempts = [], 0
    while (await product.message(message_id))["status"] != "failed":
        await product.step(1)
        now = await product.number("SELECT attempts FROM delivery")
        if now > attempts:
            tries.append(product.clock())
            attempts = now
        else:
            wait = await product.number("SELECT next_at FROM delivery") - product.clock()
            product.clock.forward(max(0, wait / 1000 - 1))
        assert len(tries) < 20
    return tries


async def retried(product, message_id) -> None:
    async with product.desk() as anna:
        (letter,) = (await anna.get("dead-letters"))["deliveries"]
        assert letter["message_id"] == message_id
        assert (await anna.post(f"dead-letters/deliveries/{letter['id']}/retry"))[0] == 204
        await product.step(1)
        shown = await product.status(message_id, "accepted", "sent", "delivered")
        assert shown["deliveries"][0]["possible_repeat"] is False  # no try before had left
        assert (await anna.get("dead-letters"))["deliveries"] == []
        assert (await anna.post(f"dead-letters/deliveries/{letter['id']}/retry"))[0] == 404


async def test_an_account_waits_as_long_as_its_provider_asks(tmp_path, sqlite_url):
    """WhatsApp says that the account sends too fast: nobody on it is written to before, everybody else is."""
    async with running(tmp_path, sqlite_url) as product:
        for address in ("111", "222"):
            product.say("whatsapp", "help", address=f"33612345{address}")
            await product.answered("whatsapp", 1, f"33612345{address}")
        await product.settled()
        product.clock.freeze()
        product.sandbox.faults.set("whatsapp", "throttled", 1, 90)
        first = await product.send("whatsapp", "Bonjour", to="+33612345111")
        await product.until(lambda: not product.sandbox.faults.show()["active"])
        await product.step(1)
        second = await product.send("whatsapp", "Bonjour", to="+33612345222")
        other = await product.send("sms", "Bonjour", to="+33612345111")
        await product.status(other["id"], "accepted", "sent", "delivered")
        await product.step(87)
        assert [(await product.message(one["id"]))["status"] for one in (first, second)] == ["queued", "queued"]
        await product.step(3)
        for one in (first, second):
            await product.status(one["id"], "accepted", "sent", "delivered")
        assert await product.number("SELECT max(attempts) FROM delivery") == 2


async def test_a_recipient_is_left_alone_as_long_as_the_provider_asks(tmp_path, sqlite_url):
    """Telegram asks for patience with one chat: the others go on."""
    async with running(tmp_path, sqlite_url) as product:
        for address in ("111", "222"):
            product.say("telegram", "help", address=address)
            await product.answered("telegram", 1, address)
        await product.settled()
        product.clock.freeze()
        product.sandbox.faults.set("telegram", "throttled", 1, 90)
        first = await product.send("telegram", "Bonjour", to="111")
        await product.until(lambda: not product.sandbox.faults.show()["active"])
        await product.step(1)
        behind = await product.send("telegram", "Encore", to="111")
        second = await product.send("telegram", "Bonjour", to="222")
        await product.status(second["id"], "sent")
        await product.step(87)
        assert [(await product.message(one["id"]))["status"] for one in (first, behind)] == ["queued", "queued"]
        await product.step(3)
        await product.step(1)
        assert product.heard("telegram", "111")[1:] == ["Bonjour", "Encore"]


async def test_an_account_sends_no_faster_than_its_rate(tmp_path, sqlite_url):
    async with running(tmp_path, sqlite_url, accounts=[account("sms", rate=5), account("telegram")]) as product:
        product.clock.freeze()
        for number in range(17):
            await product.send("sms", "Bonjour", to=f"+336123450{number:02d}")
        left = []
        for _ in range(4):
            await product.round()
            await product.step(0)
            left.append(await product.number("SELECT count(*) FROM delivery WHERE left_at IS NOT NULL"))
            product.forward(1)
        assert left == [5, 10, 15, 17]


async def test_a_recipient_is_written_to_no_faster_than_that(tmp_path, sqlite_url):
    """After a burst (a reply of several parts leaves together) one a second; others have their own measure."""
    accounts = [account("sms", recipient_rate=1), account("telegram")]
    async with running(tmp_path, sqlite_url, accounts=accounts) as product:
        product.clock.freeze()
        for number in range(8):
            await product.send("sms", f"Bonjour {number}", to="+33612345678")
        other = await product.send("sms", "Bonjour", to="+33687654321")
        heard = []
        for _ in range(5):
            for _ in range(6):
                await product.step(0)
            heard.append(len(product.heard("sms", "+33612345678")))
            product.forward(1.001)
        assert heard == [5, 6, 7, 8, 8]
        assert product.heard("sms", "+33612345678") == [f"Bonjour {number}" for number in range(8)]
        assert (await product.message(other["id"]))["status"] != "queued"


@pytest.mark.parametrize(
    ("fault", "kind"), [("auth", "auth"), ("blocked", "opted_out"), ("closed_window", "bad_recipient")]
)
async def test_what_is_refused_is_dead_at_once_and_to_be_seen(embedded, fault, kind):
    product = embedded
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    product.sandbox.faults.set("telegram", fault, 1)
    sent = await product.send("telegram", "Bonjour")
    shown = await product.status(sent["id"], "failed")
    assert shown["deliveries"][0]["error"]["class"] == kind
    async with product.desk() as anna:
        letters = await anna.get("dead-letters")
    assert [(one["message_id"], one["attempts"]) for one in letters["deliveries"]] == [(sent["id"], 1)]
    assert letters["counts"]["deliveries"] == 1
    if kind == "opted_out":  # the door is closed until they come back
        refused = await product.send("telegram", "Encore")
        assert refused["decision"]["codes"] == ["BLOCKED_BY_USER"]


async def test_a_delivery_that_cannot_be_decided_about_fails_alone(product, monkeypatch):
    judge = admission.judge

    def choking(one, *args):
        if one.address == "+33666666666":
            raise KeyError("poison")
        return judge(one, *args)

    for number in ("+33611111111", "+33666666666", "+33622222222"):
        await product.tell("sms", "Bonjour", address=number)
    await product.settled()
    monkeypatch.setattr(admission, "judge", choking)
    product.say("sms", "help", address="+33666666666")
    for number in ("+33611111111", "+33622222222"):
        product.say("sms", "help", address=number)
        await product.answered("sms", 2, number)
    await product.until(lambda: product.rows("SELECT 1 FROM delivery WHERE state = 'failed'"))
    monkeypatch.undo()
    async with product.desk() as anna:
        (letter,) = (await anna.get("dead-letters"))["deliveries"]
        await anna.post(f"dead-letters/deliveries/{letter['id']}/retry")
    await product.answered("sms", 2, "+33666666666")


async def test_an_end_that_cannot_be_written_down_holds_up_no_other(product, monkeypatch):
    """It is tried again until the call's lease is over; then it is like any call whose sender died."""
    settle = sender.refusal.heed

    def choking(connection, failure, customer_id, address_id, account, now):
        if failure.kind == "auth":
            raise KeyError("poison")
        settle(connection, failure, customer_id, address_id, account, now)

    monkeypatch.setattr(sender.refusal, "heed", choking)
    product.say("telegram", "help", address="111")
    await product.answered("telegram", 1, "111")
    await product.settled()
    product.sandbox.faults.set("telegram", "auth", 1)
    product.say("telegram", "help", address="111")
    await product.until(lambda: not product.sandbox.faults.show()["active"])
    await product.until(lambda: not product.gateway.parts.senders._calls)
    await product.round()
    await product.tell("telegram", "help", address="222")
    await product.send("telegram", "Bonjour", to="222")
    await product.answered("telegram", 2, "222")
    monkeypatch.undo()
    await product.until(lambda: product.rows("SELECT 1 FROM delivery WHERE state = 'failed'"))
