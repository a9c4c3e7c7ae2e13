"""Promise 10: slow things never hold a lane. Turns call nobody; who must wait for others does it beside the journey."""

from __future__ import annotations

import ast
import asyncio
import base64
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from gateway.journey import sender
from tests.journey.payloads import said, whatsapp
from tests.journey.product import CHANNELS, account, running

JOURNEY = Path(__file__).parents[2] / "gateway" / "journey"
TURN = ("turn", "bot", "hearing", "talk", "routing", "holding/people_asked", "recall", "facts", "admission", "posting",
        "inbox", "status", "refusal", "holding/ownership")  # fmt: skip
OUTSIDE = {"asyncio", "aiohttp", "connectors.http", "socket", "time", "urllib", "threading"}


@asynccontextmanager
async def nowhere():
    """A provider that takes calls and never answers; its address."""
    let_go = asyncio.Event()

    async def hang(_reader, writer):
        await let_go.wait()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    let_go.set()
    server.close()


async def test_a_provider_that_never_answers_holds_up_no_other_account(tmp_path, database_url):
    """As many calls hang as an account may make; all that comes in is stored and turned, also on that account."""
    async with nowhere() as base:
        hanging = replace(account("whatsapp"), api_base=base)
        others = [account(channel) for channel in CHANNELS if channel != "whatsapp"]
        async with running(tmp_path, database_url, accounts=[hanging, *others]) as product:
            many = product.gateway.parts.senders.IN_FLIGHT + 6
            calls = [said(f"wamid.{number}", f"3361200{number:04d}") for number in range(many)]
            assert await product.called("whatsapp", whatsapp(messages=calls)) == 200
            await product.settled_inbox()
            await product.until(lambda: product.gateway.parts.senders._flying["whatsapp"] == many - 6)
            for other in others:
                product.say(other.channel, "help")
                assert len(await product.answered(other.channel, 1)) == 1
            assert await product.called("whatsapp", whatsapp(messages=[said("wamid.late")])) == 200
            await product.settled_inbox()
            assert await product.number("SELECT count(*) FROM message WHERE direction = 'in'") == many + 1 + len(others)


async def test_media_that_never_comes_delays_neither_its_message_nor_other_media(tmp_path, sqlite_url):
    async with nowhere() as base:
        hanging = replace(account("whatsapp"), api_base=base)
        async with running(tmp_path, sqlite_url, accounts=[hanging, account("telegram")]) as product:
            picture = {"type": "image", "image": {"id": "9", "mime_type": "image/png", "caption": "help"}}
            calls = [said(f"wamid.{number}", f"3361200{number:04d}", **picture) for number in range(12)]
            assert await product.called("whatsapp", whatsapp(messages=calls)) == 200
            await product.settled_inbox()
            assert len(await product.messages(account="whatsapp", direction="in")) == 12
            await product.until(lambda: len(product.gateway.parts.fetchers._fetching["whatsapp"]) == 8)
            await send_picture(product, "telegram")

            async def stored():
                (one,) = await product.messages(account="telegram", direction="in")
                return len(one["content"].get("media_id") or "") == 36

            await product.until(stored, 5)  # sooner than the others are given up


@pytest.fixture
def fetched(embedded, monkeypatch):
    """The folder of files cannot be written. Every file that was fetched from the provider, once for each time."""
    product, calls = embedded, []
    connector = product.gateway.parts.accounts["telegram"]
    fetch_media = connector.fetch_media

    async def counted(source, largest):
        calls.append(source.media_id)
        return await fetch_media(source, largest)

    monkeypatch.setattr(connector, "fetch_media", counted)
    fetchers = product.gateway.parts.fetchers
    monkeypatch.setattr(fetchers, "_folder", Path(__file__))
    return calls


async def test_a_file_that_cannot_be_kept_is_not_fetched_again_at_once(embedded, fetched, tmp_path):
    """A full disk would else be a call to the provider after the other, as fast as it answers."""
    fetchers = embedded.gateway.parts.fetchers
    with capture_logs() as logged:
        await send_picture(embedded, "telegram")
        await embedded.until(lambda: logged)
    assert [one["event"] for one in logged] == ["media_not_settled"]
    fetchers._folder = tmp_path / "room"
    await send_picture(embedded, "telegram")
    await embedded.until(lambda: list((tmp_path / "room").glob("*-*-*-*-*")))
    assert len(fetched) == len(set(fetched)) == 2


async def test_a_file_that_could_not_be_kept_is_kept_once_there_is_room(embedded, fetched, tmp_path, monkeypatch):
    monkeypatch.setattr(embedded.gateway.parts.fetchers, "REST", 0)
    await send_picture(embedded, "telegram")
    await embedded.until(lambda: len(fetched) > 2)
    embedded.gateway.parts.fetchers._folder = tmp_path / "room"

    async def stored():
        (one,) = await embedded.messages(account="telegram", direction="in")
        return len(one["content"].get("media_id") or "") == 36

    await embedded.until(stored)


async def send_picture(product, channel) -> None:
    picture = {"kind": "image", "name": "x.png", "mime": "image/png", "base64": base64.b64encode(b"x").decode()}
    async with product.http.post(
        f"{product.sandbox.base_url}/_sandbox/phones/{channel}/say", json={"media": picture}
    ) as answer:  # fmt: skip
        assert answer.status == 200

    async def kept():
        return await product.messages(account=channel, direction="in")

    await product.until(kept)


@pytest.mark.parametrize("how", ["it hangs", "it breaks"])
async def test_a_sign_that_is_not_given_holds_up_nothing(embedded, monkeypatch, how):
    """The tap is acknowledged beside the journey; such signs are dropped rather than waited for."""
    product = embedded
    product.say("telegram", "Bonjour")
    (first,) = await product.answered("telegram", 1)
    asked = asyncio.Event()

    async def signal(*_):
        asked.set()
        if how == "it breaks":
            raise KeyError(how)
        await asyncio.Event().wait()

    monkeypatch.setattr(product.gateway.parts.accounts["telegram"], "signal", signal)
    with capture_logs() as logged:
        product.sandbox.tap("telegram", first.id, first.buttons[0]["id"])
        await product.answered("telegram", 2)
        await asked.wait()
        product.say("telegram", "help")
        await product.answered("telegram", 3)
    assert [one["event"] for one in logged] == (["signal_failed"] if how == "it breaks" else [])
    for task in product.gateway.parts.turns._signals:
        task.cancel()


async def test_a_look_up_that_hangs_holds_up_only_its_own_address(embedded, monkeypatch):
    product = embedded
    monkeypatch.setattr(sender, "LOOK_UP_SECONDS", 0.5)
    hung = asyncio.Event()

    async def find_sent(*_):
        hung.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(product.gateway.parts.accounts["sms"], "find_sent", find_sent)
    product.sandbox.faults.set("sms", "lost_answer", 1)
    product.say("sms", "help", address="+33612345678")
    await hung.wait()
    product.say("sms", "help", address="+33687654321")
    await product.answered("sms", 1, "+33687654321")
    await product.settled()
    await product.until(lambda: not product.gateway.parts.senders._flying["sms"])


@pytest.mark.parametrize("module", TURN)
def test_what_runs_within_a_transaction_can_wait_for_nobody(module):
    """Neither a turn nor what decides for it knows a way to call outside, or to wait."""
    tree = ast.parse((JOURNEY / f"{module}.py").read_text())
    for node in ast.walk(tree):
        assert not isinstance(node, ast.AsyncFunctionDef | ast.Await), module
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not OUTSIDE & {*names}, (module, names)
