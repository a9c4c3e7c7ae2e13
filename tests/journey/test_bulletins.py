"""Webhooks of the brand's own are told what happens: signed, once it is on disk, again until they hear it."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from gateway.bulletins import bulletin_store
from gateway.bulletins.bulletin import PAUSES, TRIES, Webhook
from gateway.workers import couriers
from tests.journey.product import ANNA, running
from tests.journey.test_conclusions import resolve
from tests.journey.test_people import waiting
from tests.ports import free_port

SECRET = "a secret of these tests"


@dataclass
class Listener:
    """A program of the brand's, over real HTTP. It answers with `status`."""

    port: int = field(default_factory=free_port)
    status: int = 200
    heard: list[dict] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        name, seconds = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        mark = hmac.digest(SECRET.encode(), f"{name}.{seconds}.".encode() + body, "sha256")
        assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(mark).decode()}"
        self.heard.append(json.loads(body))
        self.ids.append(name)
        return web.Response(status=self.status, text="OK")

    def types(self) -> list[str]:
        return [one["type"] for one in self.heard]


@asynccontextmanager
async def listening(folder, url, *events, private=True):
    """The product, and a listener that wants these events."""
    listener = Listener()
    app = web.Application()
    app.router.add_post("/told", listener.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", listener.port).start()
    told = Webhook(url=f"http://127.0.0.1:{listener.port}/told", secret=SECRET, events=events, private=private)
    try:
        async with running(folder, url, webhooks={"crm": told}) as product:
            yield product, listener
    finally:
        await runner.cleanup()


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(couriers.Couriers, "PAUSE", 0.05)


async def test_it_hears_what_happens_with_all_that_is_known(tmp_path, database_url):
    async with listening(tmp_path, database_url, "*") as (product, listener):
        talk = await waiting(product)
        async with product.desk(ANNA) as anna:
            await anna.act(talk, "take")
            await anna.reply(talk, "Bonjour, ici Anna")
            assert (await resolve(anna, talk, conclusion="other"))[0] == 200
        wanted = {"message.in", "message.out", "case.opened", "conversation.queued", "conversation.assigned",
                  "conversation.resolved"}  # fmt: skip
        await product.until(lambda: wanted <= set(listener.types()))
        await product.until(lambda: nothing_left(product))
    by_type = {one["type"]: one["data"] for one in listener.heard}
    assert by_type["message.in"]["content"] == {"type": "text", "body": "un humain"}
    assert by_type["case.opened"]["context"]["trigger"]["code"] == "customer_asked"
    assert by_type["conversation.assigned"]["owner"]["kind"] == "agent"
    ended = by_type["conversation.resolved"]
    assert (ended["act"], ended["conclusion"]) == ("resolve", "other")
    assert ended["case_id"] == by_type["case.opened"]["case_id"]
    assert "conclusion" not in by_type["conversation.assigned"]
    assert len(set(listener.ids)) == len(listener.ids)
    assert "Bonjour, ici Anna" in {
        one["data"]["content"].get("body") for one in listener.heard if "content" in one["data"]
    }


async def nothing_left(product) -> bool:
    return not await product.rows("SELECT 1 FROM bulletin")


async def test_it_hears_only_what_it_asked_for(tmp_path, sqlite_url):
    async with listening(tmp_path, sqlite_url, "conversation.queued") as (product, listener):
        await waiting(product)
        await product.until(lambda: listener.heard)
        await product.until(lambda: nothing_left(product))
    assert listener.types() == ["conversation.queued"]


async def test_what_is_not_heard_is_told_again_with_the_same_id_and_lies_dead_in_the_end(tmp_path, database_url):
    async with listening(tmp_path, database_url, "case.opened") as (product, listener):
        listener.status = 500
        product.clock.freeze()
        await waiting(product)
        await product.until(lambda: len(listener.heard) == 1)
        for tries, pause in enumerate(PAUSES, 2):
            await product.until(lambda pause=pause: waits_again(product, pause))
            product.clock.forward(pause / 1000 + 1)
            await product.until(lambda wanted=tries: len(listener.heard) == wanted)
        assert len(set(listener.ids)) == 1
        async with product.desk(ANNA) as anna:
            (dead,) = await product.until(lambda: dead_ones(anna))
            assert (dead["webhook"], dead["event"], dead["attempts"], dead["error"]) == (
                "crm", "case.opened", TRIES, "http_500"
            )  # fmt: skip
            listener.status = 204
            assert (await anna.post(f"bulletins/{dead['id']}/retry"))[0] == 204
            await product.until(lambda: nothing_left(product))
            assert (await anna.post(f"bulletins/{dead['id']}/retry"))[0] == 404
        assert len(set(listener.ids)) == 1


async def waits_again(product, pause) -> bool:
    """It was written down that this try failed; until then, what stands there is the lease of whoever makes it."""
    (row,) = await product.rows("SELECT next_at, error FROM bulletin")
    return row.error is not None and row.next_at == product.clock() + pause


async def dead_ones(anna):
    return (await anna.get("bulletins"))["items"]


async def test_one_that_is_gone_is_not_called_again(tmp_path, sqlite_url):
    async with listening(tmp_path, sqlite_url, "case.opened") as (product, listener):
        listener.status = 410
        await waiting(product)
        await product.until(lambda: is_dead(product, "http_410"))
        assert len(listener.heard) == 1


async def is_dead(product, error: str) -> bool:
    return [row.error for row in await product.rows("SELECT error FROM bulletin WHERE state = 'dead'")] == [error]


async def test_an_address_that_only_we_reach_is_not_called_unless_it_is_allowed(tmp_path, sqlite_url):
    async with listening(tmp_path, sqlite_url, "case.opened", private=False) as (product, listener):
        await waiting(product)
        await product.until(lambda: is_dead(product, "private_address"))
    assert listener.heard == []


async def test_what_is_undone_is_not_told(tmp_path, sqlite_url):
    """The bulletin is of the same transaction as what it tells."""
    async with listening(tmp_path, sqlite_url, "*") as (product, _):

        def fails(connection) -> None:
            happened = bulletin_store.Happened("case.opened", "c", {}, product.clock())
            bulletin_store.tell(connection, [happened])
            raise RuntimeError

        with pytest.raises(RuntimeError):
            await product.gateway.parts.database.write(fails)
        assert await nothing_left(product)


async def test_there_is_an_end_to_what_is_kept_and_who_is_forgotten_is_forgotten_here(tmp_path, database_url):
    async with listening(tmp_path, database_url, "*") as (product, listener):
        listener.status = 503
        await waiting(product)
        who = (await product.customer("whatsapp"))["id"]
        await product.until(lambda: listener.heard)
        database, now = product.gateway.parts.database, product.clock()
        (kept,) = await product.rows("SELECT count(*) AS many FROM bulletin")
        assert kept.many > 2
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(bulletin_store, "MOST", 2)
            await database.write(bulletin_store.trim, ("crm",), now)
        (kept,) = await product.rows("SELECT count(*) AS many FROM bulletin")
        assert kept.many == 2
        assert (await product.post(f"/api/v1/customers/{who}/erase", {}))[0] < 300
        assert await nothing_left(product)


async def test_nothing_is_written_where_nobody_wants_to_be_told(embedded):
    await waiting(embedded)
    assert await nothing_left(embedded)
    async with embedded.desk(ANNA) as anna:
        assert (await anna.get("bulletins"))["counts"] == {"waiting": 0, "dead": 0}


async def test_a_webhook_that_hangs_holds_up_no_conversation_and_no_stop(tmp_path, sqlite_url, monkeypatch):
    asked = asyncio.Event()

    async def hang(*_given, **_more):
        asked.set()
        await asyncio.Event().wait()

    async with listening(tmp_path, sqlite_url, "*") as (product, _):
        monkeypatch.setattr(product.gateway.parts.bearers[0]._line, "reach", hang)
        product.say("telegram", "help")
        await product.answered("telegram", 1)
        await product.until(asked.is_set)
