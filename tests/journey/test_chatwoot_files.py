"""Files of another desk's people: copied, looked at, sent as ours in their order; or why not, where they see it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from gateway.desks import errand_store
from gateway.workers.envoys import Envoys
from tests.journey.hub import PICTURE
from tests.journey.test_bot_framework import beside as beside_a_hub
from tests.journey.test_bot_framework import given as given_to_a_hub
from tests.journey.test_chatwoot import beside, given, waits
from tests.pictures import PNG, png

PDF = b"%PDF-1.7\nhello"
INSIDE = ("http://169.254.169.254/x", "http://[::1]/x", "http://10.0.0.1/x", "file:///etc/passwd", "http://[x")


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(Envoys, "PAUSE", 0.05)


def folder(product) -> Path:
    return Path(product.gateway.settings.media.folder)


async def rows(product):
    return await product.rows("SELECT id, state, mime, name, size, account FROM media")


@pytest.mark.parametrize("channel", ["whatsapp", "telegram", "messenger", "sms"])
async def test_a_file_is_copied_and_leaves_by_the_channel_s_own_way(tmp_path, sqlite_url, channel):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot, channel)
        heard = len(product.heard(channel))
        assert await chatwoot.answer(theirs, "La voici", attachments=[chatwoot.keeps("a.png", PNG)]) == 200
        said = (await product.answered(channel, heard + 2))[-2:]
        assert said[0].text == "La voici"
        # Twilio takes the call, and fetches the file after that
        shown = await product.until(lambda: said[1].media["url"].startswith("data:") and said[1].media["url"])
        assert base64.b64decode(shown.partition(",")[2]) == PNG
        assert chatwoot.url not in repr(said)
        (row,) = await rows(product)
        assert (row.state, row.mime, row.name, row.size, row.account) == (
            "stored",
            "image/png",
            "a.png",
            len(PNG),
            channel,
        )
        assert (folder(product) / row.id).read_bytes() == PNG


async def test_what_was_said_after_a_file_waits_for_it_and_the_customer_does_not(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        heard = len(product.heard("whatsapp"))
        chatwoot.slow.add("facture.pdf")
        files = [chatwoot.keeps("facture.pdf", PDF, kind="file"), chatwoot.keeps("a.png", PNG)]
        for _ in range(2):  # they try again
            assert await chatwoot.answer(theirs, "Un", key=50, attachments=files) == 200
        await product.answered("whatsapp", heard + 1)
        assert await chatwoot.answer(theirs, "Deux", key=51) == 200
        await product.tell("whatsapp", "Merci, et le colis ?")
        await product.until(lambda: theirs.said("incoming")[-1:] == ["Merci, et le colis ?"])
        assert await chatwoot.set_status(theirs, "resolved") == 200  # what they said before leaves all the same
        assert "Deux" not in product.heard("whatsapp")
        chatwoot.let.set()
        await product.until(lambda: "Deux" in product.heard("whatsapp"))
        sent = [one for one in await product.messages(account="whatsapp") if one["author"] == "agent"]
        shown = [one["content"].get("body") or one["content"]["name"] for one in sent]
        assert shown == ["Un", "facture.pdf", "a.png", "Deux"]
        assert chatwoot.fetched == ["facture.pdf", "a.png"]


@pytest.mark.parametrize(
    ("name", "body", "status", "why"),
    [
        ("page.html", b"<html><script>alert(1)</script>", 200, "page.html: file_type"),
        ("a.png", b"<svg onload='alert(1)'/>", 200, "a.png: file_type"),
        ("a.png", b"", 200, "a.png: file_empty"),
        ("gone.pdf", b"expired", 404, "gone.pdf: http_404"),
        ("large.png", png(pixels=bytes(3_000)), 200, "large.png: file_too_large"),
    ],
)
async def test_what_is_refused_is_marked_there_and_the_words_leave(tmp_path, sqlite_url, name, body, status, why):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        product.gateway.parts.bearers[0]._porter._largest = 2_000
        heard = len(product.heard("whatsapp"))
        attached = [chatwoot.keeps(name, body, status)]
        assert await chatwoot.answer(theirs, "La voici", key=60, attachments=attached) == 200
        await product.answered("whatsapp", heard + 1)
        (mine,) = [one for one in theirs.messages if one["id"] == 60]
        await product.until(lambda: mine.get("status") == "failed")
        assert mine["external_error"] == f"Non remis au client ({why})"
        assert await rows(product) == []
        assert not [one for one in folder(product).glob("*") if one.is_file()]


async def test_what_the_app_does_not_carry_is_marked_there(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot, "sms")
        large = chatwoot.keeps("large.png", png(pixels=bytes(5_000_000)))
        assert await chatwoot.answer(theirs, "", key=61, attachments=[large]) == 200
        (mine,) = [one for one in theirs.messages if one["id"] == 61]
        await product.until(lambda: mine.get("status") == "failed")
        assert mine["external_error"] == "Non remis au client (large.png: too_large)"
        assert await rows(product) == []
        assert not [one for one in folder(product).glob("*") if one.is_file()]


async def test_a_storage_that_is_down_is_tried_again_then_told_and_what_came_after_leaves(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        chatwoot.keeps("a.png", PNG, status=503)
        assert await chatwoot.answer(theirs, "", key=62, attachments=[chatwoot.keeps("a.png", PNG, status=503)]) == 200
        assert await chatwoot.answer(theirs, "Ensuite", key=63) == 200
        for pause in errand_store.PAUSES[: Envoys.TRIES - 1]:
            await product.until(lambda: waits(product))
            product.forward(pause / 1000 + 1)
        (mine,) = [one for one in theirs.messages if one["id"] == 62]
        await product.until(lambda: mine.get("status") == "failed")
        await product.until(lambda: "Ensuite" in product.heard("whatsapp"))
        assert chatwoot.fetched == ["a.png"] * Envoys.TRIES


async def test_an_address_inside_our_own_network_is_not_fetched(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        for key, inside in enumerate([f"http://localhost:{chatwoot.port}/storage/a.png", *INSIDE], 70):
            attached = [{"file_type": "image", "data_url": inside}]
            assert await chatwoot.answer(theirs, "", key=key, attachments=attached) == 200
            (mine,) = [one for one in theirs.messages if one["id"] == key]
            await product.until(lambda mine=mine: mine.get("status") == "failed")
            assert any(why in mine["external_error"] for why in ("private_address", "bad_address"))
        assert chatwoot.fetched == []


async def test_a_customer_who_is_forgotten_meanwhile_gets_nothing_and_nothing_is_kept(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        chatwoot.slow.add("a.png")
        assert await chatwoot.answer(theirs, "", attachments=[chatwoot.keeps("a.png", PNG)]) == 200
        await product.until(lambda: chatwoot.fetched == ["a.png"])
        who = (await product.customer("whatsapp"))["id"]
        assert (await product.post(f"/api/v1/customers/{who}/erase", {}))[0] < 300
        chatwoot.let.set()
        await product.until(lambda: not product.gateway.parts.bearers[0]._under_way)
        assert await rows(product) == []
        assert not [one for one in folder(product).glob("*") if one.is_file()]


async def test_a_file_of_a_hub_s_agent_is_copied_too(tmp_path, sqlite_url):
    async with beside_a_hub(tmp_path, sqlite_url) as (product, hub):
        _, theirs = await given_to_a_hub(product, hub)
        heard = len(product.heard("whatsapp"))
        files = [{"contentType": "image/png", "contentUrl": f"{hub.url}/files/a.png"}, {"contentUrl": "data:x"}]
        assert await hub.answer(theirs, "La voici", attachments=files) == 200
        said = (await product.answered("whatsapp", heard + 2))[-2:]
        assert [one.kind for one in said] == ["text", "image"]
        assert base64.b64decode(said[1].media["url"].partition(",")[2]) == PICTURE
