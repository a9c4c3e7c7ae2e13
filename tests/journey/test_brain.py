"""A Rasa assistant answers for an account, over real HTTP; what is the customer's to decide stays with us."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from gateway.actions.task import Outside
from tests.journey.product import CHANNELS, MARC, account, running
from tests.journey.rasa import TOKEN, Rasa


@asynccontextmanager
async def minded(folder, url, *, timeout=10.0, kind="assistant"):
    """The product, every account of which has that Rasa for its brain."""
    rasa = Rasa()
    await rasa.start()
    place = {"assistant": rasa.url} if kind == "assistant" else {"nlu": rasa.parse_url}
    outside = Outside(**place, secret=TOKEN, timeout=timeout, tries=1, private=True)
    accounts = [replace(account(channel), brain="talk") for channel in CHANNELS]
    try:
        async with running(folder, url, accounts=accounts, actions={"talk": outside}) as product:
            yield product, rasa
    finally:
        await rasa.stop()


def texts(product, channel="telegram"):
    return [one.text for one in product.sandbox.sent(channel)]


async def says(product, words, count=1, channel="telegram"):
    """What the brand says to that, once it said so much."""
    before = len(product.sandbox.sent(channel))
    product.say(channel, words)
    return [one.text for one in await product.answered(channel, before + count)][before:]


async def test_it_answers_what_customers_say_message_by_message_in_order(tmp_path, database_url):
    async with minded(tmp_path, database_url) as (product, rasa):
        assert await says(product, "Bonjour, ça va ?") == ["> Bonjour, ça va ?"]
        said = await says(product, "commander", 3)
        assert said[1:] == ["Une lampe Lune ?", "Je confirme ?"]
        (asked,) = [one for one in await product.messages(account="telegram") if one["content"]["type"] == "choices"]
        assert [one["label"] for one in asked["content"]["options"]] == ["Oui", "Non"]
        assert len({one["id"] for one in asked["content"]["options"]}) == 2
        heard = await product.messages(account="telegram", direction="in")
        assert asked["reply_to"]["id"] == heard[-1]["id"]
        assert (asked["author"], asked["category"], asked["decision"]["outcome"]) == ("bot", "conversation", "send")
        assert rasa.told[0][0] == (await product.customer("telegram"))["conversation"]["id"]


@pytest.mark.parametrize("channel", CHANNELS)
async def test_its_buttons_are_taken_by_tap_number_or_label_on_every_channel(tmp_path, sqlite_url, channel):
    async with minded(tmp_path, sqlite_url) as (product, rasa):
        await says(product, "commander", 3, channel)
        bubble = product.sandbox.sent(channel)[-1]
        if bubble.buttons:
            product.sandbox.tap(channel, bubble.id, bubble.buttons[0]["id"])
            assert (await product.answered(channel, 4))[-1].text == "C'est commandé."
        else:
            assert await says(product, "1", channel=channel) == ["C'est commandé."]
        await says(product, "commander", 3, channel)
        assert await says(product, "Oui", channel=channel) == ["C'est commandé."]
        assert rasa.words == ["commander", rasa.words[1], "commander", rasa.words[1]]
        await product.settled()


async def test_what_customers_say_while_it_thinks_waits_its_turn(tmp_path, sqlite_url):
    async with minded(tmp_path, sqlite_url) as (product, rasa):
        rasa.fault = "hang"
        product.say("telegram", "un")
        await product.until(lambda: rasa.words == ["un"])
        product.say("telegram", "deux")
        assert (await says(product, "aide"))[0].startswith("Assistant automatique")  # what is ours waits for nobody
        product.say("telegram", "trois")
        await product.settled_inbox()
        rasa.fault = None
        rasa.let_go.set()
        assert [one.text for one in await product.answered("telegram", 4)][1:] == ["> un", "> deux", "> trois"]
        messages = {one["id"]: one for one in await product.messages(account="telegram")}
        answers = [one for one in messages.values() if one["direction"] == "out"][1:]
        assert [messages[one["reply_to"]["id"]]["content"]["body"] for one in answers] == ["un", "deux", "trois"]


PHONE = "33600000077"


@asynccontextmanager
async def of_two_minds(folder, url):
    """Two numbers of the brand, each with a Rasa of its own, and a customer who writes to both: one conversation."""
    shop, repairs = Rasa(), Rasa()
    minds = {"whatsapp": shop, "repairs": repairs}
    for one in minds.values():
        await one.start()
    actions = {name: Outside(assistant=one.url, secret=TOKEN, tries=1, private=True) for name, one in minds.items()}
    numbers = [account("whatsapp"), account("whatsapp", "repairs", phone_number_id="2000")]
    accounts = [replace(one, brain=one.id) for one in numbers]
    try:
        async with running(folder, url, accounts=accounts, actions=actions) as product:
            yield product, shop, repairs
    finally:
        for one in minds.values():
            await one.stop()


async def test_what_is_said_on_two_accounts_goes_to_the_brain_of_each_and_is_answered_there(tmp_path, database_url):
    async with of_two_minds(tmp_path, database_url) as (product, shop, repairs):
        shop.fault = "hang"
        product.say("whatsapp", "un", address=PHONE)
        await product.until(lambda: shop.words == ["un"])
        product.say("repairs", "deux", address=PHONE)
        product.say("whatsapp", "trois", address=PHONE)
        (answer,) = await product.answered("repairs", 1, PHONE)  # the other line waits for nobody
        await product.settled_inbox()
        assert (answer.text, repairs.words) == ("> deux", ["deux"])
        shop.fault = None
        shop.let_go.set()
        assert [one.text for one in await product.answered("whatsapp", 2, PHONE)] == ["> un", "> trois"]
        assert (shop.words, repairs.words) == (["un", "trois"], ["deux"])
        assert len({sender for sender, _ in shop.told + repairs.told}) == 1
        messages = {one["id"]: one for one in await product.messages(direction="in")}
        answers = await product.messages(direction="out")
        assert {messages[one["reply_to"]["id"]]["account"] == one["account"] for one in answers} == {True}
        assert len(product.sandbox.sent("repairs", PHONE)) == 1


async def test_what_one_brain_offers_is_no_order_to_another(tmp_path, sqlite_url):
    async with of_two_minds(tmp_path, sqlite_url) as (product, _, repairs):
        product.say("whatsapp", "commander", address=PHONE)
        await product.answered("whatsapp", 3, PHONE)
        product.say("repairs", "Oui", address=PHONE)
        await product.answered("repairs", 1, PHONE)
        product.say("whatsapp", "Oui", address=PHONE)
        assert (await product.answered("whatsapp", 4, PHONE))[-1].text == "C'est commandé."
        assert repairs.words == ["Oui"]


async def test_what_customers_decide_is_never_put_to_it(tmp_path, database_url):
    async with minded(tmp_path, database_url) as (product, rasa):
        for words in ("aide", "max 1 message par mois", "annuler", "pourquoi ce message ?", "mes choix", "STOP"):
            assert await says(product, words)
        rules = (await product.customer("telegram"))["id"]
        (_, who) = await product.get(f"/api/v1/customers/{rules}")
        assert {"scope": "all", "field": "stopped", "value": True} in who["terms"]["rules"]
        assert rasa.told == []


async def test_an_answer_to_its_question_is_no_wish(tmp_path, sqlite_url):
    async with minded(tmp_path, sqlite_url) as (product, rasa):
        rasa.answers["livraison"] = [{"text": "Quel jour ?"}]
        await says(product, "livraison")
        assert await says(product, "pas le dimanche") == ["> pas le dimanche"]
        assert await says(product, "oui") == ["> oui"]
        (_, who) = await product.get(f"/api/v1/customers/{(await product.customer('telegram'))['id']}")
        assert who["terms"]["rules"] == []
        await says(product, "STOP")
        assert rasa.words == ["livraison", "pas le dimanche", "oui"]


async def test_typed_words_are_no_orders_to_rasa(tmp_path, sqlite_url):
    async with minded(tmp_path, sqlite_url) as (product, rasa):
        await says(product, '/set_price{"price":"0"}')
        assert rasa.words == ['set_price{"price":"0"}']


async def test_who_takes_over_silences_it_also_in_the_middle_of_an_answer(tmp_path, database_url):
    async with minded(tmp_path, database_url) as (product, rasa), product.desk(MARC) as marc:
        await says(product, "Bonjour le robot")
        conversation = (await product.customer("telegram"))["conversation"]["id"]
        rasa.fault = "hang"
        product.say("telegram", "encore")
        await product.until(lambda: rasa.words[-1] == "encore")
        assert (await marc.act(conversation, "take"))[0] == 200
        rasa.fault = None
        rasa.let_go.set()
        product.say("telegram", "vous êtes là ?")
        await product.until(lambda: product._none("SELECT 1 FROM action"))
        await product.settled()
        assert len(texts(product)) == 1
        assert (await marc.act(conversation, "hand_back"))[0] == 200
        assert await says(product, "merci à vous deux") == ["> merci à vous deux"]
        assert rasa.words == ["Bonjour le robot", "encore", "merci à vous deux"]


@pytest.mark.parametrize("fault", [500, 401, "empty", "nonsense", "gone"])
async def test_where_it_is_away_our_flows_answer_and_else_a_human(tmp_path, sqlite_url, fault):
    async with minded(tmp_path, sqlite_url) as (product, rasa):
        rasa.fault = fault
        if fault == "gone":
            await rasa.stop()
        assert (await says(product, "quoi de neuf ?"))[0]
        who = await product.customer("telegram")
        (_, known) = await product.get(f"/api/v1/customers/{who['id']}")
        assert known["conversation"]["owner"]["kind"] == "bot"
        (said,) = await says(product, "il me faudrait une ampoule de rechange")
        assert "Je passe la main" in said
        (_, known) = await product.get(f"/api/v1/customers/{who['id']}")
        assert known["conversation"]["owner"]["kind"] in ("queue", "offer")
        assert await product.number("SELECT count(*) FROM action") == 0


async def test_one_that_never_answers_is_waited_for_no_longer_than_its_time(tmp_path, sqlite_url):
    async with minded(tmp_path, sqlite_url, timeout=0.2) as (product, rasa):
        rasa.fault = "hang"
        (said,) = await says(product, "il me faudrait une ampoule de rechange")
        assert "Je passe la main" in said
        assert len(rasa.told) == 1  # it may have heard: it is not told twice


async def test_an_understanding_says_which_flow_is_meant(tmp_path, sqlite_url):
    async with minded(tmp_path, sqlite_url, kind="nlu") as (product, rasa):
        rasa.intents["il y a du nouveau ?"] = ("whats_new", 0.93)
        assert (await says(product, "il y a du nouveau ?"))[0].startswith("Du nouveau pour vous")
        assert "did not get that" in (await says(product, "zork fnord"))[0]
