"""Customers who wait for a person may go back to the bot; where the bot is switched off they begin with people."""

from __future__ import annotations

import pytest

from handoff.deadlines import PATIENCE
from tests.journey.product import ANNA, MARC
from tests.journey.test_people import becomes, case, on_duty, waiting


async def waited_long(product, channel: str) -> str:
    """A customer who waits, and was told that nobody is free."""
    talk = await waiting(product, channel)
    await product.settled()
    heard = len(product.heard(channel))
    product.forward(PATIENCE.no_agent / 1000 + 1)
    await product.answered(channel, heard + 1)
    return talk


async def machine_again(product, channel: str) -> None:
    await product.until(lambda: "une machine, pas une personne" in product.heard(channel)[-1])


@pytest.mark.parametrize(("channel", "words"), [("sms", "1"), ("telegram", "Robot !"), ("whatsapp", "l'assistant")])
async def test_who_waits_chooses_the_bot_by_the_number_or_a_word(product, channel, words):
    talk = await waited_long(product, channel)
    product.say(channel, words)
    await becomes(product, talk, "bot")
    await machine_again(product, channel)
    assert (await case(product, talk)).outcome == "chose_bot"
    heard = len(product.heard(channel))
    product.say(channel, "aide")
    assert "HUMAIN" in (await product.answered(channel, heard + 1))[-1].text


async def test_by_the_button_under_the_notice_too_and_an_offer_is_gone_then(product):
    talk = await waited_long(product, "whatsapp")
    notice = product.sandbox.sent("whatsapp")[-1]
    (button,) = notice.buttons
    async with product.desk(MARC) as marc:
        await product.write('UPDATE "case" SET is_async = (1 = 0)')  # as if they were back at their screen
        await on_duty(marc)
        await becomes(product, talk, "offer", "Marc")
        product.sandbox.tap("whatsapp", notice.id, button["id"])
        await becomes(product, talk, "bot")
        (given,) = await product.rows("SELECT outcome FROM assignment")
        assert given.outcome == "rescinded"


async def test_who_is_talking_with_a_person_says_robot_to_that_person(embedded):
    product = embedded
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        await product.tell("whatsapp", "robot")
        await becomes(product, talk, "agent", "Marc")


async def test_where_the_bot_is_disengaged_it_is_not_offered(embedded):
    product = embedded
    async with product.desk(ANNA) as anna:
        await anna.post("switches", {"scope": "brand", "engaged": False, "reason": "x"})
    talk = await waited_long(product, "whatsapp")
    assert not product.sandbox.sent("whatsapp")[-1].buttons
    await product.tell("whatsapp", "robot")
    await becomes(product, talk, "queue")


async def test_the_first_words_to_a_disengaged_bot_begin_with_people_who_say_so(product):
    async with product.desk(ANNA) as anna:
        await anna.post("switches", {"scope": "account", "key": "telegram", "engaged": False, "reason": "x"})
        await product.tell("telegram", "Bonjour, mon colis est abîmé")
        (heard,) = await product.answered("telegram", 1)
        assert "Une personne vous répond" in heard.text
        talk = (await product.rows("SELECT id FROM conversation"))[0].id
        trail = await anna.get(f"conversations/{talk}/trail")
        assert [one["act"] for one in trail["stretches"]] == ["begin_with_people"]
        assert (await case(product, talk)).reason == "disengaged"
        whose = product.shown("telegram")
        product.say("telegram", "Il y a quelqu'un ?", address=whose)
        await product.tell("telegram", "Allô ?", address=whose)
        await product.settled()
        assert len(product.heard("telegram")) == 1
