"""What the Phones page is told, by real HTTP."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
import pytest

from connectors.sandbox import server

SMS = ("sms", "sms", "twilio", {"account_sid": "AC1", "auth_token": "t", "from": "+33755531234"}, "http://127.0.0.1:1/")


TELEGRAM = ("bot", "telegram", "telegram", {"token": "7:t", "webhook_secret": "s"}, "http://127.0.0.1:1/")


@pytest.fixture
async def sandbox():
    started = await server.start(server.config([SMS, TELEGRAM]))
    yield started
    await started.stop()


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
