"""A hub that speaks Bot Framework's handoff protocol: initiated, accepted, answered, completed, over real HTTP."""

from __future__ import annotations

import base64
from contextlib import asynccontextmanager

import pytest

from gateway.desks import errand_store
from gateway.desks.bot_framework import BotFramework
from gateway.workers.envoys import Envoys
from tests.journey.hub import SECRET, TOKEN, Hub
from tests.journey.product import MARC, running
from tests.journey.test_chatwoot import picture, waits
from tests.journey.test_people import becomes, case, owner, waiting


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(Envoys, "PAUSE", 0.05)


@asynccontextmanager
async def beside(folder, url, *, accepts=True):
    """The product, and the hub that its cases go to."""
    hub = Hub(accepts=accepts)
    desk = BotFramework(url=hub.url, token=TOKEN, secret=SECRET, private=True)
    runner = await hub.start()
    try:
        async with running(folder, url, bot_framework=desk) as product:
            hub.hook = f"{product.url}/desks/bot-framework"
            yield product, hub
            assert hub.odd == []
    finally:
        await runner.cleanup()


async def initiated(product, hub, channel="whatsapp"):
    """A conversation whose handoff was initiated, as we and as they call it."""
    talk = await waiting(product, channel)
    return talk, await product.until(lambda: asked(hub))


def asked(hub):
    return next((talk for talk in hub.talks.values() if talk.events("handoff.initiate") and not talk.is_over), None)


async def given(product, hub, channel="whatsapp"):
    """The same, once they have it."""
    talk, theirs = await initiated(product, hub, channel)
    await becomes(product, talk, "external")
    return talk, theirs


async def test_a_handoff_is_initiated_with_context_and_transcript(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, hub):
        await product.tell("whatsapp", "aide")
        _, theirs = await given(product, hub)
        (event,) = theirs.events("handoff.initiate")
        assert event["value"]["trigger"]["code"] == "customer_asked"
        (attachment,) = event["attachments"]
        assert (attachment["contentType"], attachment["name"]) == ("application/json", "Transcript")
        said = attachment["content"]["activities"]
        assert [(one["from"]["role"], one["text"]) for one in said if one["text"] in ("aide", "un humain")] == [
            ("user", "aide"), ("user", "un humain")
        ]  # fmt: skip
        assert {one["from"]["role"] for one in said} == {"user", "bot"}
        assert event["relatesTo"]["conversation"]["id"] == theirs.id


async def test_it_is_ours_until_they_accept(tmp_path, database_url):
    async with beside(tmp_path, database_url, accepts=False) as (product, hub):
        talk, theirs = await initiated(product, hub)
        await product.tell("whatsapp", "Vous êtes là ?")
        await product.until(lambda: theirs.said() == ["Vous êtes là ?"])
        assert (await owner(product, talk))[0] == "queue"
        assert await hub.answer(theirs, "Trop tôt") == 200
        assert await hub.status(theirs, "accepted") == 200
        await becomes(product, talk, "external")
        await product.settled()
        assert "Trop tôt" not in product.heard("whatsapp")


async def test_it_is_answered_from_there_once_and_completed(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, hub):
        talk, theirs = await given(product, hub)
        heard = len(product.heard("whatsapp"))
        for _ in range(2):  # they try again
            assert await hub.answer(theirs, "Bonjour, ici Zoé", key="abc|0001") == 200
        assert (await product.answered("whatsapp", heard + 1))[-1].text == "Bonjour, ici Zoé"
        await product.tell("whatsapp", "Le colis est cassé")
        await product.until(lambda: theirs.said()[-1:] == ["Le colis est cassé"])
        assert await hub.status(theirs, "completed") == 200
        await becomes(product, talk, "bot")
        assert (await case(product, talk)).outcome == "resolved"
        await product.settled()
        (mine,) = [one for one in await product.messages(account="whatsapp") if one["author"] == "agent"]
        assert mine["author_name"] == "Zoé"
        assert not theirs.is_over  # we tell them nothing that they told us


@pytest.mark.parametrize("state", ["failed", "completed"])
async def test_what_they_will_not_have_stays_in_our_queue(tmp_path, database_url, state):
    async with beside(tmp_path, database_url, accepts=False) as (product, hub):
        talk, theirs = await initiated(product, hub)
        assert await hub.status(theirs, state, message="nobody there") == 200
        assert (await owner(product, talk))[0] == "queue"
        assert not await product.rows("SELECT 1 FROM entrusted WHERE ended_at IS NULL")
        async with product.desk(MARC) as marc:
            assert (await marc.act(talk, "take"))[0] == 200


async def test_what_our_people_take_is_over_there(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, hub):
        talk, theirs = await given(product, hub)
        async with product.desk(MARC) as marc:
            assert (await marc.act(talk, "take"))[0] == 200
            await product.until(lambda: theirs.is_over)
            heard = len(product.heard("whatsapp"))
            assert await hub.answer(theirs, "Trop tard") == 200
            await product.until(lambda: theirs.events("causerie.undelivered"))
            assert await hub.status(theirs, "completed") == 200
            await product.settled()
            assert len(product.heard("whatsapp")) == heard
            assert await owner(product, talk) == ("agent", "Marc")


async def test_nothing_that_it_says_is_refused_and_only_it_is_heard(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, hub):
        talk, theirs = await given(product, hub)
        for odd in (
            {"type": "typing"}, {"type": "event", "name": "handoff.status", "value": {"state": "typing"}},
            {"type": "event", "name": "handoff.status", "value": "accepted"}, {"type": "event", "name": "else"},
            {"type": "message", "text": None}, {"type": 7}, {"type": "message", "text": "x", "conversation": []},
        ):  # fmt: skip
            assert await hub.tell(theirs, odd) == 200
        assert await hub.tell(theirs, {"type": "endOfConversation"}, secret="guessed") == 403
        async with product.http.post(hub.hook, data=b"{", headers={"Authorization": f"Bearer {SECRET}"}) as answer:
            assert answer.status == 400
        assert await owner(product, talk) == ("external", None)
        assert await hub.tell(theirs, {"type": "endOfConversation"}) == 200
        await becomes(product, talk, "bot")


async def test_while_it_is_down_nothing_is_lost(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, hub):
        hub.is_down = True
        talk = await waiting(product)
        await product.until(lambda: waits(product))
        hub.is_down = False
        product.forward(errand_store.PAUSES[0] / 1000 + 1)
        await becomes(product, talk, "external")
        assert len(hub.talks) == 1


async def test_files_travel_and_what_did_not_arrive_is_told(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, hub):
        _, theirs = await given(product, hub)
        await picture(product)
        await product.until(lambda: any(one.get("attachments") for one in theirs.activities if "text" in one))
        (sent,) = [one["attachments"][0] for one in theirs.activities if "text" in one and one["attachments"]]
        assert sent["contentUrl"] == "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
        product.sandbox.faults.set("whatsapp", "blocked", None, 1.0)
        assert await hub.answer(theirs, "Bonjour") == 200
        await product.until(lambda: theirs.events("causerie.undelivered"))
