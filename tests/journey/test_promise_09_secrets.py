"""Promise 9: signatures fail closed, nobody starts without a secret, and no secret is ever shown."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from contextlib import asynccontextmanager, closing
from dataclasses import replace

import aiohttp
import pytest

from connectors.registry import connector_class, known
from gateway import settings
from gateway.ground.faults import ConfigurationFault
from tests.journey.payloads import entry, said, status
from tests.journey.process import configuration, launch, ready
from tests.journey.product import CHANNELS, KEY, SECRETS, account, providers, running, until
from tests.ports import free_port

# -- who may speak


FORGED = {
    "whatsapp": {"X-Hub-Signature-256": "sha256=" + "0" * 64},
    "messenger": {"X-Hub-Signature-256": ""},
    "sms": {"X-Twilio-Signature": "AAAA", "Content-Type": "application/x-www-form-urlencoded"},
    "telegram": {"X-Telegram-Bot-Api-Secret-Token": "tg-secre"},
}


@pytest.mark.parametrize("headers", ["forged", "none"])
async def test_who_cannot_prove_to_be_the_provider_is_refused_and_nothing_is_kept(embedded, headers):
    for channel in CHANNELS:
        given = FORGED[channel] if headers == "forged" else {}
        async with embedded.http.post(f"{embedded.url}/hooks/{channel}", data=b"{}", headers=given) as answer:
            assert answer.status == 403, channel
    assert await embedded.number("SELECT count(*) FROM inbox") == 0


async def test_the_secret_of_one_account_opens_no_other(embedded):
    """Signed right, and by the wrong account."""
    page = whatsapp_call("1065", "wamid.1")
    line = embedded.sandbox.lines["messenger"]
    values, line.values = line.values, SECRETS["messenger"]
    assert await embedded.called("messenger", page, at="whatsapp") == 403
    line.values = values
    assert await embedded.number("SELECT count(*) FROM inbox") == 0


SEVERAL = (
    account("whatsapp"),
    account("whatsapp", "same", phone_number_id="2000"),
    account("whatsapp", "other", phone_number_id="3000", app_secret="another-secret"),
    account("messenger", "page", page_id="4000", app_secret="wa-secret"),
)


def whatsapp_call(number_id, key):
    return {"object": "whatsapp_business_account", "entry": [entry(number_id, messages=[said(key)])]}


async def test_one_call_reaches_another_account_only_with_its_provider_and_its_secret(tmp_path, database_url):
    async with running(tmp_path, database_url, accounts=SEVERAL) as product:
        entries = [entry(number, messages=[said(f"wamid.{number}")]) for number in ("1065", "2000", "3000", "4000")]
        statuses = [entry("3000", statuses=[status("wamid.x", "read")])]
        call = {"object": "whatsapp_business_account", "entry": [*entries, *statuses]}
        assert await product.called("whatsapp", call) == 200
        for name in ("whatsapp", "same"):
            assert len(await product.until(lambda name=name: product.messages(account=name, direction="in"))) == 1
        assert await product.messages(account="other") == []
        assert await product.messages(account="page") == []
        kept = await product.rows("SELECT account, reason FROM inbox WHERE state = 'unreadable'")
        assert [tuple(row) for row in kept] == [("whatsapp", "unknown_account")] * 3


# -- who may start


@pytest.mark.parametrize(("channel", "provider"), sorted(known()))
@pytest.mark.parametrize("given", ["missing", "empty", "a variable that is not set"])
def test_an_account_without_one_of_its_secrets_refuses_to_start(tmp_path, monkeypatch, channel, provider, given):
    keys = connector_class(channel, provider).KEYS
    for wanting in sorted(keys.secret):
        values = dict.fromkeys(keys.required, "hunter2")
        values[wanting] = {"missing": None, "empty": "", "a variable that is not set": "${NOT_SET_ANYWHERE}"}[given]
        lines = "".join(f"    {key}: '{value}'\n" for key, value in values.items() if value is not None)
        file = tmp_path / "causerie.yaml"
        file.write_text(f"accounts:\n  one:\n    channel: {channel}\n    provider: {provider}\n{lines}")
        with pytest.raises(ConfigurationFault) as refused:
            settings.load(file)
        assert wanting in str(refused.value) or "NOT_SET_ANYWHERE" in str(refused.value)
        assert "hunter2" not in str(refused.value)


def test_the_command_says_what_is_missing_and_ends(tmp_path):
    file = configuration(tmp_path, port=free_port(), sandbox_port=free_port())
    without = {**SECRETS, "telegram": {"token": "7:tg-token", "webhook_secret": ""}}
    process = launch(file, secrets=without, log=subprocess.PIPE)
    written, _ = process.communicate(timeout=30)
    assert process.returncode != 0
    assert b"webhook_secret" in written
    assert b"tg-token" not in written


# -- what is shown


WORDS = ("zanzibar", "tombouctou", "samarcande")  # only customers and agents of this test say them
HIDDEN = {
    "whatsapp": {"phone_number_id": "1065", "waba_id": "1", "access_token": "hush-wa-token",
                 "app_secret": "hush-wa-app", "verify_token": "hush-wa-verify"},
    "messenger": {"page_id": "1088", "page_token": "hush-page-token", "app_secret": "hush-page-app",
                  "verify_token": "hush-page-verify"},
    "sms": {"account_sid": "ACtest", "auth_token": "hush-twilio", "from": "+33755531234"},
    "telegram": {"token": "7:hush-tg-token", "webhook_secret": "hush-tg-hook"},
}  # fmt: skip
SECRET = "hush-"
FAULTS = ("server_error", "throttled", "auth", "lost_answer", "blocked", "closed_window", "duplicate", "early_status")
PAGES = (
    "/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/v1/messages", "/api/v1/customers",
    "/desk/api/dead-letters", "/desk/api/cases?view=all", "/desk/api/session", "/", "/hooks/telegram", "/hooks/nobody",
    "/nothing", "/api/v1/messages/hush", "/api/v1/messages?after=%00",
)  # fmt: skip


@asynccontextmanager
async def process_and_log(folder):
    """The product as an operator runs it, its whole log, and its simulated providers."""
    port, sandbox_port = free_port(), free_port()
    file = configuration(folder, port=port, sandbox_port=sandbox_port, secrets=HIDDEN)
    url, base = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{sandbox_port}"
    placed = [replace(account(channel, **HIDDEN[channel]), api_base=base, public_url=url) for channel in CHANNELS]
    with (folder / "log").open("wb") as log:
        process = launch(file, secrets=HIDDEN, log=log, level="debug")
        try:
            async with providers(placed, sandbox_port) as sandbox:
                await ready(url, process)
                yield url, sandbox
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, 30)


async def test_no_secret_and_no_word_of_a_customer_is_ever_shown(tmp_path):
    """Through every fault, a turn that breaks, forged calls, a provider that is gone, and every page."""
    shown: list[str] = []
    async with (
        process_and_log(tmp_path) as (url, sandbox),
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http,
    ):
        for number, fault in enumerate(FAULTS):
            await suffer(sandbox, fault, f"33612{number:06d}")
        await break_a_turn(tmp_path, sandbox)
        for channel in CHANNELS:
            headers = {**FORGED[channel], "Authorization": "Bearer hush-wrong-key"}
            async with http.post(
                f"{url}/hooks/{channel}?token=hush-in-query", data=b"zanzibar", headers=headers
            ) as answer:
                shown.append(await answer.text())
            async with http.get(f"{url}/hooks/{channel}?hub.mode=subscribe&hub.verify_token=hush-guess") as answer:
                shown.append(await answer.text())
        await sandbox.stop()  # and now nobody is there
        await send_all(http, url)
        async with http.post(
            f"{url}/desk/api/login", json={"email": "anna@example.com", "password": "lumen"}
        ) as answer:
            shown.append(await answer.text())
        for headers in ({"Authorization": f"Bearer {KEY}"}, {"Authorization": "Bearer zanzibar"}, {}):
            for page in PAGES:
                async with http.get(url + page, headers=headers) as answer:
                    shown.append(await answer.text())
    log = (tmp_path / "log").read_text()
    assert "turn_failed" in log
    assert "webhook_forged" in log
    for word in (SECRET, KEY, "lumen", *WORDS):
        assert word not in log.casefold(), [line for line in log.splitlines() if word in line.casefold()][:3]
    assert "serving" in log
    for text in shown:
        assert SECRET not in text, text[:500]
        assert KEY not in text, text[:500]
    assert any("failed" in text for text in shown)


async def suffer(sandbox, fault, number) -> None:
    for channel in CHANNELS:
        sandbox.faults.set(channel, fault, 2, 1)
        address = f"+{number}" if channel == "sms" else number
        bubbles = [sandbox.say(channel, f"help {WORDS[0]}", address=address)]
        bubbles += [sandbox.say(channel, words, address=address) for words in ("help", WORDS[1])]
        await acknowledged(bubbles)
        sandbox.faults.clear()


async def acknowledged(bubbles) -> None:
    await until(lambda: all((one.raw["answer"] or {}).get("status") == 200 for one in bubbles))


async def break_a_turn(folder, sandbox) -> None:
    """The database refuses what this customer says: the turn fails with the words in its hands."""
    with closing(sqlite3.connect(folder / "causerie.db", timeout=20)) as database:
        refused = "WHEN NEW.content LIKE '%samarcande%' BEGIN SELECT RAISE(ABORT, 'samarcande'); END"
        database.execute(f"CREATE TRIGGER refuse BEFORE INSERT ON message {refused}")
        database.commit()
        await acknowledged([sandbox.say("telegram", f"help {WORDS[2]}", address="4242")])
        await until(lambda: database.execute("SELECT 1 FROM inbox WHERE attempts > 0").fetchall())


async def send_all(http, url) -> None:
    for channel in CHANNELS:
        body = {"account": channel, "to": "33612000000", "content": {"type": "text", "body": WORDS[0]},
                "category": "transactional"}  # fmt: skip
        async with http.post(f"{url}/api/v1/messages", json=body, headers={"Authorization": f"Bearer {KEY}"}) as answer:
            assert answer.status == 202
