"""Promise 5: effectively once. What comes twice is one; what may have left twice is marked, or not repeated at all."""

from __future__ import annotations

from itertools import count

import pytest

from connectors.message import Absent
from gateway.journey import sender
from gateway.journey.claiming import LEASE
from tests.journey.payloads import said, whatsapp
from tests.journey.product import CHANNELS

EVIDENCE = sender.EVIDENCE_WAIT / 1000 + 1
REPEATED = ("critical", "transactional", "requested", "conversation")
NOT_REPEATED = ("service", "marketing")

_numbers = count(1)


# -- what comes in


async def test_a_webhook_that_comes_twice_is_one_message_answered_once(product):
    for channel in CHANNELS:
        product.sandbox.faults.set(channel, "duplicate", 3)
        for _ in range(3):
            await product.acknowledged(product.say(channel, "help"))
    for channel in CHANNELS:
        await product.answered(channel, 3)
        await product.settled()
        assert len(await product.messages(account=channel, direction="in")) == 3
        assert len(product.heard(channel)) == 3


async def test_a_batch_that_comes_again_longer_brings_only_what_is_new(product):
    product.sandbox.lines["whatsapp"].opened.add("33612345678")
    assert await product.called("whatsapp", whatsapp(messages=[said("wamid.1"), said("wamid.2")])) == 200
    again = [said("wamid.3"), said("wamid.2"), said("wamid.1"), said("wamid.4"), said("wamid.3")]
    assert await product.called("whatsapp", whatsapp(messages=again)) == 200
    await product.answered("whatsapp", 4, "33612345678")
    await product.settled()
    kept = await product.messages(account="whatsapp", direction="in")
    assert [one["provider_id"] for one in kept] == ["wamid.1", "wamid.2", "wamid.3", "wamid.4"]
    assert len(product.heard("whatsapp", "33612345678")) == 4


async def test_the_same_words_said_twice_are_two_messages(product):
    """Each account and each address has ids of its own: one key may be used by two of them."""
    for number in ("33612345678", "33687654321"):
        assert await product.called("whatsapp", whatsapp(messages=[said("wamid.same", number)])) == 200
    for channel in ("sms", "telegram"):
        product.say(channel, "help")
        product.say(channel, "help")
        await product.answered(channel, 2)
    assert await product.number("SELECT count(*) FROM message WHERE direction = 'in'") == 6


# -- what goes out


def mute(product, channel, monkeypatch) -> None:
    """No receipt and no echo comes from this provider any more; what customers write does."""
    provider = product.sandbox.provider(product.sandbox.lines[channel])
    post = provider.post

    def silent(line, hook, bubble=None):
        if bubble is not None or line.id != channel:
            post(line, hook, bubble)

    monkeypatch.setattr(provider, "post", silent)


async def ambiguous(product, channel, category, *, fault="lost_answer", times=1):
    """A program sends, and the end of the call stays unknown; the clock stands still."""
    product.say(channel, "help")
    await product.answered(channel, 1)
    if category == "marketing":
        await product.follow(channel)
    await product.settled()
    product.sandbox.faults.set(channel, fault, times)
    product.clock.freeze()
    sent = await product.send(channel, f"Bonjour {next(_numbers)}", category=category, topic="offers")
    await product.until(lambda: not product.sandbox.faults.show()["active"])
    await product.step(1)
    return sent["id"]


@pytest.mark.parametrize("category", REPEATED)
async def test_without_evidence_what_is_waited_for_is_sent_once_more_and_marked(embedded, category):
    product = embedded
    sent = await ambiguous(product, "telegram", category)
    waiting = await product.message(sent)
    assert waiting["status"] == "queued"
    assert waiting["deliveries"][0]["error"]["class"] == "unknown"
    await product.step(EVIDENCE)
    shown = await product.status(sent, "sent")
    assert shown["deliveries"][0]["possible_repeat"] is True
    assert len(product.heard("telegram")) == 1 + 2


@pytest.mark.parametrize("category", NOT_REPEATED)
async def test_without_evidence_what_was_not_asked_for_stays_unknown(embedded, category):
    product = embedded
    sent = await ambiguous(product, "telegram", category)
    for _ in range(3):
        await product.step(3600)
    shown = await product.message(sent)
    assert shown["status"] == "unknown"
    assert len(product.heard("telegram")) == 1 + 1
    async with product.desk() as anna:
        assert [one["message_id"] for one in (await anna.get("dead-letters"))["deliveries"]] == [sent]


async def test_a_repeat_whose_answer_is_lost_too_is_not_repeated_again(product):
    sent = await ambiguous(product, "telegram", "critical")
    product.sandbox.faults.set("telegram", "lost_answer", 1)
    for _ in range(3):
        await product.step(3600)
    shown = await product.message(sent)
    assert shown["status"] == "unknown"
    assert shown["deliveries"][0]["possible_repeat"] is True
    assert len(product.heard("telegram")) == 1 + 2


@pytest.mark.parametrize("channel", ["whatsapp", "messenger"])
async def test_a_status_or_an_echo_is_evidence_and_nothing_is_repeated(product, channel):
    sent = await ambiguous(product, channel, "transactional")
    shown = await product.status(sent, "sent", "delivered")
    assert shown["deliveries"][0]["provider_id"] == product.sandbox.sent(channel)[1].provider_id
    for _ in range(3):
        await product.step(EVIDENCE)
    shown = await product.message(sent)
    assert shown["deliveries"][0]["possible_repeat"] is False
    assert len(product.heard(channel)) == 1 + 1


@pytest.mark.parametrize("channel", ["whatsapp", "messenger"])
async def test_evidence_that_never_comes_is_not_waited_for(embedded, channel, monkeypatch):
    product = embedded
    mute(product, channel, monkeypatch)
    sent = await ambiguous(product, channel, "transactional")
    await product.step(EVIDENCE)
    shown = await product.status(sent, "accepted", "sent")
    assert shown["deliveries"][0]["possible_repeat"] is True
    assert len(product.heard(channel)) == 1 + 2


async def test_twilio_is_asked_and_nothing_is_repeated(embedded, monkeypatch):
    product = embedded
    mute(product, "sms", monkeypatch)
    sent = await ambiguous(product, "sms", "transactional")
    shown = await product.status(sent, "accepted")
    assert shown["deliveries"][0]["possible_repeat"] is False
    assert shown["deliveries"][0]["provider_id"] == product.sandbox.sent("sms")[1].provider_id
    await product.step(EVIDENCE)
    assert len(product.heard("sms")) == 1 + 1


async def test_what_arrives_after_twilio_was_asked_is_not_sent_again(embedded, monkeypatch):
    """A call may be on its way still when its answer is given up, or its sender dies."""
    product = embedded
    mute(product, "sms", monkeypatch)
    connector, asked = product.gateway.parts.accounts["sms"], []
    find = connector.find_sent

    async def find_sent(*what):
        asked.append(what)
        return Absent() if len(asked) == 1 else await find(*what)

    monkeypatch.setattr(connector, "find_sent", find_sent)
    sent = await ambiguous(product, "sms", "transactional")
    await product.status(sent, "accepted")
    await product.step(EVIDENCE)
    assert len(asked) == 2
    assert len(product.heard("sms")) == 1 + 1


@pytest.mark.parametrize("category", [*REPEATED, *NOT_REPEATED])
async def test_what_twilio_never_saw_is_sent_again_unmarked_whatever_it_is(embedded, category):
    product = embedded
    sent = await ambiguous(product, "sms", category, fault="server_error")
    await product.step(EVIDENCE)
    shown = await product.status(sent, "accepted", "sent", "delivered")
    assert shown["deliveries"][0]["possible_repeat"] is False
    assert len(product.heard("sms")) == 1 + 1


async def test_what_left_while_our_clock_was_ahead_is_repeated_marked(embedded, monkeypatch):
    """Twilio shows it, and shows it as sent long before: that may be it, or the same words said by somebody else."""
    product = embedded
    mute(product, "sms", monkeypatch)
    product.forward(3600)
    sent = await ambiguous(product, "sms", "transactional")
    await product.step(EVIDENCE)
    shown = await product.status(sent, "accepted", "sent")
    assert shown["deliveries"][0]["possible_repeat"] is True
    assert len(product.heard("sms")) == 1 + 2


async def test_what_left_while_our_clock_was_ahead_is_found_once_it_was_set_back(embedded):
    """Its sender was held since."""
    product = embedded
    sent = await product.send("sms", "Bonjour", category="transactional")
    await product.status(sent["id"], "delivered")
    await product.settled()
    until = product.clock() + 3_600_000 + LEASE
    await product.write(
        "UPDATE delivery SET state = 'sending', provider_id = NULL, at = at + 3600000, left_at = left_at + 3600000,"
        f" lease_until = {until} WHERE message_id = '{sent['id']}'"
    )
    product.gateway.parts.senders.ring()

    async def shortened():
        (row,) = await product.rows(f"SELECT lease_until FROM delivery WHERE message_id = '{sent['id']}'")
        return row.lease_until < until

    await product.until(shortened)
    product.forward(LEASE / 1000 + 1)
    shown = await product.status(sent["id"], "accepted")
    assert shown["deliveries"][0]["possible_repeat"] is False
    assert len(product.heard("sms")) == 1


async def test_the_same_words_said_before_are_no_evidence(product):
    """Twilio's list holds the first answer to help; the second one never reached it."""
    product.say("sms", "help")
    await product.answered("sms", 1)
    await product.settled()
    product.sandbox.faults.set("sms", "server_error", 1)
    product.clock.freeze()
    product.say("sms", "help")
    await product.until(lambda: not product.sandbox.faults.show()["active"])
    await product.step(1)
    await product.step(EVIDENCE)
    assert len(await product.answered("sms", 2)) == 2
    ids = [part["provider_id"] for one in await product.messages(account="sms", direction="out")
           for part in one["deliveries"]]  # fmt: skip
    assert len(set(ids)) == 2


async def test_the_same_key_of_a_program_is_one_message(product):
    first = await product.send("sms", "Bonjour", idempotency_key="order-1")
    second = await product.send("sms", "Autre chose", idempotency_key="order-1")
    assert first["id"] == second["id"]
    await product.answered("sms", 1)
    await product.settled()
    assert product.heard("sms") == ["Bonjour"]


async def test_a_repeat_that_may_not_leave_any_more_stays_unknown(product):
    """It may have arrived the first time: it is neither sent nor shown as a draft that never left."""
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    await product.settled()
    product.sandbox.faults.set("telegram", "lost_answer", 1)
    product.clock.freeze()
    product.say("telegram", "aide")
    await product.until(lambda: not product.sandbox.faults.show()["active"])
    await product.step(1)
    (row,) = await product.rows("SELECT message_id, conversation_id FROM delivery WHERE repeat")
    async with product.desk() as anna:
        assert (await anna.act(row.conversation_id, "take"))[0] == 200
    await product.step(EVIDENCE)
    assert (await product.message(row.message_id))["status"] == "unknown"
    assert len(product.heard("telegram")) == 2
