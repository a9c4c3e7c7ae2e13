"""A customer blocks us while they wait for a person: they are not waited for for ever, and may come back."""

from __future__ import annotations

import pytest

from tests.journey.product import MARC
from tests.journey.test_people import case, owner, waiting

DAY = 86_400


async def blocks(product, blocked=True):
    status = "kicked" if blocked else "member"
    chat = int(product.shown("telegram"))
    who = {"id": chat, "is_bot": False, "first_name": "Ann"}
    change = {
        "chat": {"id": chat, "type": "private"}, "from": who, "date": round(product.clock() / 1000),
        "old_chat_member": {"user": who, "status": "member"}, "new_chat_member": {"user": who, "status": status},
    }  # fmt: skip
    assert await product.called("telegram", {"update_id": 80_001 + blocked, "my_chat_member": change}) == 200
    await product.settled_inbox()


async def ended(product, talk):
    return (await case(product, talk)).outcome


async def a_day_later(product):
    product.forward(DAY + 1)
    await product.gateway.parts.placers._sweep()


async def test_who_left_and_was_never_answered_is_counted_as_left(product):
    talk = await waiting(product, "telegram")
    await blocks(product)
    await product.gateway.parts.placers._sweep()
    assert await owner(product, talk) == ("queue", None)
    await a_day_later(product)
    assert await product.until(lambda: ended(product, talk)) == "abandoned"
    (row,) = await product.rows("SELECT owner_kind, status FROM conversation")
    assert (row.owner_kind, row.status) == ("bot", "resolved")
    assert await product.rows("SELECT 1 FROM deadline WHERE kind = 'survey'") == []


@pytest.mark.parametrize("why", ["came back", "answered", "reached elsewhere"])
async def test_who_came_back_or_was_answered_or_is_reached_elsewhere_stays(product, why):
    talk = await waiting(product, "telegram")
    if why == "reached elsewhere":
        await product.tell("sms", "aide")
        who = [(await product.customer(one))["id"] for one in ("telegram", "sms")]
        await product.write(f"UPDATE address SET customer_id = '{who[0]}' WHERE customer_id = '{who[1]}'")
    async with product.desk(MARC) as marc:
        if why == "answered":
            await marc.act(talk, "take")
            await marc.reply(talk, "Bonjour")
        await blocks(product)
        if why == "came back":
            await blocks(product, False)
        await a_day_later(product)
        assert await ended(product, talk) is None
