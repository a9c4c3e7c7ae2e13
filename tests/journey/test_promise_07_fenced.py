"""Promise 7: what the bot wrote is void once a person or another app holds the conversation. Notices are not fenced."""

from __future__ import annotations

import pytest

from gateway.from_settings import rulebook
from gateway.journey import claiming
from gateway.journey.rate import Pace
from tests.journey.payloads import echo


async def held_up(product, channel, words):
    """The bot's answer waits: its provider asked for patience. The clock stands still."""
    product.say(channel, "help")
    await product.answered(channel, 1)
    await product.settled()
    product.clock.freeze()
    product.sandbox.faults.set(channel, "throttled", 1, 30)
    product.say(channel, words)
    await product.until(lambda: not product.sandbox.faults.show()["active"])
    await product.step(1)
    (row,) = await product.rows("SELECT message_id, conversation_id, author FROM delivery WHERE state = 'queued'")
    return row


async def test_a_waiting_answer_of_the_bot_is_void_once_an_agent_has_taken_and_is_offered_as_a_draft(product):
    waiting = await held_up(product, "telegram", "aide")
    assert waiting.author == "bot"
    async with product.desk() as anna:
        assert (await anna.act(waiting.conversation_id, "take"))[0] == 200
        await product.step(60)
        timeline = (await anna.get(f"conversations/{waiting.conversation_id}/messages"))["items"]
    draft = next(one for one in timeline if one["id"] == waiting.message_id)
    assert draft["status"] == "voided"
    assert "HUMAIN" in draft["content"]["body"]  # there to be read, and used
    for _ in range(3):
        await product.step(3600)
    assert len(product.heard("telegram")) == 1


async def test_so_it_is_once_somebody_wrote_from_another_app(embedded):
    product = embedded
    waiting = await held_up(product, "messenger", "aide")
    assert await product.called("messenger", echo(product.shown("messenger"), "Bonjour, ici Anna")) == 200
    await product.settled()
    await product.step(3600)
    assert (await product.message(waiting.message_id))["status"] == "voided"
    assert len(product.heard("messenger")) == 1
    external = [one for one in await product.messages(account="messenger") if one["author"] == "external"]
    assert [one["content"]["body"] for one in external] == ["Bonjour, ici Anna"]


async def test_a_voided_answer_does_not_come_back_with_the_bot(embedded):
    product = embedded
    waiting = await held_up(product, "telegram", "aide")
    async with product.desk() as anna:
        await anna.act(waiting.conversation_id, "take")
        await product.step(60)
        await anna.act(waiting.conversation_id, "hand_back")
    await product.step(3600)
    assert (await product.message(waiting.message_id))["status"] == "voided"
    assert len(product.heard("telegram")) == 1


async def test_the_queue_does_not_void_what_the_bot_said_before(embedded):
    """Until somebody has taken it, the customer still gets the answer that was promised."""
    product = embedded
    waiting = await held_up(product, "telegram", "aide")
    await product.tell("telegram", "un humain")
    await product.step(60)
    await product.step(60)
    assert (await product.message(waiting.message_id))["status"] == "sent"


@pytest.mark.parametrize("words", ["STOP", "un humain"])
async def test_a_notice_leaves_whoever_holds_the_conversation(embedded, words):
    """STOP is confirmed, and so is the handoff, although an agent was quicker than the provider."""
    product = embedded
    waiting = await held_up(product, "telegram", words)
    assert waiting.author == "system"
    async with product.desk() as anna:
        await anna.act(waiting.conversation_id, "take")
        await product.step(60)
    assert (await product.message(waiting.message_id))["status"] == "sent"
    assert len(product.heard("telegram")) == 2


async def test_stop_is_obeyed_and_confirmed_while_an_agent_holds_the_conversation(embedded):
    product = embedded
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    (row,) = await product.rows("SELECT id FROM conversation")
    async with product.desk() as anna:
        await anna.act(row.id, "take")
        product.say("telegram", "STOP")
        await product.answered("telegram", 2)
        assert (await anna.reply(row.id, "Je vous laisse tranquille."))[0] == 200
        await product.answered("telegram", 3)
    authors = [one["author"] for one in await product.messages(account="telegram", direction="out")]
    assert authors == ["bot", "system", "agent"]


async def test_all_parts_of_a_long_answer_are_void_with_the_first(product):
    """No half of an answer is left behind to leave without a decision."""
    waiting = await held_up(product, "telegram", "aide")
    await product.write(
        "INSERT INTO delivery (message_id, part, customer_id, conversation_id, address_id, seq, account, author, epoch,"
        " category, call, state, next_at, at) SELECT message_id, 2, customer_id, conversation_id, address_id, seq,"
        " account, author, epoch, category, call, state, next_at, at FROM delivery"
        f" WHERE message_id = '{waiting.message_id}'"
    )
    async with product.desk() as anna:
        await anna.act(waiting.conversation_id, "take")
    parts, later = product.gateway.parts, product.clock() + 60_000
    book, pace = rulebook(product.gateway.settings), Pace.of(None, None)
    claimed = await parts.database.write(claiming.claim, book, parts.accounts, "telegram", pace, 10, later)
    assert claimed.calls == []
    states = await product.rows(f"SELECT state FROM delivery WHERE message_id = '{waiting.message_id}'")
    assert [row.state for row in states] == ["voided", "voided"]
