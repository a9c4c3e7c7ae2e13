"""Promise 4: one conversation at a time and in order, part by part; conversations beside each other."""

from __future__ import annotations

import asyncio
import random

import pytest

from gateway.messages import due_store
from gateway.messages.inbox_store import BURST
from tests.journey.breakage import locked
from tests.journey.payloads import said, whatsapp
from tests.journey.product import CHANNELS, account, enough, running

LONG = {"whatsapp": 4096, "messenger": 2000, "sms": 1500, "telegram": 4096}  # more than one part holds
HELP, AIDE = "HUMAN:", "HUMAIN :"  # what the answer to help, and the one to aide, hold


def long_text(channel: str) -> str:
    """Three parts on this channel, each recognised by its number."""
    filler = "lampe " * (LONG[channel] // 6 - 40)
    return " ".join(f"[{number}] {filler.strip()}." for number in (1, 2, 3))


@pytest.mark.parametrize("channel", CHANNELS)
async def test_words_are_answered_in_the_order_in_which_they_were_said(product, channel):
    order = random.Random(4).choices(("help", "aide"), k=12)
    for words in order:
        product.say(channel, words)
    heard = [one.text for one in await product.answered(channel, len(order))]
    assert [HELP if words == "help" else AIDE for words in order] == [
        HELP if HELP in text else AIDE for text in heard
    ]  # fmt: skip
    await product.settled()
    asked = await product.messages(account=channel, direction="in")
    answers = await product.messages(account=channel, direction="out")
    assert [one["content"]["body"] for one in asked] == order
    answers.sort(key=lambda one: one["seq"])
    assert [one["reply_to"]["id"] for one in answers] == [one["id"] for one in asked]


async def test_who_writes_at_once_upon_an_answer_is_answered_in_the_commit_that_stores_it(embedded, monkeypatch):
    """What ended is written down first: nothing is under way to that address, so nothing need be looked for."""
    parts, found, due = embedded.gateway.parts, [], due_store.due
    monkeypatch.setattr(due_store, "due", lambda *asked: found.extend(rows := due(*asked)) or rows)
    await parts.rounds.finish()  # from here one round at a time
    for _ in range(2):
        embedded.say("telegram", "help")
        await embedded.until(parts.intake.waits)
        await parts.rounds._round()
        await embedded.until(lambda: any(stage.waits() for stage in parts.rounds._stages))
    assert len(embedded.heard("telegram")) == 2
    assert found == []


async def test_who_waits_for_a_place_is_not_overtaken_by_those_who_come(embedded, monkeypatch):
    """An account makes so many calls at once, and what waits longest is called first."""
    parts = embedded.gateway.parts
    monkeypatch.setattr(parts.senders, "IN_FLIGHT", 1)
    await parts.rounds.finish()  # from here one round at a time
    embedded.sandbox.faults.set("telegram", "slow", 1, 1.0)
    people = [embedded.sandbox.new_customer("telegram").customer["address"] for _ in range(3)]
    for address in people:
        embedded.say("telegram", "help", address=address)
        await embedded.until(parts.intake.waits)
        if address == people[2]:
            await embedded.until(lambda: not parts.senders._calls)  # the first has its answer, the second waits
        await parts.rounds._round()
    for _ in range(2):
        await embedded.until(lambda: not parts.senders._calls)
        await parts.rounds._round()
    told = await embedded.messages(account="telegram", direction="out")
    left = sorted(told, key=lambda one: int(one["provider_id"]))
    assert [one["to"]["address"] for one in left] == people


@pytest.mark.parametrize("channel", CHANNELS)
async def test_three_messages_leave_in_order_part_by_part_whatever_goes_wrong(embedded, channel):
    product = embedded
    product.say(channel, "help")
    await product.answered(channel, 1)
    faults = product.sandbox.faults
    faults.set(channel, "slow", 2, 0.2)
    faults.set(channel, "throttled", 2, 1)
    sent = [await product.send(channel, text) for text in (long_text(channel), "and then this", long_text(channel))]
    for _ in range(8):
        await product.step(20)
    await product.settled()
    heard = product.heard(channel)[1:]
    parts = len((await product.message(sent[0]["id"]))["deliveries"])
    assert parts >= 3
    assert len(heard) == 2 * parts + 1, [text[:10] for text in heard]
    assert heard[parts] == "and then this"
    assert heard[:parts] == heard[parts + 1 :]
    marks = [text.index(mark) for mark in ("[1]", "[2]", "[3]") for text in heard[:parts] if mark in text]
    assert len(marks) == 3
    first = "".join(heard[:parts])
    assert first.index("[1]") < first.index("[2]") < first.index("[3]")
    for one in sent:
        shown = await product.message(one["id"])
        known = [phone.provider_id for phone in product.sandbox.sent(channel)]
        places = [known.index(part["provider_id"]) for part in shown["deliveries"]]
        assert places == sorted(places)


@pytest.fixture
async def one_a_second(tmp_path, database_url):
    """An account that sends one part a second: there is a moment between two parts."""
    accounts = [account("telegram", rate=1), account("sms", rate=1)]
    async with running(tmp_path, database_url, accounts=accounts) as product:
        product.say("telegram", "help")
        await product.answered("telegram", 1)
        product.clock.freeze()
        yield product


async def test_a_part_that_fails_never_resends_the_one_before(one_a_second):
    product = one_a_second
    await product.step(1)
    sent = await product.send("telegram", long_text("telegram"))
    await product.answered("telegram", 2)
    product.sandbox.faults.set("telegram", "auth", 1)
    for _ in range(8):
        await product.step(1)
    shown = await product.message(sent["id"])
    assert [one["status"] for one in shown["deliveries"]][:2] == ["sent", "failed"]
    assert {one["status"] for one in shown["deliveries"][2:]} == {"sent"}  # what came to an end holds up nothing
    assert shown["status"] == "failed"
    assert sum("[1]" in text for text in product.heard("telegram")) == 1
    async with product.desk() as anna:
        (letter,) = (await anna.get("dead-letters"))["deliveries"]
        assert (await anna.post(f"dead-letters/deliveries/{letter['id']}/retry"))[0] == 204
    product.forward(1)
    shown = await product.status(sent["id"], "sent")
    assert sum("[1]" in text for text in product.heard("telegram")) == 1
    assert sum("[2]" in text for text in product.heard("telegram")) == 1
    assert not any(one["possible_repeat"] for one in shown["deliveries"])


async def test_the_next_part_waits_for_one_of_unknown_end(embedded):
    product = embedded
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    product.sandbox.faults.set("telegram", "lost_answer", 1)
    product.clock.freeze()
    sent = await product.send("telegram", long_text("telegram"))

    async def marked():
        return (await product.message(sent["id"]))["deliveries"][0]["possible_repeat"]

    await product.until(marked)
    await product.step(1)
    assert [text[:3] for text in product.heard("telegram")[1:]] == ["[1]"]
    product.forward(6)
    await product.status(sent["id"], "sent")
    heard = product.heard("telegram")[1:]
    assert [text[:3] for text in heard[:2]] == ["[1]", "[1]"]
    assert "[2]" in "".join(heard[2:])


async def test_a_slow_conversation_delays_no_other(product):
    product.sandbox.faults.set("telegram", "slow", 1, 30)
    product.say("telegram", "help", address="111")
    await product.until(lambda: not product.sandbox.faults.show()["active"])  # the slow call is under way
    product.say("telegram", "help", address="111")
    for address in ("222", "333"):
        product.say("telegram", "help", address=address)
        assert len(await product.answered("telegram", 1, address)) == 1
    product.say("sms", "help")
    assert len(await product.answered("sms", 1)) == 1
    assert product.heard("telegram", "111") == []  # its second answer waits for the first


async def test_what_is_put_off_delays_nothing_behind_it(embedded):
    product = embedded
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    await product.follow("telegram")
    await product.decide("telegram", field="pause", value="P1D")
    later = await product.send("telegram", "Soldes !", category="marketing", topic="offers")
    assert (later["status"], later["decision"]["codes"]) == ("deferred", ["PAUSED"])
    product.say("telegram", "aide")
    assert AIDE in (await product.answered("telegram", 2))[1].text
    await product.send("telegram", "Votre colis est arrivé")
    await product.answered("telegram", 3)
    product.forward(86_400)
    await product.status(later["id"], "sent")
    assert product.heard("telegram")[2:] == ["Votre colis est arrivé", "Soldes !"]


async def test_who_writes_much_waits_behind_who_writes_once(product):
    """The line is of conversations, not of messages; a burst of one is answered a few at a time."""
    async with locked(product, "inbox"):
        many = [said(f"wamid.{number}", "33611111111") for number in range(5 * BURST)]
        calls = [
            asyncio.create_task(product.called("whatsapp", whatsapp(messages=many))),
            asyncio.create_task(product.called("whatsapp", whatsapp(messages=[said("wamid.once", "33622222222")]))),
        ]
        await asyncio.wait(calls, timeout=0.3)
    await asyncio.gather(*calls)

    async def written():  # in the order in which they were
        return enough(await product.messages(account="whatsapp", direction="out"), 5 * BURST + 1)

    answers = await product.until(written)
    place = [one["to"]["address"] for one in answers].index("+33622222222")
    assert place <= 2 * BURST
