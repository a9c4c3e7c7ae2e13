"""What the samples do not show: signals, media, the webhook's set-up, what is asked of the library."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.content import Media
from connectors.contract import Request
from connectors.errors import MediaUnavailable, NoAnswer, NotSent
from connectors.http import Http
from connectors.message import CannotTell, Part
from connectors.telegram import Telegram
from connectors.telegram.connector import UPDATES
from tests.connectors import kit
from tests.connectors.stand_in import StandIn, stand_in

VALUES = {"token": "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qc", "webhook_secret": "hook-secret_1"}
DONE = {"body": {"ok": True, "result": True}}
FILE = {"body": {"ok": True, "result": {"file_id": "AgAC", "file_unique_id": "A", "file_path": "photos/file_1.jpg"}}}


@asynccontextmanager
async def on_line(*answers: Any) -> AsyncIterator[tuple[Telegram, StandIn]]:
    async with stand_in(*answers) as provider:
        yield Telegram(kit.account("telegram", "telegram", VALUES, provider.base), Http()), provider


async def test_typing_is_shown() -> None:
    async with on_line(DONE) as (bot, provider):
        await bot.signal("typing", "7")
    assert provider.calls[0]["path"] == f"/bot{VALUES['token']}/sendChatAction"
    assert provider.calls[0]["form"] == {"chat_id": "7", "action": "typing"}


async def test_a_tap_is_answered_so_that_the_button_stops_turning() -> None:
    async with on_line(DONE) as (bot, provider):
        await bot.signal("callback", "7", "4382bf")
    assert provider.calls[0]["form"] == {"callback_query_id": "4382bf"}


async def test_there_are_no_read_marks() -> None:
    async with on_line() as (bot, provider):
        await bot.signal("read", "7", "1")
        await bot.signal("callback", "7")
    assert provider.calls == []


@pytest.mark.parametrize(
    "answer", [{"status": 400, "body": {"ok": False, "description": "x"}}, "no_answer", "not_sent"]
)
async def test_a_signal_that_fails_hurts_nobody(answer: Any) -> None:
    async with on_line(answer) as (bot, _):
        await bot.signal("typing", "7")


async def test_media_is_fetched_through_the_account() -> None:
    async with on_line(FILE, {"body": b"\xff\xd8", "headers": {"Content-Type": "image/jpeg"}}) as (bot, provider):
        fetched = await bot.fetch_media(Media(kind="image", media_id="AgAC"), 1000)
    assert (fetched.body, fetched.mime, fetched.name) == (b"\xff\xd8", "image/jpeg", "file_1.jpg")
    assert [call["path"] for call in provider.calls] == [
        f"/bot{VALUES['token']}/getFile", f"/file/bot{VALUES['token']}/photos/file_1.jpg"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "error", "why"),
    [
        ([FILE, {"body": b"12345"}], MediaUnavailable, "too_large"),
        ([FILE, {"status": 404}], MediaUnavailable, "http_404"),
        ([{"status": 400, "body": {"ok": False, "description": "Bad Request: file is too big"}}], MediaUnavailable,
         "too_large"),
        ([{"status": 400, "body": {"ok": False, "description": "Bad Request: wrong file_id"}}], MediaUnavailable,
         "refused"),
        ([{"body": {"ok": True, "result": {}}}], MediaUnavailable, "refused"),
        ([FILE, {"status": 503}], NoAnswer, "http_503"),
        ([{"status": 502, "body": "<html>"}], NoAnswer, "NetworkError|TimedOut|Refused"),
        (["no_answer"], NoAnswer, "NetworkError|TimedOut|Refused"),
        (["not_sent"], NotSent, "NeverLeft"),
    ],
)  # fmt: skip
async def test_media_that_cannot_be_had_says_whether_it_is_worth_another_try(
    answers: list[Any], error: type[Exception], why: str
) -> None:
    async with on_line(*answers) as (bot, _):
        with pytest.raises(error, match=why) as raised:
            await bot.fetch_media(Media(kind="image", media_id="AgAC"), 4)
    assert VALUES["token"] not in repr(raised.value)


async def test_the_webhook_is_set_up_with_its_secret_and_reactions() -> None:
    async with on_line(DONE) as (bot, provider):
        await bot.install()
    form = provider.calls[0]["form"]
    assert (form["url"], form["secret_token"]) == ("https://hooks.example.com/hooks/test", "hook-secret_1")
    assert json.loads(form["allowed_updates"]) == [*UPDATES]
    assert "message_reaction" in UPDATES


async def test_nobody_can_be_asked_what_was_sent() -> None:
    async with on_line() as (bot, _):
        part = Part(method="sendMessage", payload={})
        assert await bot.find_sent(part, "1", datetime.now(UTC), kit.nobodys) == CannotTell()


async def test_a_call_is_sent_as_the_outbox_kept_it() -> None:
    part = Part(method="sendPoll", payload={"chat_id": "7", "question": "Tea?", "options": [{"text": "Yes"}]})
    async with on_line({"body": {"ok": True, "result": {"message_id": 2**40}}}) as (bot, provider):
        outcome = await bot.send(part, "1")
    assert outcome.provider_id == str(2**40)
    form = provider.calls[0]["form"]
    assert {**form, "options": json.loads(form["options"])} == part.payload


async def test_what_waits_for_a_group_that_moved_follows_it() -> None:
    part = Part(method="sendMessage", payload={"chat_id": "-7", "text": "Hello"})
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    moved = {"ok": False, "error_code": 400, "description": words, "parameters": {"migrate_to_chat_id": -1007}}
    async with on_line({"status": 400, "body": moved}, {"body": {"ok": True, "result": {"message_id": 8}}}) as (
        bot,
        provider,
    ):
        first = await bot.send(part, "1")
        again = await bot.send(part, "1")
    assert (first.kind, first.moved_to, again.provider_id) == ("transient", "-1007", "8")
    assert [call["form"]["chat_id"] for call in provider.calls] == ["-7", "-1007"]


def test_a_get_is_no_update() -> None:
    bot = Telegram(kit.account("telegram", "telegram", VALUES, "https://api.telegram.org"), Http())
    assert bot.handshake(Request("GET", "/hooks/test", {})).status == 405
    assert bot.handshake(Request("POST", "/hooks/test", {})) is None


def test_there_is_no_window() -> None:
    bot = Telegram(kit.account("telegram", "telegram", VALUES, "https://api.telegram.org"), Http())
    assert bot.window(None).open_until is None
