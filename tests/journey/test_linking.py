"""One person on two channels: by what providers vouch for, by what is merely said, and never by chance."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager

import pytest

from tests.journey.product import ANNA, MARC, running
from tests.journey.test_people import owner, waiting

PHONE = "+33698000001"
DAY = 86_400


@asynccontextmanager
async def linking(folder, url, mode="automatic"):
    async with running(folder, url, linking=mode) as product:
        yield product


async def customer(product, channel, address=PHONE):
    return (await product.customer(channel, address))["id"]


async def conversation(product, customer_id):
    (row,) = await product.rows(f"SELECT id FROM conversation WHERE customer_id = '{customer_id}'")
    return row.id


async def suggested(desk, talk):
    return [(one["evidence"], one["vouched"]) for one in (await desk.get(f"conversations/{talk}/links"))["suggested"]]


def shared(sender: int, phone: str, owner: int, number: int) -> dict:
    """Somebody shares a contact with the bot, as Telegram tells it."""
    chat = {"id": sender, "type": "private", "first_name": "Ann"}
    who = {"id": sender, "is_bot": False, "first_name": "Ann", "language_code": "fr"}
    card = {"phone_number": phone.removeprefix("+"), "first_name": "Ann", "user_id": owner}
    said = {"message_id": number, "from": who, "chat": chat, "contact": card, "date": int(time.time())}
    return {"update_id": number, "message": said}


async def share(product, sender=7001, phone=PHONE, owner=7001, number=90_001):
    assert await product.called("telegram", shared(sender, phone, owner, number)) == 200
    await product.settled_inbox()


async def test_the_same_number_on_a_second_channel_is_the_same_customer(tmp_path, database_url):
    async with linking(tmp_path, database_url) as product:
        await product.tell("whatsapp", "Bonjour", address=PHONE)
        await product.tell("sms", "Et ma commande ?", address=PHONE)
        known = await customer(product, "whatsapp")
        assert await customer(product, "sms") == known
        said = await product.messages(account="sms", direction="in")
        assert {one["customer_id"] for one in said} == {known}
        (link,) = await product.rows('SELECT kind, "by" FROM link')
        assert (link.kind, link.by) == ("phone", None)
        await product.tell("sms", "STOP", address=PHONE)
        rules = (await product.customer("whatsapp", PHONE))["terms"]["rules"]
        assert any(rule["field"] == "stopped" for rule in rules)


async def test_the_stricter_terms_of_the_two_hold_and_the_link_can_be_undone_for_good(tmp_path, database_url):
    async with linking(tmp_path, database_url, "suggested") as product:
        for channel in ("whatsapp", "sms"):
            await product.tell(channel, "Bonjour", address=PHONE)
        await product.tell("sms", "STOP", address=PHONE)
        assert await customer(product, "sms") != await customer(product, "whatsapp")
        talk = await conversation(product, await customer(product, "whatsapp"))
        async with product.desk(ANNA) as anna:
            assert await suggested(anna, talk) == [("same_phone", True)]
            asked = {"customer_id": await customer(product, "sms"), "why": "the same number"}
            assert (await anna.post(f"conversations/{talk}/links", asked))[0] == 200
            rules = (await product.customer("whatsapp", PHONE))["terms"]["rules"]
            assert any(rule["field"] == "stopped" for rule in rules)
            (made,) = (await anna.get(f"conversations/{talk}/links"))["made"]
            assert (await anna.post(f"links/{made['id']}/undo"))[0] == 204
            assert await customer(product, "sms") != await customer(product, "whatsapp")
            (left,) = (await anna.get(f"conversations/{talk}/links"))["suggested"]
            assert left["apart_at"] is not None  # whoever looks next sees that somebody said no


async def test_where_an_agent_left_off_in_each_of_two_conversations_outlives_a_link_and_its_end(tmp_path, database_url):
    async with linking(tmp_path, database_url, "suggested") as product:
        for channel in ("whatsapp", "sms"):
            await product.tell(channel, "Bonjour", address=PHONE)
        ids = [await customer(product, channel) for channel in ("whatsapp", "sms")]
        talks = [await conversation(product, one) for one in ids]
        async with product.desk(ANNA) as anna:

            async def left_off() -> list[int | None]:
                return [(await anna.get(f"conversations/{one}/left-off"))["seq"] for one in talks]

            for talk, seq in zip(talks, (1, 2), strict=True):
                assert (await anna.put(f"conversations/{talk}/left-off", {"seq": seq}))[0] == 204
            asked = {"customer_id": ids[1], "why": "the same number"}
            _, links = await anna.post(f"conversations/{talks[0]}/links", asked)
            assert await left_off() == [1, 2]
            assert (await anna.post(f"links/{links['made'][0]['id']}/undo"))[0] == 204
            assert await left_off() == [1, 2]


async def test_what_an_agent_says_is_two_is_set_aside_until_they_think_better_of_it(tmp_path, database_url):
    async with linking(tmp_path, database_url, "suggested") as product:
        for channel in ("whatsapp", "sms"):
            await product.tell(channel, "Bonjour", address=PHONE)
        talk, other = await conversation(product, await customer(product, "whatsapp")), await customer(product, "sms")
        async with product.desk(MARC) as marc:
            for apart in (True, True, False):
                body = {"customer_id": other, "apart": apart}
                status, links = await marc.post(f"conversations/{talk}/links/apart", body)
                assert status == 200
                assert (links["suggested"][0]["apart_at"] is not None) == apart
            assert (await marc.post(f"conversations/{talk}/links/apart", {"customer_id": "nobody"}))[0] == 404


@pytest.mark.parametrize("why", ["long ago", "never wrote", "two of them"])
async def test_a_number_that_may_be_somebody_else_s_by_now_links_nobody(tmp_path, sqlite_url, why):
    async with linking(tmp_path, sqlite_url) as product:
        if why == "never wrote":
            await product.send("whatsapp", "Votre colis est en route", to=PHONE)
        else:
            await product.tell("whatsapp", "Bonjour", address=PHONE)
        if why == "long ago":
            product.forward(46 * DAY)
        if why == "two of them":
            await share(product)
            (link,) = await product.rows("SELECT id FROM link")
            async with product.desk(ANNA) as anna:
                assert (await anna.post(f"links/{link.id}/undo"))[0] == 204
        await product.tell("sms", "Bonjour", address=PHONE)
        assert await customer(product, "sms") != await customer(product, "whatsapp")


async def test_who_answers_what_we_wrote_first_is_answered_there_as_who_they_are(tmp_path, database_url):
    async with linking(tmp_path, database_url) as product:
        await product.tell("whatsapp", "Bonjour", address=PHONE)
        await product.send("sms", "Votre colis est en route", to=PHONE)
        assert await customer(product, "sms") != await customer(product, "whatsapp")
        await product.tell("sms", "aide", address=PHONE)
        assert await customer(product, "sms") == await customer(product, "whatsapp")
        await product.until(lambda: any("AIDE" in one or "CHOIX" in one for one in product.heard("sms", PHONE)[1:]))
        addresses = (await product.customer("sms", PHONE))["addresses"]
        assert all(one["verified"] for one in addresses)


async def test_a_contact_shared_by_its_owner_goes_on_in_the_conversation_that_is_known(tmp_path, database_url):
    async with linking(tmp_path, database_url) as product:
        await product.tell("sms", "Bonjour", address=PHONE)
        known = await customer(product, "sms")
        chat = product.shown("telegram")
        await product.tell("telegram", "aide")
        await share(product, sender=int(chat), owner=int(chat))
        assert await customer(product, "telegram", chat) == known
        assert "sans rien répéter" in (await product.answered("telegram", 2))[-1].text


async def test_a_contact_of_somebody_else_links_nobody_and_is_shown_to_people(tmp_path, sqlite_url):
    async with linking(tmp_path, sqlite_url) as product:
        await product.tell("sms", "Bonjour", address=PHONE)
        await share(product, owner=5)
        known = await customer(product, "telegram", "7001")
        assert known != await customer(product, "sms")
        async with product.desk(ANNA) as anna:
            assert await suggested(anna, await conversation(product, known)) == [("phone_said", False)]


async def test_where_people_talk_with_them_the_other_comes_to_that_conversation(tmp_path, sqlite_url):
    async with linking(tmp_path, sqlite_url) as product:
        await product.tell("sms", "Bonjour", address=PHONE)
        talk = await waiting(product, "telegram")
        person = await product.customer("telegram")
        async with product.desk(MARC) as marc:
            await marc.act(talk, "take")
            chat = int(product.shown("telegram"))
            await share(product, sender=chat, owner=chat)
            assert await owner(product, talk) == ("agent", "Marc")
            assert await customer(product, "sms") == person["id"]
            assert (await product.customer("telegram"))["id"] == person["id"]


async def test_what_customers_say_of_themselves_is_compared_and_goes_with_them(tmp_path, database_url):
    async with linking(tmp_path, database_url, "suggested") as product:
        await product.tell("sms", f"mon numéro est le {PHONE} et mon mail ana@mail.fr", address="+33698000002")
        await product.tell("telegram", "Mon adresse : Ana@Mail.fr")
        await product.tell("whatsapp", "Bonjour", address=PHONE)
        first = await customer(product, "sms", "+33698000002")
        async with product.desk(ANNA) as anna:
            found = await suggested(anna, await conversation(product, first))
            assert sorted(found) == [("email_said", False), ("phone_said", False)]
        _, kept = await product.post(f"/api/v1/customers/{first}/export", {})
        assert {one["value"] for one in kept["claims"]} == {"ana@mail.fr", PHONE}
        assert (await product.post(f"/api/v1/customers/{first}/erase", {}))[0] == 200
        assert await product.rows(f"SELECT 1 FROM claim WHERE customer_id = '{first}'") == []


async def test_off_compares_nothing_and_keeps_nothing_for_it(tmp_path, sqlite_url):
    async with linking(tmp_path, sqlite_url, "off") as product:
        for channel in ("whatsapp", "sms"):
            await product.tell(channel, "mon mail est ana@mail.fr", address=PHONE)
        talk = await conversation(product, await customer(product, "sms"))
        async with product.desk(ANNA) as anna:
            assert await suggested(anna, talk) == []
        assert await product.rows("SELECT 1 FROM claim") == []


async def test_a_program_goes_on_with_the_id_it_knows(tmp_path, database_url):
    """What it tells and asks of somebody who became a part of another is told and asked of the one they are."""
    async with linking(tmp_path, database_url, "suggested") as product:
        for channel in ("whatsapp", "sms"):
            await product.tell(channel, "Bonjour", address=PHONE)
        known, old = await customer(product, "whatsapp"), await customer(product, "sms")
        async with product.desk(ANNA) as anna:
            asked = {"customer_id": old, "why": "the same number"}
            talk = await conversation(product, known)
            assert (await anna.post(f"conversations/{talk}/links", asked))[0] == 200
        path = f"/api/v1/customers/{old}"
        assert (await product.get(path))[1]["id"] == known
        content = {"type": "text", "body": "Votre colis est en route"}
        body = {"account": "sms", "customer_id": old, "content": content, "category": "transactional"}
        status, sent = await product.post("/api/v1/messages", body)
        assert status == 202
        assert (await product.message(sent["id"]))["customer_id"] == known
        assert (await product.post(f"{path}/terms", {"scope": "all", "field": "stopped", "value": True}))[0] == 200
        assert (await product.post(f"{path}/complaints", {"ref": "A-1", "state": "open"}))[0] == 200
        for one in (old, known):
            said = {message["content"]["body"] for message in await product.messages(customer_id=one, direction="in")}
            (complaint,) = (await product.get(f"/api/v1/customers/{one}/complaints"))[1]["items"]
            ledger = (await product.get(f"/api/v1/customers/{one}/terms/history"))[1]["items"]
            _, whole = await product.post(f"/api/v1/customers/{one}/export", None)
            assert (said, complaint["ref"], ledger[-1]["field"]) == ({"Bonjour"}, "A-1", "stopped")
            assert whole["customer"]["id"] == known
        assert (await product.post(f"{path}/erase", None))[0] == 200
        assert await product.rows("SELECT 1 FROM message WHERE content LIKE '%Bonjour%'") == []
        assert (await product.get("/api/v1/customers/nobody"))[0] == 404
