"""A customer says their number; a code that goes to where it is known shows that it is theirs."""

from __future__ import annotations

import re

import pytest

from tests.journey.product import ANNA, MARC, again
from tests.journey.test_people import owner

KNOWN, NUMBER = "+33698000011", "FR 12-345"
DAY = 86_400


async def numbered(product, channel="sms", address=KNOWN, number=NUMBER):
    """A customer whom the brand knows by a number, and who wrote once."""
    await product.tell(channel, "aide", address=address)
    who = (await product.customer(channel, address))["id"]
    async with product.http.put(f"{product.url}/api/v1/customers/{who}/number", json={"number": number}) as answer:
        assert (answer.status, (await answer.json())["number"]) == (200, "FR12345")
    return who


def codes(product, channel="sms", address=KNOWN):
    return [found[1] for one in product.heard(channel, address) if (found := re.search(r"\b(\d{6})\b", one))]


async def claims(product, number="FR 12345"):
    await product.tell("telegram", f"mon numéro de client est le {number}")
    return (await product.answered("telegram", 1))[-1].text


async def test_who_has_the_number_and_the_code_goes_on_as_that_customer(product):
    known = await numbered(product)
    assert "Si nous connaissons ce numéro" in await claims(product)
    (code,) = await product.until(lambda: codes(product))
    await product.tell("telegram", f"le code est {code[:3]} {code[3:]}")
    assert (await product.customer("telegram"))["id"] == known
    await product.until(lambda: "sans rien répéter" in product.heard("telegram")[-1])
    (link,) = await product.rows("SELECT id, kind FROM link")
    assert link.kind == "number"
    kept = await product.messages(account="sms", direction="out")
    assert not any(code in one["content"].get("body", "") for one in kept)
    async with product.desk(ANNA) as anna:
        assert (await anna.post(f"links/{link.id}/undo"))[0] == 204
    assert (await product.customer("telegram"))["id"] != known


async def test_a_number_that_nobody_has_is_answered_the_same(product):
    await numbered(product)
    told = await claims(product, "99 999")
    assert "Si nous connaissons ce numéro" in told
    await product.tell("telegram", "123456")
    assert "pas le bon code" in (await product.answered("telegram", 2))[-1].text
    assert codes(product) == []


async def test_codes_are_not_guessed_and_people_help_in_the_end(product):
    await numbered(product)
    await claims(product)
    await product.until(lambda: codes(product))
    for count in range(5):
        await product.tell("telegram", "000000")
        assert "pas le bon code" in (await product.answered("telegram", 2 + count))[-1].text
    (code,) = codes(product)
    await product.tell("telegram", code)  # right, and too late
    assert await product.rows("SELECT 1 FROM link") == []
    (talk,) = {one["conversation_id"] for one in await product.messages(account="telegram")}
    assert (await owner(product, talk))[0] == "queue"


async def test_nobody_is_sent_more_than_three_codes_a_day(product):
    await numbered(product)
    for sender in ("7001", "7002", "7003", "7004"):
        await product.tell("telegram", "mon numéro de client est le FR12345", address=sender)
        told = await product.answered("telegram", 1, sender)
        assert "Si nous connaissons ce numéro" in told[-1].text
    await product.settled()
    assert len(codes(product)) == 3
    product.forward(DAY + 1)
    await product.tell("telegram", "mon numéro de client est le FR12345", address="7005")
    await product.until(lambda: len(codes(product)) == 4)


async def test_a_code_of_another_is_none(product):
    await numbered(product)
    await claims(product)
    (code,) = await product.until(lambda: codes(product))
    await product.tell("messenger", "my customer number is FR12345")
    await product.until(lambda: len(codes(product)) == 2)
    await product.tell("messenger", code)
    await product.settled_inbox()
    assert await product.rows("SELECT 1 FROM link") == []


async def test_where_people_talk_with_the_known_one_they_go_on_there(product):
    known = await numbered(product)
    await product.tell("sms", "un humain", address=KNOWN)
    (row,) = await product.rows(f"SELECT id FROM conversation WHERE customer_id = '{known}'")
    async with product.desk(MARC) as marc:
        await marc.act(row.id, "take")
        await claims(product)
        (code,) = await product.until(lambda: codes(product))
        await product.tell("telegram", code)
        assert await owner(product, row.id) == ("agent", "Marc")
        shown = await marc.get(f"conversations/{row.id}")
        assert {one["channel"] for one in shown["customer"]["addresses"]} == {"sms", "telegram"}


async def test_who_was_said_to_be_somebody_else_is_left_to_people(embedded):
    product = embedded
    known = await numbered(product)
    await claims(product)
    (code,) = await product.until(lambda: codes(product))
    talk = (await product.customer("telegram"))["conversation"]["id"]
    async with product.desk(ANNA) as anna:
        await anna.post(f"conversations/{talk}/links/apart", {"customer_id": known})
        await product.tell("telegram", code)
        assert (await owner(product, talk))[0] == "queue"
        assert await product.rows("SELECT 1 FROM link") == []
        (one,) = (await anna.get(f"conversations/{talk}/links"))["suggested"]
        assert (one["evidence"], one["vouched"]) == ("same_number", True)


async def test_without_numbers_a_person_takes_care_of_it(embedded):
    await embedded.tell("telegram", "mon numéro de client est le FR12345")
    assert (await embedded.customer("telegram"))["conversation"]["owner"]["kind"] == "queue"


@pytest.mark.parametrize(("words", "sent"), [("c'est moi", 0), ("12345 ou 54321", 0), ("fr-12.345", 1)])
async def test_who_says_no_number_is_asked_for_it(embedded, words, sent):
    await numbered(embedded)
    await embedded.tell("telegram", "j'ai un numéro de client")
    assert "Quel est votre numéro" in (await embedded.answered("telegram", 1))[-1].text
    await embedded.tell("telegram", words)
    assert "Si nous connaissons" in (await embedded.answered("telegram", 2))[-1].text
    await embedded.settled()
    assert len(codes(embedded)) == sent


async def test_tries_are_counted_for_all_processes_together(product, database_url):
    """Wrong codes, told to the one process and to the other."""
    await product.tell("sms", "aide", address=KNOWN)
    who = (await product.customer("sms", KNOWN))["id"]
    async with again(product, database_url) as other:
        wrong = [(await one.post(f"/api/v1/customers/{who}/erase", {"code": "x"}))[0] for one in (product, other) * 3]
    assert wrong == [403, 403, 403, 403, 403, 429]
