"""Two customers turn out to be one: an agent reads one timeline, as far as they may, and two once it is undone."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from tests.journey.product import ANNA, MARC, running
from tests.journey.test_people import owner, waiting

PHONE = "+33698000001"


@asynccontextmanager
async def merged(product, agent=ANNA):
    """One person wrote on SMS and on WhatsApp, in turns, until Anna said so: her Desk, and both conversations."""
    for channel, words in (
        ("sms", "ma lampe zinzolin"),
        ("whatsapp", "aide"),
        ("sms", "aide"),
        ("whatsapp", "les sujets"),
    ):
        await product.tell(channel, words, address=PHONE)
    await product.settled()
    sms, whatsapp = [await product.customer(channel, PHONE) for channel in ("sms", "whatsapp")]
    talk, other = whatsapp["conversation"]["id"], sms["conversation"]["id"]
    async with product.desk(agent) as desk:
        link = await links(desk, talk, sms["id"])
        yield desk, talk, other, link


async def links(desk, talk, customer):
    status, told = await desk.post(f"conversations/{talk}/links", {"customer_id": customer, "why": "the same number"})
    assert status == 200, told
    return told["made"][0]["id"]


async def read(desk, talk, limit=500):
    """All of it, from the newest page back."""
    found, before = [], ""
    while True:
        page = await desk.get(f"conversations/{talk}/messages?limit={limit}{before}")
        found = page["items"] + found
        if page["next"] is None:
            return found
        before = f"&before={page['next']}"


async def read_on(desk, talk, limit):
    found, after = [], "0"
    while after is not None:
        page = await desk.get(f"conversations/{talk}/messages?limit={limit}&after={after}")
        found, after = found + page["items"], page["next"]
    return found


def heard(messages):
    said = [one for one in messages if one["direction"] == "in"]
    return [(one["channel"], one["content"].get("body") or one["content"]["label"]) for one in said]


SAID = [("sms", "ma lampe zinzolin"), ("whatsapp", "aide"), ("sms", "aide"), ("whatsapp", "les sujets")]


async def test_an_agent_reads_one_timeline_by_pages_of_any_size(product):
    async with merged(product) as (anna, talk, other, _):
        whole = await read(anna, talk)
        assert heard(whole) == SAID
        assert {one["conversation_id"] for one in whole} == {talk, other}
        assert [one["received_at"] for one in whole] == sorted(one["received_at"] for one in whole)
        for limit in (1, 2, 3, 5):
            assert [one["id"] for one in await read(anna, talk, limit)] == [one["id"] for one in whole]
            assert [one["id"] for one in await read_on(anna, talk, limit)] == [one["id"] for one in whole]
        assert heard(await read(anna, other)) == [one for one in SAID if one[0] == "sms"]


async def test_undone_they_are_two_again(product):
    async with merged(product) as (anna, talk, other, link):
        await product.tell("sms", "encore moi", address=PHONE)
        assert heard(await read(anna, talk)) == [*SAID, ("sms", "encore moi")]
        assert (await anna.post(f"links/{link}/undo"))[0] == 204
        assert heard(await read(anna, other)) == [one for one in SAID if one[0] == "sms"]
        said = heard(await read(anna, talk))
        assert said == [*(one for one in SAID if one[0] == "whatsapp"), ("sms", "encore moi")]  # it was said there


async def test_who_had_no_name_is_called_as_the_other_until_it_is_undone(product):
    await product.tell("sms", "aide", address=PHONE)
    other = (await product.customer("sms", PHONE))["id"]
    await product.write(f"UPDATE customer SET name = 'Ana' WHERE id = '{other}'")
    await product.tell("whatsapp", "aide", address=PHONE)
    await product.write(f"UPDATE customer SET name = NULL WHERE id <> '{other}'")
    talk = (await product.customer("whatsapp", PHONE))["conversation"]["id"]
    async with product.desk(ANNA) as anna:
        link = await links(anna, talk, other)
        assert (await anna.get(f"conversations/{talk}"))["customer"]["name"] == "Ana"
        assert (await anna.post(f"links/{link}/undo"))[0] == 204
        assert (await anna.get(f"conversations/{talk}"))["customer"]["name"] is None


async def test_what_was_said_before_finds_the_customer_whom_one_goes_on_with(product):
    async with merged(product) as (anna, talk, other, link):
        for words in ("zinzolin", PHONE):
            found = (await anna.get(f"cases?view=all&q={words.replace('+', '%2B')}"))["items"]
            assert [one["conversation_id"] for one in found] == [talk]
        await anna.post(f"links/{link}/undo")
        found = (await anna.get("cases?view=all&q=zinzolin"))["items"]
        assert [one["conversation_id"] for one in found] == [other]


async def test_programs_read_all_that_was_said_with_one_customer(product):
    async with merged(product) as _:
        who = (await product.customer("sms", PHONE))["id"]
        assert sorted(heard(await product.messages(customer_id=who))) == sorted(SAID)
        assert await product.messages(customer_id="nobody") == []
        _, kept = await product.post(f"/api/v1/customers/{who}/export", {})
        assert sorted(heard(kept["messages"])) == sorted(SAID)


async def hide(product, desk, talk):
    """It is a team's now that Marc is not of."""
    await desk.put("teams/hidden", {"name": "Hidden"})
    held = (await desk.get(f"conversations/{talk}"))["conversation"]["owner"]["epoch"]
    assert (await desk.post(f"conversations/{talk}/transfer", {"epoch": held, "team": "hidden", "reason": "x"}))[
        0
    ] == 200
    assert (await desk.act(talk, "resolve"))[0] == 200


async def test_who_may_not_see_the_other_conversation_sees_none_of_its_words(product):
    await product.tell("sms", "ma lampe zinzolin", address=PHONE)
    await product.tell("sms", "un humain", address=PHONE)
    other = (await product.customer("sms", PHONE))["conversation"]["id"]
    async with product.desk(ANNA) as anna, product.desk(MARC) as marc:
        await anna.act(other, "take")
        await anna.post(f"conversations/{other}/notes", {"client_id": "1", "body": "secret"})
        await hide(product, anna, other)
        async with merged(product) as (_, talk, _, _):
            assert "ma lampe zinzolin" in [words for _, words in heard(await read(anna, talk))]
            assert heard(await read(marc, talk)) == [one for one in SAID if one[0] == "whatsapp"]
            assert heard(await read(marc, talk, 1)) == heard(await read(marc, talk))
            assert (await marc.get("cases?view=all&q=zinzolin"))["items"] == []
            for desk, seen in ((anna, 1), (marc, 0)):
                assert len((await desk.get(f"conversations/{talk}"))["past_cases"]) == seen
                assert (
                    len([n for n in (await desk.get(f"conversations/{talk}/notes"))["items"] if n["kind"] == "note"])
                    == seen
                )
            await product.tell("whatsapp", "un humain", address=PHONE)
            context = (await marc.get(f"conversations/{talk}"))["case"]["context"]
            assert "zinzolin" not in str(context)
            assert context.get("history", []) == []


async def test_the_package_knows_what_was_said_and_answered_before_the_link(product):
    await waiting(product, "telegram")
    async with product.desk(MARC) as marc:
        first = (await product.customer("telegram"))["conversation"]["id"]
        await marc.act(first, "take")
        await marc.act(first, "resolve")
        async with merged(product) as (anna, talk, _, _):
            await links(anna, talk, (await product.customer("telegram"))["id"])
            await product.tell("whatsapp", "un humain", address=PHONE)
            context = (await marc.get(f"conversations/{talk}"))["case"]["context"]
            assert {one["channel"] for one in context["hops"]} == {"telegram", "sms", "whatsapp"}
            assert [one["reason"] for one in context["history"]] == ["customer_asked"]
            assert any("STOP" in one for one in context["tried"])


async def test_what_the_bot_had_found_out_before_the_link_is_among_the_facts(product):
    await product.tell("sms", "pause", address=PHONE)
    await product.settled()
    (row,) = await product.rows("SELECT state FROM conversation")
    assert row.state
    async with merged(product) as (_, talk, other, _):
        await product.write(
            'UPDATE conversation SET state = \'{"frames":[{"flow":"x","version":"1","step":"a",'
            f'"vars":{{"order_number":"Z-77"}}}}]}}\' WHERE id = \'{other}\''
        )
        await product.tell("whatsapp", "un humain", address=PHONE)
        async with product.desk(MARC) as marc:
            context = (await marc.get(f"conversations/{talk}"))["case"]["context"]
        assert ("order_number", "Z-77") in [(one["slot"], one["value"]) for one in context["facts"]]


async def test_of_who_comes_by_a_code_only_that_address_comes_along(product):
    talk = await waiting(product, "whatsapp")
    await product.tell("sms", "ma lampe zinzolin")
    before = (await product.customer("sms"))["id"]
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        _, given = await marc.post(f"conversations/{talk}/pivot", {"account": "sms"})
        await product.tell("sms", f"Mon code est {given['code']}")
        assert (await product.customer("sms"))["id"] != before
        assert ("sms", "ma lampe zinzolin") in heard(await read(marc, talk))
        assert await owner(product, talk) == ("agent", "Marc")


async def test_an_old_message_that_is_taken_back_after_the_link_is_gone(tmp_path, sqlite_url):
    async with running(tmp_path, sqlite_url) as product:
        await product.tell("telegram", "ma lampe zinzolin")
        async with merged(product) as (anna, talk, _, _):
            await links(anna, talk, (await product.customer("telegram"))["id"])
            (old,) = [
                one for one in await read(anna, talk) if one["channel"] == "telegram" and one["direction"] == "in"
            ]
            chat = int(product.shown("telegram"))
            edited = {
                "update_id": 77_001,
                "edited_message": {
                    "message_id": int(old["provider_id"]), "date": 1_790_000_000, "edit_date": 1_790_000_100,
                    "text": "rien",
                    "chat": {"id": chat, "type": "private"}, "from": {"id": chat, "is_bot": False, "first_name": "A"},
                },
            }  # fmt: skip
            assert await product.called("telegram", edited) == 200
            await product.settled_inbox()
            assert (await product.message(old["id"]))["content"]["body"] == "rien"


@pytest.mark.parametrize("bad", ["x", "-1", "1~2", "1~" + "g" * 36 + ".1"])
async def test_a_mark_that_is_none_is_refused(embedded, bad):
    await embedded.tell("sms", "aide")
    talk = (await embedded.customer("sms"))["conversation"]["id"]
    async with embedded.desk(ANNA) as anna:
        assert (await anna.get(f"conversations/{talk}/messages?before={bad}"))["status"] == 422
