"""Another desk: a case goes to Chatwoot with its package, is answered there and comes back, over real HTTP."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager

import pytest

from gateway.desks import errand_store
from gateway.desks.chatwoot import Chatwoot as Desk
from gateway.workers.envoys import Envoys
from tests.journey.chatwoot import ACCOUNT, INBOX, SECRET, TOKEN, Chatwoot
from tests.journey.product import MARC, running
from tests.journey.test_people import becomes, case, owner, waiting

HOOK_TOKEN = "a token of the hook"


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(Envoys, "PAUSE", 0.05)


@asynccontextmanager
async def beside(folder, url, **more):
    """The product, and the Chatwoot that its cases go to."""
    chatwoot = Chatwoot()
    keys = {"secret": SECRET, **more}
    desk = Desk(url=chatwoot.url, account_id=ACCOUNT, inbox_id=INBOX, token=TOKEN, private=True, **keys)
    runner = await chatwoot.start()
    try:
        async with running(folder, url, chatwoot=desk) as product:
            chatwoot.hook, chatwoot.clock = f"{product.url}/desks/chatwoot", product.clock
            yield product, chatwoot
    finally:
        await runner.cleanup()


async def given(product, chatwoot, channel="whatsapp"):
    """A conversation whose case they have, as we and as they call it."""
    talk = await waiting(product, channel)
    await becomes(product, talk, "external")
    return talk, chatwoot.talks[max(chatwoot.talks)]


def written(theirs, key):
    """What their agent wrote, as it stands there."""
    return next(one for one in theirs.messages if one["id"] == key)


async def test_a_case_goes_there_with_all_that_an_agent_must_know(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        (note,) = theirs.said("outgoing", private=True)
        assert "**Pourquoi**: customer_asked" in note
        assert product.shown("whatsapp") in note
        assert theirs.said("incoming") == ["un humain"]
        (contact,) = chatwoot.contacts.values()
        assert contact["phone_number"].endswith(product.shown("whatsapp"))
        async with product.desk(MARC) as marc:
            trail = await marc.get(f"conversations/{talk}/trail")
            assert [one["act"] for one in trail["stretches"]] == ["begin", "hand_off", "give_to_desk"]


async def test_it_is_answered_from_there_and_the_bot_is_silent(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        heard = len(product.heard("whatsapp"))
        assert await chatwoot.answer(theirs, "Bonjour, ici Zoé", key=77) == 200
        assert await chatwoot.answer(theirs, "Bonjour, ici Zoé", key=77) == 200  # they try again
        assert (await product.answered("whatsapp", heard + 1))[-1].text == "Bonjour, ici Zoé"
        await product.tell("whatsapp", "aide-moi, le colis est cassé")
        await product.until(lambda: "aide-moi, le colis est cassé" in theirs.said("incoming"))
        await product.settled()
        assert len(product.heard("whatsapp")) == heard + 1
        (said,) = [one for one in await product.messages(account="whatsapp") if one["author"] == "agent"]
        assert said["author_name"] == "Zoé"
        assert (await case(product, talk)).answers == 1  # what came twice is one message


async def test_what_is_no_answer_is_not_sent(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        heard = len(product.heard("whatsapp"))
        assert await chatwoot.answer(theirs, "Entre nous", private=True) == 200
        assert await chatwoot.answer(theirs, "De lui", message_type="incoming") == 200
        assert await chatwoot.answer(theirs, "Ailleurs", inbox={"id": 6}) == 200
        assert await chatwoot.tell({"event": "conversation_created", "id": theirs.id}) == 200
        assert await chatwoot.tell(["nothing"]) == 200
        await product.settled()
        assert len(product.heard("whatsapp")) == heard


async def test_when_they_resolve_it_it_is_resolved_and_the_next_words_open_a_case_there_again(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        await chatwoot.answer(theirs, "C'est réglé")
        assert await chatwoot.set_status(theirs, "resolved") == 200
        (row,) = await product.rows("SELECT owner_kind, status FROM conversation")
        assert (row.owner_kind, row.status) == ("bot", "resolved")
        assert (await case(product, talk)).outcome == "resolved"
        await product.tell("whatsapp", "J'ai encore un problème avec ma commande")
        await becomes(product, talk, "external")
        assert len(chatwoot.talks) == 2
        assert len(chatwoot.contacts) == 1


async def test_when_they_give_it_to_the_bot_it_is_the_bots(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        assert await chatwoot.set_status(theirs, "pending") == 200
        await becomes(product, talk, "bot")
        assert (await case(product, talk)).outcome == "handed_back"
        assert theirs.status == "pending"  # we tell them nothing that they told us


async def test_what_our_own_people_take_is_closed_there_and_cannot_be_answered_any_more(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        async with product.desk(MARC) as marc:
            assert (await marc.act(talk, "take"))[0] == 200
            await product.until(lambda: theirs.status == "resolved")
            heard = len(product.heard("whatsapp"))
            assert await chatwoot.answer(theirs, "Trop tard", key=78) == 200
            await product.until(lambda: written(theirs, 78).get("status") == "failed")
            assert written(theirs, 78)["external_error"] == "Non remis au client (la conversation n'est plus chez vous)"
            assert await chatwoot.set_status(theirs, "resolved") == 200
            await product.settled()
            assert len(product.heard("whatsapp")) == heard
            assert await owner(product, talk) == ("agent", "Marc")


async def test_what_was_sent_while_it_was_theirs_is_not_marked_when_it_is_told_again(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        heard = len(product.heard("whatsapp"))
        assert await chatwoot.answer(theirs, "À temps", key=77) == 200
        await product.answered("whatsapp", heard + 1)
        async with product.desk(MARC) as marc:
            assert (await marc.act(talk, "take"))[0] == 200
            await product.until(lambda: theirs.status == "resolved")
        assert await chatwoot.answer(theirs, "À temps", key=77) == 200
        assert await product.rows("SELECT 1 FROM errand") == []
        assert "status" not in written(theirs, 77)


async def test_what_waited_until_the_window_closed_is_marked_on_what_they_wrote(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        product.sandbox.faults.set("whatsapp", "throttled", 1, 3600)
        assert await chatwoot.answer(theirs, "Bientôt", key=4713) == 200
        await product.until(lambda: product.rows("SELECT 1 FROM delivery WHERE attempts = 1 AND state = 'queued'"))
        assert "status" not in written(theirs, 4713)
        product.forward(25 * 3600)
        await product.until(lambda: written(theirs, 4713).get("status") == "failed")


async def test_while_they_are_down_the_case_waits_with_us_and_nothing_is_doubled_or_lost(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        chatwoot.refuses_once = {"conversations", "messages"}
        talk = await waiting(product)
        await product.tell("whatsapp", "Vous êtes là ?")
        for pause in errand_store.PAUSES[:2]:
            await product.until(lambda: waits(product))
            assert await owner(product, talk) == ("queue", None)
            product.forward(pause / 1000 + 1)
        await becomes(product, talk, "external")
        (theirs,) = chatwoot.talks.values()
        await product.until(lambda: theirs.said("incoming") == ["un humain", "Vous êtes là ?"])
        assert len(theirs.said("outgoing", private=True)) == 1
        assert len(chatwoot.contacts) == 1


async def waits(product) -> bool:
    """The first errand was tried, and waits for its next try."""
    rows = await product.rows("SELECT attempts, next_at FROM errand ORDER BY id")
    under_way = product.gateway.parts.bearers[0]._under_way
    return bool(rows) and rows[0].attempts > 0 and not under_way and rows[0].next_at > product.clock()


async def test_where_they_cannot_be_told_our_own_people_have_it(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        chatwoot.is_down = True
        await product.tell("whatsapp", "Vous êtes là ?")
        for pause in errand_store.PAUSES:
            await product.until(lambda: waits(product))
            product.forward(pause / 1000 + 1)
        await becomes(product, talk, "queue")
        chatwoot.is_down = False
        assert await chatwoot.answer(theirs, "Trop tard") == 200
        await product.settled()
        assert "Trop tard" not in product.heard("whatsapp")


async def test_a_case_that_they_refuse_stays_in_our_queue(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        product.gateway.parts.bearers[0]._embassy._desk = Desk(
            url=chatwoot.url, account_id=ACCOUNT, inbox_id=INBOX, token="another", secret=SECRET, private=True
        )
        talk = await waiting(product)
        await product.until(lambda: nothing_entrusted(product))
        assert await owner(product, talk) == ("queue", None)


async def nothing_entrusted(product) -> bool:
    return not await product.rows("SELECT 1 FROM entrusted WHERE ended_at IS NULL UNION SELECT 1 FROM errand")


async def test_only_chatwoot_is_heard(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        ended = {"event": "conversation_status_changed", "id": theirs.id, "inbox_id": INBOX, "status": "resolved"}
        assert await chatwoot.tell(ended, secret="guessed") == 403
        assert await chatwoot.tell(ended, at=time.time() - 3600) == 403  # overheard an hour ago
        assert await chatwoot.tell(ended, secret="", path=f"/{HOOK_TOKEN}") == 403  # no such token is set
        async with product.http.post(chatwoot.hook, data=b"{") as answer:
            assert answer.status == 403
        for stamp in ("9" * 5000, "²", "-1", ""):
            headers = {"X-Chatwoot-Timestamp": stamp, "X-Chatwoot-Signature": "sha256=é"}
            async with product.http.post(chatwoot.hook, data=b"{}", headers=headers) as answer:
                assert answer.status == 403
        assert await owner(product, talk) == ("external", None)


async def test_a_chatwoot_that_signs_nothing_is_known_by_the_token_of_the_hook(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url, secret=None, hook_token=HOOK_TOKEN) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        ended = {"event": "conversation_status_changed", "id": theirs.id, "inbox_id": INBOX, "status": "resolved"}
        assert await chatwoot.tell(ended) == 403
        assert await chatwoot.tell(ended, path="/another") == 403
        assert await chatwoot.tell(ended, path=f"/{HOOK_TOKEN}") == 200
        await becomes(product, talk, "bot")


async def test_a_customer_who_writes_after_a_day_is_still_theirs(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        talk, theirs = await given(product, chatwoot)
        await chatwoot.answer(theirs, "Je regarde")
        product.forward(30 * 3600)
        await product.tell("whatsapp", "Alors ?")
        await becomes(product, talk, "external")
        await product.until(lambda: "Alors ?" in theirs.said("incoming"))


async def picture(product, channel="whatsapp"):
    """The customer sends a file."""
    body = {"media": {"kind": "image", "name": "x.png", "mime": "image/png", "base64": "iVBORw0KGgo="}}
    url = f"{product.sandbox.base_url}/_sandbox/phones/{channel}/say"
    async with product.http.post(url, json=body) as answer:
        assert answer.status == 200


def files(theirs):
    return [one for said in theirs.messages for one in said.get("attachments", [])]


async def test_a_customer_s_files_are_copied_there_in_their_order(tmp_path, database_url):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        await picture(product)
        await product.tell("whatsapp", "Vous la voyez ?")
        await product.until(lambda: theirs.said("incoming")[-1:] == ["Vous la voyez ?"])
        ((name, mime, body),) = files(theirs)
        assert (name.endswith(".png"), mime, body) == (True, "image/png", b"\x89PNG\r\n\x1a\n")
        assert all(one["private"] is False for one in theirs.messages if "attachments" in one)


async def test_what_was_sent_before_they_had_it_goes_along(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        await picture(product)
        await product.settled_inbox()
        _, theirs = await given(product, chatwoot)
        await product.until(lambda: len(files(theirs)) == 1)


async def test_a_file_that_they_do_not_take_is_named(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        chatwoot.takes_no_files = True
        await picture(product)
        await product.until(lambda: any(".png)" in one for one in theirs.said("incoming")))
        assert files(theirs) == []


@pytest.mark.parametrize("is_old", [False, True])
async def test_what_did_not_arrive_is_marked_on_what_they_wrote(tmp_path, database_url, is_old):
    async with beside(tmp_path, database_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        chatwoot.is_old = is_old
        product.sandbox.faults.set("whatsapp", "blocked", None, 1.0)
        assert await chatwoot.answer(theirs, "Bonjour", key=4711) == 200
        if is_old:
            await product.until(lambda: any("⚠ Non remis" in one for one in theirs.said("outgoing", private=True)))
            return
        (mine,) = [one for one in theirs.messages if one["id"] == 4711]
        await product.until(lambda: mine.get("status") == "failed")
        assert mine["external_error"].startswith("Non remis au client")


async def test_what_the_policy_does_not_let_out_is_marked_at_once(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        _, theirs = await given(product, chatwoot)
        product.forward(25 * 3600)  # the window is closed
        assert await chatwoot.answer(theirs, "Toujours là ?", key=4712) == 200
        (mine,) = [one for one in theirs.messages if one["id"] == 4712]
        await product.until(lambda: mine.get("status") == "failed")


async def test_who_is_forgotten_is_forgotten_here(tmp_path, sqlite_url):
    async with beside(tmp_path, sqlite_url) as (product, chatwoot):
        await given(product, chatwoot)
        who = (await product.customer("whatsapp"))["id"]
        assert (await product.post(f"/api/v1/customers/{who}/erase", {}))[0] < 300
        assert not await product.rows("SELECT 1 FROM entrusted UNION ALL SELECT 1 FROM errand")
