"""What the Phones page is told, by real HTTP."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from connectors.sandbox import provider, server

SMS = ("sms", "sms", "twilio", {"account_sid": "AC1", "auth_token": "t", "from": "+33755531234"}, "http://127.0.0.1:1/")


TELEGRAM = ("bot", "telegram", "telegram", {"token": "7:t", "webhook_secret": "s"}, "http://127.0.0.1:1/")


@pytest.fixture
async def sandbox():
    started = await server.start(server.config([SMS, TELEGRAM]))
    yield started
    await started.stop()


async def _taken(_request):
    return web.Response()


@pytest.fixture
async def brand():
    """A server that takes every webhook, as a brand's would."""
    app = web.Application()
    app.router.add_post("/hook", _taken)
    served = TestServer(app)
    await served.start_server()
    yield str(served.make_url("/hook"))
    await served.close()


async def until(true):
    """Wait for it, as a page would."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - nobody rings
            await asyncio.sleep(0.01)


async def test_a_closed_page_is_forgotten_without_an_error(sandbox, caplog):
    caplog.set_level(logging.ERROR)
    async with aiohttp.ClientSession() as browser:
        page = await browser.get(f"{sandbox.base_url}/_sandbox/events")
        sandbox.new_customer("sms")
        await page.content.readline()  # so it listens
        page.close()
        while sandbox._watchers:  # until it is told, it does not know
            sandbox.new_customer("sms")
            await asyncio.sleep(0)
    assert caplog.records == []


async def test_what_was_looked_at_is_read_on_the_phone_even_where_no_brand_is_told(sandbox):
    async with aiohttp.ClientSession() as brand:
        _, phone = sandbox._phone("bot", None)
        sandbox.say("bot", "Bonjour")
        message = {"chat_id": phone.customer["address"], "text": "Bonjour !"}
        async with brand.post(f"{sandbox.base_url}/bot7:t/sendMessage", json=message) as answer:
            assert answer.status == 200
        async with brand.post(f"{sandbox.base_url}/_sandbox/phones/bot/read") as answer:
            assert answer.status == 200
    assert [one.status for one in sandbox.sent("bot")] == ["read"]


NUMBER = {"phone_number_id": "1065", "access_token": "t", "app_secret": "s", "verify_token": "v"}
PAGES = {"page": "1088", "instagram": "17841400000000001"}


@pytest.fixture
async def meta():
    """Simulated Meta accounts, and the webhooks that arrive from them."""
    arrived: asyncio.Queue[dict] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        arrived.put_nowait(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hooks/{account}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hooks = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks"
    accounts = [("number", "whatsapp", "meta", NUMBER, f"{hooks}/number")]
    for name, page in PAGES.items():
        values = {"page_id": page, "page_token": "t", "app_secret": "s", "verify_token": "v"}
        accounts.append((name, "messenger", "meta", values, f"{hooks}/{name}"))
    started = await server.start(server.config(accounts))
    yield started, arrived
    await started.stop()
    await runner.cleanup()


async def ask(sandbox, owner: str, body: dict) -> tuple[int, dict]:
    url = f"{sandbox.base_url}/v25.0/{owner}/messages"
    async with (
        aiohttp.ClientSession(headers={"Authorization": "Bearer t"}) as brand,
        brand.post(url, json=body) as answer,
    ):
        return answer.status, await answer.json()


@pytest.mark.parametrize(("trouble", "code"), [("blocked", 131026), ("closed_window", 131047)])
async def test_what_whatsapp_cannot_deliver_is_taken_and_then_told_to_have_failed(meta, trouble, code):
    sandbox, arrived = meta
    _, phone = sandbox._phone("number", None)
    sandbox.say("number", "Bonjour")
    said = (await arrived.get())["entry"][0]["changes"][0]["value"]
    assert said["contacts"][0]["user_id"] == said["messages"][0]["from_user_id"]
    sandbox.faults.set("number", trouble, 1)
    text = {"messaging_product": "whatsapp", "to": phone.customer["address"], "type": "text", "text": {"body": "Oui"}}
    status, answer = await ask(sandbox, "1065", text)
    assert (status, answer["contacts"][0]["user_id"]) == (200, said["contacts"][0]["user_id"])
    told = (await arrived.get())["entry"][0]["changes"][0]["value"]["statuses"][0]
    assert (told["id"], told["status"], told["errors"][0]["code"]) == (answer["messages"][0]["id"], "failed", code)
    assert sandbox.sent("number") == []


async def test_a_customer_without_a_number_is_reached_by_id(meta):
    sandbox, arrived = meta
    sandbox.say("number", "Bonjour")
    known = (await arrived.get())["entry"][0]["changes"][0]["value"]["contacts"][0]["user_id"]
    text = {"messaging_product": "whatsapp", "recipient": known, "type": "text", "text": {"body": "Oui"}}
    assert (await ask(sandbox, "1065", text))[1]["contacts"] == [{"input": known, "user_id": known}]
    assert [one.text for one in sandbox.sent("number")] == ["Oui"]


TO = {"recipient": {"id": "7"}, "messaging_type": "RESPONSE"}
CARDS = {"type": "template", "payload": {"template_type": "generic", "elements": []}}


@pytest.mark.parametrize(
    "body",
    [
        {**TO, "message": {"text": "x" * 2001}},
        {**TO, "message": {"text": "Oui"}, "sender_action": "typing_on"},
        {**TO, "messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE", "message": {"text": "Oui"}},
        {"recipient": {"id": "7"}, "message": {"text": "Oui"}},
        {**TO, "message": {"text": "Oui", "quick_replies": [{"content_type": "text", "payload": "x" * 1001}]}},
        {**TO, "message": {"attachment": CARDS}},
    ],
)
async def test_messenger_refuses_what_meta_refuses(meta, body):
    status, answer = await ask(meta[0], "1088", body)
    assert (status, answer["error"]["code"]) == (400, 100)


async def test_instagram_counts_bytes_and_tells_which_message_was_seen(meta):
    sandbox, arrived = meta
    _, phone = sandbox._phone("instagram", None)
    sandbox.say("instagram", "Bonjour")
    assert (await arrived.get())["object"] == "instagram"
    to = {**TO, "recipient": {"id": phone.customer["address"]}}
    assert (await ask(sandbox, PAGES["instagram"], {**to, "message": {"text": "é" * 501}}))[0] == 400
    _, answer = await ask(sandbox, PAGES["instagram"], {**to, "message": {"text": "é" * 500}})
    sandbox.provider(sandbox.lines["instagram"]).read(sandbox.lines["instagram"], phone)
    events = [(await arrived.get())["entry"][0]["messaging"][0] for _ in range(2)]
    assert events[0]["message"]["is_echo"]
    assert events[1]["read"] == {"mid": answer["message_id"]}


async def test_a_customers_ticks_tell_what_the_brand_did(brand):
    page = ("page", "messenger", "meta", {"page_id": "1", "page_token": "t", "app_secret": "s"}, brand)
    sandbox = await server.start(server.config([page, (*SMS[:4], "http://127.0.0.1:1/"), (*TELEGRAM[:4], brand)]))
    said, read = sandbox.say("page", "Bonjour"), sandbox.say("bot", "Bonjour")
    await until(lambda: said.status == "delivered" and read.status == "read")  # a bot reads what it gets
    assert said.raw["answer"]["status"] == 200
    _, phone = sandbox._phone("page", None)
    about = {"recipient": {"id": phone.customer["address"]}}
    async with aiohttp.ClientSession() as session:
        for action, typing in (("mark_seen", False), ("typing_on", True), ("typing_off", False)):
            url = f"{sandbox.base_url}/v25.0/1/messages?access_token=t"
            async with session.post(url, json={**about, "sender_action": action}) as answer:
                assert answer.status == 200
            assert (said.status, phone.typing) == ("read", typing)
    await sandbox.stop()


async def test_the_phones_go_on_where_they_were(tmp_path):
    settings = server.config([SMS, TELEGRAM], keep=tmp_path / "var" / "phones.json")
    before = await server.start(settings)
    said = before.say("sms", "Bonjour")
    held = before.new_customer("bot")
    await before.stop()
    after = await server.start(settings)
    _, phone = after._phone("sms", None)
    assert [(one.text, one.provider_id) for one in phone.messages] == [("Bonjour", said.provider_id)]
    assert after._phone("bot", None)[1].customer == held.customer
    assert after.say("sms", "Encore").provider_id not in ("", said.provider_id)
    await after.stop()


KEPT_ELSEWHERE = '[{"id": "sms", "channel": "whatsapp", "provider": "meta"}]'
KEPT_LATER = """[{"id": "sms", "channel": "sms", "provider": "twilio", "shown": "+33600000000", "opened": [],
  "phones": [{"customer": {"address": "+33600000000", "name": "Inès"}, "blocked": false,
              "messages": [{"colour": "red"}]}]}]"""


@pytest.mark.parametrize("kept", ["", "{", "[1]", KEPT_ELSEWHERE, KEPT_LATER])
async def test_phones_of_another_version_begin_anew(tmp_path, kept):
    file = tmp_path / "phones.json"
    file.write_text(kept)
    sandbox = await server.start(server.config([SMS], keep=file))
    assert sandbox._phone("sms", None)[1].customer["name"] == "Camille"
    await sandbox.stop()


async def test_a_batch_carries_several_things_in_one_call(monkeypatch):
    monkeypatch.setattr(provider, "GATHERED", 0.05)
    heard = []

    async def hear(request):
        heard.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hear)
    brand = TestServer(app)
    await brand.start_server()
    keys = {"phone_number_id": "1", "access_token": "t", "app_secret": "s"}
    sandbox = await server.start(server.config([("wa", "whatsapp", "meta", keys, str(brand.make_url("/hook")))]))
    sandbox.faults.set("wa", "batched", count=1)
    said = [sandbox.say("wa", text) for text in ("un", "deux", "trois")]
    await until(lambda: all(one.status == "delivered" for one in said))
    assert [len(payload["entry"]) for payload in heard] == [3]
    await sandbox.stop()
    await brand.close()


async def test_a_page_that_a_customer_sends_does_not_run_as_ours(sandbox):
    html = {"kind": "file", "name": "a.html", "mime": "text/html", "base64": "PGI+aGk8L2I+"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{sandbox.base_url}/_sandbox/phones/sms/say", json={"media": html}) as answer:
            assert answer.status == 200
        media = list(sandbox.provider(sandbox.lines["sms"]).files)[-1]
        async with session.get(f"{sandbox.base_url}/_twilio/{media}") as file:
            assert (await file.text(), file.headers["X-Content-Type-Options"]) == ("<b>hi</b>", "nosniff")
            assert file.headers["Content-Security-Policy"].startswith("sandbox;")
