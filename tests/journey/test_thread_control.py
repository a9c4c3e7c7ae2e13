"""Meta lends a thread to one app of the brand at a time: what another app has is shown, and the bot is silent."""

from __future__ import annotations

import pytest

from tests.journey.product import ANNA, MARC
from tests.journey.test_people import becomes, case, on_duty, owner, waiting

CHANNELS = ("messenger", "whatsapp")


def lend(product, channel: str):
    """The simulated other app, this account's line, and whose thread it is."""
    return product.sandbox.lending, product.sandbox.lines[channel], product.shown(channel)


async def talking(product, channel: str = "messenger") -> str:
    """A conversation that the bot has."""
    product.say(channel, "help")
    await product.answered(channel, 1)
    await product.settled()
    return (await product.customer(channel))["conversation"]["id"]


async def timeline(product, conversation: str) -> list[tuple[str, str]]:
    rows = await product.rows(f"SELECT author, type FROM message WHERE conversation_id = '{conversation}' ORDER BY seq")
    return [(row.author, row.type) for row in rows]


@pytest.mark.parametrize("channel", CHANNELS)
async def test_what_is_said_to_another_app_is_shown_and_not_answered(product, channel):
    talk = await talking(product, channel)
    other, line, whose = lend(product, channel)
    other.take(line, whose)
    await becomes(product, talk, "external")
    assert (await case(product, talk)).reason == "thread_lost"
    await product.tell(channel, "aide")
    other.say(line, whose, "Bonjour, ici le magasin")
    await product.until(lambda: _said(product, talk, "external"))
    await product.settled()
    assert [one for one, _ in await timeline(product, talk)][-3:] == ["customer", "customer", "external"]
    assert sum(author == "bot" for author, _ in await timeline(product, talk)) == 1


async def _said(product, conversation: str, author: str) -> bool:
    return author in {one for one, _ in await timeline(product, conversation)}


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_thread_that_is_passed_back_is_the_bots_which_waits_to_be_spoken_to(product, channel):
    talk = await talking(product, channel)
    other, line, whose = lend(product, channel)
    other.take(line, whose)
    await becomes(product, talk, "external")
    other.give(line, whose, "wants to change the address")
    await becomes(product, talk, "bot")
    assert (await case(product, talk)).outcome == "handed_back"
    await product.settled()
    said = sum(author == "bot" for author, _ in await timeline(product, talk))
    assert said == 1
    product.say(channel, "help")
    await product.until(lambda: _bot_said(product, talk, 2))


async def _bot_said(product, conversation: str, count: int) -> bool:
    return sum(author == "bot" for author, _ in await timeline(product, conversation)) == count


async def test_what_comes_in_the_ordinary_way_shows_that_the_other_app_let_go(embedded):
    """Nobody is told when a thread is released or falls idle."""
    product = embedded
    talk = await talking(product)
    other, line, whose = lend(product, "messenger")
    other.take(line, whose)
    await becomes(product, talk, "external")
    line.lent.clear()
    product.say("messenger", "help")
    await becomes(product, talk, "bot")
    await product.until(lambda: _bot_said(product, talk, 2))


async def test_a_standby_copy_alone_tells_that_another_app_has_it(embedded):
    product = embedded
    talk = await talking(product)
    _, line, whose = lend(product, "messenger")
    line.lent[whose] = "77"
    product.say("messenger", "help")
    await becomes(product, talk, "external")
    await product.settled()
    assert await _bot_said(product, talk, 1)


async def test_a_stop_told_to_another_app_is_one_to_the_brand(embedded):
    product = embedded
    await talking(product)
    _, line, whose = lend(product, "messenger")
    line.lent[whose] = "77"
    await product.tell("messenger", "STOP")
    (change,) = await product.rows("SELECT scope, field, source FROM terms_change")
    assert (change.scope, change.field, change.source) == ("channel:messenger", "stopped", "chat")


async def test_who_was_waiting_for_a_person_waits_again_when_the_thread_comes_back(product):
    talk = await waiting(product, "messenger")
    other, line, whose = lend(product, "messenger")
    async with product.desk(MARC) as marc:
        await on_duty(marc)
        await becomes(product, talk, "offer", "Marc")
        other.take(line, whose)
        await becomes(product, talk, "external")
        (given,) = await product.rows("SELECT outcome FROM assignment")
        assert given.outcome == "rescinded"
        other.give(line, whose, "")
        await becomes(product, talk, "offer", "Marc")


async def test_an_agent_loses_a_thread_and_is_given_it_again(product):
    talk = await waiting(product, "messenger")
    other, line, whose = lend(product, "messenger")
    async with product.desk(MARC) as marc:
        await on_duty(marc)
        await marc.act(talk, "take")
        other.take(line, whose)
        await becomes(product, talk, "external")
        shown = (await marc.get(f"conversations/{talk}"))["conversation"]
        assert (shown["can_reply"], shown["why_not"]) == (False, "not_owner")
        assert (await marc.reply(talk, "Bonjour"))[0] == 409
        other.give(line, whose, "")
        await becomes(product, talk, "offer", "Marc")


async def test_meta_refusing_a_message_tells_that_another_app_has_the_thread(embedded):
    product = embedded
    talk = await waiting(product, "messenger")
    _, line, whose = lend(product, "messenger")
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        line.lent[whose] = "77"
        assert (await marc.reply(talk, "Bonjour"))[0] == 200
        await becomes(product, talk, "external")


async def control(product, desk, talk: str, deed: str, **more):
    epoch = (await desk.get(f"conversations/{talk}"))["conversation"]["owner"]["epoch"]
    return await desk.post(f"conversations/{talk}/thread", {"deed": deed, "epoch": epoch, **more})


@pytest.mark.parametrize("channel", CHANNELS)
async def test_an_agent_passes_a_thread_and_takes_it_again(product, channel):
    talk = await waiting(product, channel)
    _, line, whose = lend(product, channel)
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        status, done = await control(product, marc, talk, "pass", note="asks for a refund")
        assert (status, done["conversation"]["owner"]["kind"]) == (200, "external")
        assert whose in line.lent
        status, done = await control(product, marc, talk, "take")
        assert (status, done["conversation"]["owner"]["name"]) == (200, "Marc")
        assert line.lent == {}
        assert (await marc.reply(talk, "Me revoici"))[0] == 200
    audited = await product.rows("SELECT action, detail FROM audit WHERE action LIKE 'thread%' ORDER BY first_at")
    assert [(row.action, row.detail) for row in audited] == [("thread_pass", "done"), ("thread_take", "done")]


async def test_who_asked_for_a_thread_is_given_it_when_it_comes(product):
    talk = await talking(product)
    other, line, whose = lend(product, "messenger")
    other.take(line, whose)
    await becomes(product, talk, "external")
    async with product.desk(ANNA) as anna:
        await on_duty(anna)
        assert (await control(product, anna, talk, "request", note="please"))[0] == 200
        assert (await owner(product, talk))[0] == "external"
        other.give(line, whose, "yours")
        await becomes(product, talk, "offer", "Anna")


async def test_what_meta_refuses_or_leaves_open_changes_nothing_and_is_written_down(embedded):
    product = embedded
    talk = await waiting(product, "messenger")
    _, line, whose = lend(product, "messenger")
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        line.lent[whose] = "77"  # and nobody has told us
        assert (await control(product, marc, talk, "pass"))[1]["code"] == "thread_control_refused"
        line.lent.clear()
        product.sandbox.faults.set("messenger", "lost_answer", 1)
        assert (await control(product, marc, talk, "release"))[1]["code"] == "thread_control_unknown"
        assert await owner(product, talk) == ("agent", "Marc")
    audited = await product.rows("SELECT detail FROM audit WHERE action LIKE 'thread%' ORDER BY first_at")
    assert [row.detail for row in audited] == ["permanent 10/2018300", "unknown"]


async def test_only_who_holds_it_passes_a_thread_and_only_where_threads_are_lent(embedded):
    product = embedded
    talk, elsewhere = await waiting(product, "messenger"), await waiting(product, "telegram")
    async with product.desk(MARC) as marc, product.desk(ANNA) as anna:
        assert (await control(product, marc, elsewhere, "take"))[1]["code"] == "no_thread_control"
        await anna.act(talk, "take")
        assert (await control(product, marc, talk, "pass"))[1]["code"] == "owner_changed"
        stale = {"deed": "pass", "epoch": 0}
        assert (await anna.post(f"conversations/{talk}/thread", stale))[1]["code"] == "owner_changed"
