"""Promise 3: work is claimed under a lease. Who dies gives it back; who comes too late changes nothing."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import product as pairs

import aiohttp
import pytest
from sqlalchemy import text

from gateway.journey import claiming, hearing, sender, turn
from tests.journey.breakage import refusing
from tests.journey.product import CHANNELS, KEY, Time, again, running

OVER = claiming.LEASE / 1000 + 1  # seconds until a lease is over
EVIDENCE = sender.EVIDENCE_WAIT / 1000 + 1


async def calling(product, account="telegram"):
    """The delivery that is being called now."""

    async def found():
        return await product.rows(
            f"SELECT message_id, lease_until, attempts FROM delivery WHERE state = 'sending' AND account = '{account}'"
        )

    return (await product.until(found))[0]


async def adopted(product, before):
    """It was claimed from whoever made the call."""

    async def found():
        (row,) = await product.rows(
            f"SELECT state, lease_until FROM delivery WHERE message_id = '{before.message_id}'"
        )  # fmt: skip
        return row.state != "sending" or row.lease_until != before.lease_until

    await product.until(found)


async def test_a_delivery_whose_sender_died_is_ambiguous_and_repeated_once_marked(product):
    """The sender never comes back: its connection hangs for longer than this test."""
    product.sandbox.faults.set("telegram", "slow", 1, 60)
    product.say("telegram", "help")
    before = await calling(product)
    product.forward(OVER)

    async def given_back():
        waiting = await product.message(before.message_id)
        return waiting["status"] == "queued" and waiting["deliveries"][0]["error"]

    assert (await product.until(given_back))["class"] == "unknown"
    product.forward(EVIDENCE)
    sent = await product.status(before.message_id, "sent")
    assert sent["deliveries"][0]["possible_repeat"] is True
    assert len(product.heard("telegram")) == 1


async def test_a_late_answer_is_evidence_and_saves_the_repeat(product):
    """A laptop that slept through the lease: the call is still going on, and succeeds."""
    product.sandbox.faults.set("telegram", "slow", 1, 1.5)
    product.say("telegram", "help")
    before = await calling(product)
    product.forward(OVER)
    await adopted(product, before)
    sent = await product.status(before.message_id, "sent")
    assert sent["deliveries"][0]["possible_repeat"] is False
    assert sent["deliveries"][0]["provider_id"]
    product.forward(EVIDENCE)
    await product.settled()
    assert len(product.heard("telegram")) == 1


async def test_a_late_refusal_changes_nothing(product):
    """Whoever lost the lease neither takes the mark off nor ends the delivery."""
    product.sandbox.faults.set("telegram", "slow", 1, 1.5)
    product.sandbox.faults.set("telegram", "auth", 1)
    product.say("telegram", "help")
    before = await calling(product)
    product.forward(OVER)
    await adopted(product, before)
    await product.until(lambda: not product.sandbox.faults.show()["active"])  # the late answer is on its way
    await product.until(lambda: not product.gateway.parts.senders._calls)
    product.gateway.parts.senders.ring(set())
    await product.until(lambda: not product.gateway.parts.senders._endings.waits())
    waiting = await product.message(before.message_id)
    assert waiting["status"] == "queued"
    assert waiting["deliveries"][0]["possible_repeat"] is True
    assert waiting["deliveries"][0]["error"]["class"] == "unknown"
    product.forward(EVIDENCE)
    await product.status(before.message_id, "sent")


async def test_calls_of_accounts_that_are_gone_do_not_hide_the_others(embedded):
    for number in range(70):
        await embedded.write(gone(number))
    embedded.sandbox.faults.set("telegram", "slow", 1, 60)
    embedded.say("telegram", "help")
    before = await calling(embedded)
    embedded.forward(OVER)
    await adopted(embedded, before)


def gone(number: int) -> str:
    """A delivery that was on its way on an account which is not configured any more."""
    names = "message_id, part, customer_id, conversation_id, address_id, seq, account, author, epoch, category, call, "
    values = f"'gone-{number}', 1, 'x', 'x', 'x-{number}', 1, 'gone', 'bot', 0, 'conversation', '{{}}', "
    return f"INSERT INTO delivery ({names} state, next_at, lease_until, at) VALUES ({values} 'sending', 0, 0, 0)"


async def test_what_was_on_its_way_at_a_crash_is_taken_up_at_the_start(tmp_path, database_url):
    """Where nobody else sends, no lease has to run out first."""
    clock = Time()
    async with running(tmp_path, database_url, clock=clock) as product:
        product.sandbox.faults.set("telegram", "slow", 1, 60)
        product.say("telegram", "help")
        before = await calling(product)
    clock.freeze()
    async with again(product, database_url, clock=clock) as product:
        await adopted(product, before)


async def test_a_second_gateway_takes_no_call_of_the_first_away(tmp_path, postgres_url):
    async with running(tmp_path, postgres_url) as one:
        one.clock.freeze()
        one.sandbox.faults.set("telegram", "slow", 1, 60)
        one.say("telegram", "help")
        before = await calling(one)
        async with again(one, postgres_url) as other:
            await other.step(1)
            after = await calling(other)
            assert after == before


@pytest.mark.parametrize("customers", [24])
async def test_two_gateways_on_one_database_share_the_work_and_double_nothing(tmp_path, postgres_url, customers):
    async with (
        running(tmp_path, postgres_url) as one,
        again(one, postgres_url) as other,
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"}) as http,
    ):
        people = [(channel, str(336_1000_0000 + number)) for channel, number in pairs(CHANNELS, range(customers))]
        for channel, number in people:
            one.sandbox.lines[channel].phone(spelled(channel, number), "C")
            one.sandbox.lines[channel].opened.add(spelled(channel, number))

        async def write_to(gateway, words):
            for channel, number in people:
                if channel != "sms":  # Twilio signs the one address that both are reached at
                    one.sandbox.lines[channel].hook = f"{gateway.url}/hooks/{channel}"
                one.say(channel, words, address=spelled(channel, number))

        await write_to(one, "help")
        await write_to(other, "aide")
        await asyncio.gather(*(post(http, gateway, people) for gateway in (one, other)))
        for channel, number in people:
            await one.answered(channel, 4, spelled(channel, number))
        await one.settled()
        for channel, number in people:
            heard = Counter(one.heard(channel, spelled(channel, number)))
            assert sorted(heard.values()) == [1, 1, 1, 1], (channel, number, heard)
        assert await one.number("SELECT count(*) FROM delivery WHERE repeat") == 0
        assert await one.number("SELECT count(*) FROM customer") == len(people)
        doubled = await one.rows("SELECT seq FROM message GROUP BY conversation_id, seq HAVING count(*) > 1")
        assert doubled == []


async def test_two_turns_of_one_conversation_answer_once(tmp_path, postgres_url, monkeypatch):
    """Both took the event up; whoever waited for the other finds it handled, and undoes all."""
    async with running(tmp_path, postgres_url) as product:
        async with refusing(product, "message"):
            product.say("telegram", "help")
            await product.until(lambda: product.rows("SELECT 1 FROM inbox WHERE attempts > 0"))
        product.clock.freeze()
        held = (await product.rows("SELECT id FROM conversation"))[0].id
        monkeypatch.setattr(hearing, "inbound", once_another_waits(product.gateway.parts.database, hearing.inbound))
        database, world = product.gateway.parts.database, product.gateway.parts.turns._world
        turns = [database.write(turn.take_one, world, held, product.clock()) for _ in range(2)]
        taken = await asyncio.gather(*turns)
        assert sorted(len(one.conversations) for one in taken) == [0, 1]
        product.gateway.parts.senders.ring(set(CHANNELS))
        await product.answered("telegram", 1)
        assert await product.number("SELECT count(*) FROM message WHERE direction = 'out'") == 1


def once_another_waits(database, react):
    """Let the first turn go on when another one waits for its conversation."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    first = iter([True])

    def patient(*args):
        if next(first, False):
            while not database.read_now(lambda connection: connection.execute(waiting).scalar()):
                pass
        react(*args)

    return patient


async def post(http, gateway, people) -> None:
    for channel, number in people:
        words = f"from {gateway.url}"
        content = {"type": "text", "body": words}
        body = {"account": channel, "to": spelled(channel, number), "content": content, "category": "transactional"}
        async with http.post(f"{gateway.url}/api/v1/messages", json=body) as answer:
            assert answer.status == 202, await answer.text()


def spelled(channel: str, number: str) -> str:
    return f"+{number}" if channel == "sms" else number
