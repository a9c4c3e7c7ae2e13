"""Promise 1: what a provider says is stored, then answered 2xx. Nothing is lost, and nobody is made up."""

from __future__ import annotations

import asyncio

from tests.journey.breakage import locked, refusing, refusing_commits
from tests.journey.payloads import echo, messenger, said, status, whatsapp
from tests.journey.product import CHANNELS

SOON = 0.3  # seconds in which an answer that need not wait would have come


async def test_the_answer_waits_for_the_commit(product):
    async with locked(product, "inbox"):
        call = asyncio.create_task(product.called("whatsapp", whatsapp(messages=[said("wamid.1")])))
        done, _ = await asyncio.wait([call], timeout=SOON)
        assert not done, "answered before it was on disk"
    assert await call == 200
    assert await product.number("SELECT count(*) FROM inbox WHERE kind = 'inbound'") == 1


async def test_a_commit_that_fails_is_a_503_that_keeps_nothing_and_the_provider_comes_again(product):
    async with refusing_commits(product, "inbox"):
        bubbles = {channel: product.say(channel, "help") for channel in CHANNELS}
        await product.until(lambda: all(one.raw["answer"] for one in bubbles.values()))
        assert {one.raw["answer"]["status"] for one in bubbles.values()} == {503}
        for table in ("inbox", "customer", "conversation", "address", "message"):
            assert await product.number(f"SELECT count(*) FROM {table}") == 0
    for channel, bubble in bubbles.items():
        assert await product.acknowledged(bubble) == 200
        assert len(await product.answered(channel, 1)) == 1


async def test_one_call_that_cannot_be_kept_refuses_no_other(product):
    async with refusing(product, "inbox", "NEW.account = 'telegram'"):
        lost, kept = product.say("telegram", "help"), product.say("sms", "help")
        await product.until(lambda: lost.raw["answer"])
        assert lost.raw["answer"]["status"] == 503
        assert await product.acknowledged(kept) == 200
        await product.answered("sms", 1)
    await product.answered("telegram", 1)


async def test_a_kind_of_message_nobody_knows_is_kept_as_unsupported(product):
    odd = said("wamid.odd", type="hologram", hologram={"id": "1"})
    assert await product.called("whatsapp", whatsapp(messages=[odd])) == 200

    async def kept():
        return await product.messages(account="whatsapp", address="+33612345678", direction="in")

    (found,) = await product.until(kept)
    assert found["content"]["type"] == "unsupported"
    assert found["content"]["kind"] == "hologram"
    assert found["provider_id"] == "wamid.odd"


UNREADABLE = {
    "whatsapp": {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "news"}]}]},
    "messenger": {"object": "page", "entry": [{"id": "1088", "messaging": [{"hologram": {}}]}]},
    "sms": {"Hologram": "1"},
    "telegram": {"update_id": 1, "hologram": {}},
}


async def test_what_belongs_to_nobody_is_kept_counted_and_shown_to_admins(product):
    for channel, payload in UNREADABLE.items():
        assert await product.called(channel, payload) == 200
        assert await product.called(channel, payload) == 200  # it came again: it is one
    async with product.desk() as admin:
        letters = await admin.get("dead-letters")
    assert sorted(one["account"] for one in letters["inbox"]) == sorted(CHANNELS)
    assert all(one["reason"] for one in letters["inbox"])
    assert letters["counts"] == {"deliveries": 0, "failed": 0, "unreadable": 4}
    assert await product.number("SELECT count(*) FROM conversation") == 0


NOBODY_SAID = {
    "a status": ("whatsapp", whatsapp(statuses=[status("wamid.nobody", "delivered")])),
    "a failed status": ("whatsapp", whatsapp(statuses=[
        status("wamid.nobody", "failed", errors=[{"code": 131026, "title": "Message undeliverable"}])])),
    "a system event": ("whatsapp", whatsapp(messages=[said(
        "wamid.system", type="system", system={"type": "user_changed_number", "body": "x", "wa_id": "33699999999"})])),
    "a status of sms": ("sms", {"MessageSid": "SM1", "MessageStatus": "delivered", "AccountSid": "ACtest",
                                "From": "+33755531234", "To": "+33612345678"}),
    "a read mark": ("messenger", messenger(read={"watermark": 1780952383000})),
    "a delivery": ("messenger", messenger(delivery={"mids": ["m_1"], "watermark": 1780952383000})),
    "an echo": ("messenger", echo("424242", "Bonjour")),
    "a block": ("telegram", {"update_id": 7, "my_chat_member": {
        "chat": {"id": 4242, "type": "private"}, "from": {"id": 4242, "is_bot": False, "first_name": "C"},
        "date": 1780952383, "old_chat_member": {"user": {"id": 7, "is_bot": True, "first_name": "b"},
                                                "status": "member"},
        "new_chat_member": {"user": {"id": 7, "is_bot": True, "first_name": "b"}, "status": "kicked",
                            "until_date": 0}}}),
}  # fmt: skip


async def test_no_conversation_is_made_of_what_nobody_said(product):
    for what, (channel, payload) in NOBODY_SAID.items():
        assert await product.called(channel, payload) == 200, what
        for table in ("customer", "conversation", "address", "message", "lane"):
            assert await product.number(f"SELECT count(*) FROM {table}") == 0, (what, table)


async def test_asking_for_somebody_unknown_makes_nobody(product):
    for channel in CHANNELS:
        status, found = await product.get("/api/v1/customers", account=channel, address="+33600000000")
        assert (status, found["items"]) == (200, [])
    assert await product.number("SELECT count(*) FROM customer") == 0
