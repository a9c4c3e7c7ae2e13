"""Promise 2: a turn is one transaction. What it consumed, decided and promised is kept together, or not at all."""

from __future__ import annotations

import pytest

from gateway.journey import bot, turn
from tests.journey.breakage import refusing

KEPT = ("message", "delivery", "decision", "timer", "terms", "terms_change", '"case"', "thread")
OF_A_TURN = (  # what the customer says, and a table that its turn writes, the first and the last among them
    ("help", "message", "INSERT", "1 = 1"),
    ("help", "delivery", "INSERT", "1 = 1"),
    ("help", "thread", "INSERT", "1 = 1"),
    ("help", "conversation", "UPDATE", "NEW.state IS NOT NULL"),
    ("STOP", "terms_change", "INSERT", "1 = 1"),
    ("STOP", "message", "INSERT", "NEW.direction = 'out'"),
    ("un humain", "case", "INSERT", "1 = 1"),
    ("mes choix", "timer", "INSERT", "1 = 1"),
)


@pytest.mark.parametrize(("words", "table", "deed", "condition"), OF_A_TURN)
async def test_a_turn_that_breaks_anywhere_leaves_nothing_and_is_taken_again(product, words, table, deed, condition):
    async with refusing(product, table, condition, deed=deed):
        product.say("telegram", words)
        await product.until(lambda: failed(product))
        for one in KEPT:
            assert await product.number(f"SELECT count(*) FROM {one}") == 0, one
        held = await product.rows("SELECT owner_kind, owner_epoch, state, seq FROM conversation")
        assert [tuple(row) for row in held] == [("bot", 0, None, 1)]
    product.forward(max(turn.PATIENCE))
    await product.answered("telegram", 1)
    await product.settled()
    (said,) = await product.messages(account="telegram", direction="in")
    assert said["content"]["body"] == words
    (answer,) = await product.messages(account="telegram", direction="out")
    assert answer["reply_to"]["id"] == said["id"]
    assert len(product.heard("telegram")) == 1


async def failed(product) -> bool:
    return await product.number("SELECT count(*) FROM inbox WHERE state = 'waiting' AND attempts > 0") > 0


async def test_what_came_with_a_poisoned_event_is_answered_at_once(product, monkeypatch):
    poison(monkeypatch)
    healthy = [product.say("sms", "help", address=f"+3361234567{number}") for number in range(5)]
    product.say("sms", "poison", address="+33612345670")
    product.say("telegram", "poison")
    product.say("whatsapp", "help")
    for bubble in healthy:
        await product.acknowledged(bubble)
    for number in range(5):
        assert len(await product.answered("sms", 1, f"+3361234567{number}")) == 1
    await product.answered("whatsapp", 1)
    await product.until(lambda: failed(product))
    assert product.heard("telegram") == []


def poison(monkeypatch) -> None:
    """The bot cannot bear these words: not an error that the engine catches."""
    answer = bot.answer

    def choking(connection, world, talk, row, event, answered, harvest, now, *, language):
        if answered is not None and "poison" in answered.content:
            raise KeyError(answered.content)
        return answer(connection, world, talk, row, event, answered, harvest, now, language=language)

    monkeypatch.setattr(bot, "answer", choking)


async def give_up(product) -> None:
    """Let the time pass until nothing is tried any more."""
    for attempt, pause in enumerate((*turn.PATIENCE, 0), 1):

        async def tried(attempt=attempt):
            return await product.number(f"SELECT count(*) FROM inbox WHERE attempts >= {attempt}")

        await product.until(tried)
        product.forward(pause)
    await product.until(lambda: gave_up(product))


async def gave_up(product) -> bool:
    return await product.number("SELECT count(*) FROM inbox WHERE state = 'failed'") > 0


async def test_a_poisoned_event_ends_with_people_who_see_what_was_said(product, monkeypatch):
    poison(monkeypatch)
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    product.say("telegram", "poison")
    product.say("telegram", "Bonjour ?")
    await give_up(product)
    await product.settled()
    said = await product.messages(account="telegram", direction="in")
    assert [one["content"]["body"] for one in said] == ["help", "poison", "Bonjour ?"]
    assert [one["seq"] for one in said] == sorted(one["seq"] for one in said)
    async with product.desk() as anna:
        (case,) = (await anna.get("cases?view=queue"))["items"]
        assert case["reason"] == "bot_failed"
        (letter,) = (await anna.get("dead-letters"))["inbox"]
        assert (letter["state"], letter["reason"], letter["can_retry"]) == ("failed", "KeyError", False)
        assert letter["conversation_id"] == case["conversation_id"]
    assert len(product.heard("telegram")) == 1, "the bot spoke although people hold the conversation"


async def test_an_event_is_not_blamed_for_the_one_behind_it(product, monkeypatch):
    poison(monkeypatch)
    async with refusing(product, "message"):  # so that all three wait when a turn succeeds again
        for words in ("help", "aide", "poison"):
            await product.acknowledged(product.say("telegram", words))
        await product.until(lambda: failed(product))
    product.forward(max(turn.PATIENCE))
    assert len(await product.answered("telegram", 2)) == 2
    product.forward(max(turn.PATIENCE))
    await give_up(product)
    (failed_row,) = await product.rows("SELECT seq, payload FROM inbox WHERE state = 'failed'")
    assert failed_row.seq == 3
    assert failed_row.payload is None  # people see it as a message


async def test_a_customer_who_goes_on_writing_does_not_use_up_the_tries(product, monkeypatch):
    poison(monkeypatch)
    product.clock.freeze()
    product.say("telegram", "poison")
    await product.until(lambda: failed(product))
    for _ in range(turn.TRIES):
        await product.acknowledged(product.say("telegram", "Allô ?"))
    product.forward(0)
    assert await product.rows("SELECT attempts FROM inbox WHERE attempts > 0") == [(1,)]


async def test_an_event_that_cannot_even_be_shown_waits_for_an_admin(product):
    async with refusing(product, "message", "NEW.content LIKE '%poison%'"):
        product.say("telegram", "poison")
        await give_up(product)
        async with product.desk() as anna:
            (letter,) = (await anna.get("dead-letters"))["inbox"]
            assert letter["can_retry"]
    async with product.desk() as anna:
        assert (await anna.post(f"dead-letters/inbox/{letter['id']}/retry"))[0] == 204
        assert (await anna.post(f"dead-letters/inbox/{letter['id']}/retry"))[0] == 404
        await product.settled()
        assert (await anna.get("dead-letters"))["inbox"] == []
    (said,) = await product.messages(account="telegram", direction="in")
    assert said["content"]["body"] == "poison"
    assert product.heard("telegram") == []  # people took over when it was given up
