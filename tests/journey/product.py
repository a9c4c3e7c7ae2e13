"""The whole product in this process: the real gateway against the simulated providers, over real HTTP."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from datetime import time as clock_time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from msgspec.structs import replace as replace_settings
from sqlalchemy import text

from connectors.contract import Account
from connectors.sandbox import server, twilio
from connectors.sandbox.meta_common import hook as meta_hook
from connectors.sandbox.provider import Hook
from dialogs.flow_files import load_catalog
from gateway.app import Gateway, build
from gateway.settings import Agent, Brand, Listen, Media, Settings, Site
from gateway.settings import Sandbox as SandboxSettings
from tests.ports import free_port

KEY = "key-of-the-tests"
SECRETS = {
    "whatsapp": {"phone_number_id": "1065", "waba_id": "1", "access_token": "wa-token", "app_secret": "wa-secret",
                 "verify_token": "wa-verify"},
    "messenger": {"page_id": "1088", "page_token": "page-token", "app_secret": "page-secret", "verify_token": "pv"},
    "sms": {"account_sid": "ACtest", "auth_token": "twilio-token", "from": "+33755531234"},
    "telegram": {"token": "7:tg-token", "webhook_secret": "tg-secret"},
}  # fmt: skip
PROVIDERS = {"whatsapp": "meta", "messenger": "meta", "sms": "twilio", "telegram": "telegram"}
CHANNELS = tuple(SECRETS)
ANNA, MARC = "anna@example.com", "marc@example.com"
SITE = "https://www.lumen.example"  # the brand's own
_catalog = cache(load_catalog)  # read once for all tests: half of what it takes to start
PATIENCE = 60.0  # seconds for anything to come about, on a machine busy with other things
POLL = 0.01
STOP_PATIENCE = 0.5


def account(channel: str, name: str | None = None, *, rate=None, recipient_rate=None, **values: str) -> Account:
    """An account of the tests, perhaps with other keys; without limits of ours unless it is given some."""
    keys = {**SECRETS[channel], **values}
    return Account(
        id=name or channel, channel=channel, provider=PROVIDERS[channel], values=keys, api_base="", rate=rate,
        recipient_rate=recipient_rate,
    )  # fmt: skip


ACCOUNTS = tuple(account(channel) for channel in CHANNELS)


class Time:
    """A clock that can be moved: real time and so much more, or one instant."""

    def __init__(self) -> None:
        self._ahead = 0
        self._frozen: int | None = None

    def __call__(self) -> int:
        return self._frozen if self._frozen is not None else time.time_ns() // 1_000_000 + self._ahead

    def freeze(self) -> None:
        self._frozen = self()

    def forward(self, seconds: float) -> None:
        if self._frozen is not None:
            self._frozen += round(seconds * 1000)
        else:
            self._ahead += round(seconds * 1000)

    def set(self, millis: int) -> None:
        self._frozen = None
        self._ahead += millis - self()


@dataclass
class Desk:
    """Somebody logged in."""

    http: aiohttp.ClientSession
    url: str
    headers: dict[str, str]

    async def get(self, path: str):
        async with self.http.get(f"{self.url}/desk/api/{path}") as answer:
            return await answer.json()

    async def post(self, path: str, body: object = None):
        async with self.http.post(f"{self.url}/desk/api/{path}", json=body, headers=self.headers) as answer:
            return answer.status, (await answer.json() if answer.status != 204 else None)

    async def put(self, path: str, body: object):
        async with self.http.put(f"{self.url}/desk/api/{path}", json=body, headers=self.headers) as answer:
            return answer.status, (await answer.json() if answer.status != 204 else None)

    async def act(self, conversation_id: str, name: str):
        """take, hand_back or resolve, by the epoch as it stands."""
        held = (await self.get(f"conversations/{conversation_id}"))["conversation"]
        return await self.post(f"conversations/{conversation_id}/{name}", {"epoch": held["owner"]["epoch"]})

    async def reply(self, conversation_id: str, words: str):
        said = {"client_id": words, "content": {"type": "text", "body": words}, "seen_seq": 2**40}
        return await self.post(f"conversations/{conversation_id}/reply", said)


@dataclass
class Product:
    """A running gateway, its simulated providers, a clock to move, and a program that reads the API."""

    gateway: Gateway
    sandbox: server.Sandbox
    url: str
    http: aiohttp.ClientSession
    clock: Time
    rounds: int = 0  # that the workers have ended

    # -- the API

    async def get(self, path: str, **query: str):
        async with self.http.get(f"{self.url}{path}", params=query) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, body: object):
        async with self.http.post(f"{self.url}{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def messages(self, **query: str):
        _, page = await self.get("/api/v1/messages", **query, limit="1000")
        return page["items"]

    async def message(self, message_id: str):
        return (await self.get(f"/api/v1/messages/{message_id}"))[1]

    async def send(self, channel: str, words: str, *, to: str | None = None, category="transactional", **more):
        """A program sends; what the API said of it."""
        content = {"type": "text", "body": words}
        body = {"account": channel, "to": to or self.shown(channel), "content": content, "category": category, **more}
        status, taken = await self.post("/api/v1/messages", body)
        assert status == 202, taken
        return taken

    async def customer(self, channel: str, address: str | None = None):
        """The customer who holds that phone, or another; known once a word of theirs was stored."""
        _, found = await self.get("/api/v1/customers", account=channel, address=address or self.shown(channel))
        return found["items"][0]

    async def decide(self, channel: str, **change: object) -> None:
        """The customer with that phone in hand decides something, as a program tells it: with their own yes."""
        yes = {"confirmed": {"words": "oui", "at": "2026-11-24T10:00:00Z"}}
        who = await self.customer(channel)
        status, done = await self.post(f"/api/v1/customers/{who['id']}/terms", {**change, **yes})
        assert status == 200, done

    async def follow(self, channel: str) -> None:
        """The customer agrees to offers, at an hour when the law lets us send them."""
        await self.decide(channel, scope="topic:offers", field="consent", value=True)
        self.clock.set(next_tuesday(self.clock()))
        self.gateway.parts.senders.ring(set())

    @asynccontextmanager
    async def desk(self, email: str = ANNA) -> AsyncIterator[Desk]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            async with http.post(
                f"{self.url}/desk/api/login", json={"email": email, "password": "lumen"}
            ) as answer:  # fmt: skip
                csrf = (await answer.json())["csrf"]
            yield Desk(http, self.url, {"X-CSRF-Token": csrf})

    # -- customers and providers

    def shown(self, channel: str) -> str:
        """The address of the customer in whose hand the phone is."""
        return self.sandbox.lines[channel].shown

    def say(self, channel: str, words: str, *, address: str | None = None):
        return self.sandbox.say(channel, words, address=address)

    async def tell(self, channel: str, words: str, *, address: str | None = None) -> None:
        """The same, until its turn was taken; the answer may wait."""
        await self.acknowledged(self.say(channel, words, address=address))
        await self.settled_inbox()

    def heard(self, channel: str, address: str | None = None) -> list[str]:
        """What the brand's messages say on that phone."""
        return [one.text for one in self.sandbox.sent(channel, address)]

    async def called(self, channel: str, payload: object, *, at: str | None = None) -> int:
        """A webhook call as that account's provider signs it, perhaps to another account's address; its status."""
        line = self.sandbox.lines[channel]
        hook = signed(line, payload, f"{self.url}/hooks/{at or channel}")
        async with self.http.post(hook.url, data=hook.body, headers=hook.headers) as answer:
            return answer.status

    async def acknowledged(self, bubble) -> int:
        """The status with which the webhook of this bubble was answered in the end."""
        await self.until(lambda: (bubble.raw["answer"] or {}).get("status") in (200, 403))
        return bubble.raw["answer"]["status"]

    # -- waiting

    async def answered(self, channel: str, count: int, address: str | None = None):
        """The brand's messages on a phone, once there are so many."""
        return await self.until(lambda: enough(self.sandbox.sent(channel, address), count))

    async def until(self, ask, seconds: float = PATIENCE):
        """The first answer that is true; `ask` may be asynchronous."""
        return await until(ask, seconds)

    async def status(self, message_id: str, *wanted: str):
        """The message, once its status is one of these."""

        async def reached():
            found = await self.message(message_id)
            return found if found["status"] in wanted else None

        return await self.until(reached)

    async def settled_inbox(self) -> None:
        """All that came in was answered, though the answers may wait."""
        await self.until(lambda: self._none("SELECT 1 FROM inbox WHERE state = 'waiting'"))

    async def _none(self, query: str) -> bool:
        return not await self.rows(query)

    async def settled(self) -> None:
        """Nothing waits in the inbox, nothing is on its way, and nothing is due."""

        await self.until(lambda: self._none(
            "SELECT 1 FROM inbox WHERE state = 'waiting' UNION ALL SELECT 1 FROM delivery WHERE state = 'sending' "
            f"OR (state IN ('queued', 'deferred') AND next_at <= {self.clock()})"
        ))  # fmt: skip

    async def step(self, seconds: float) -> None:
        """Move the clock by a second or more; what may leave then has left, and it is written down how."""
        self.forward(seconds)
        await self.gateway.parts.placers._sweep()
        await self.round()
        senders = self.gateway.parts.senders
        while senders._calls or senders._endings.waits():
            await self.until(lambda: not senders._calls)
            await self.round()
        await self.round()

    async def round(self) -> None:
        """A whole round of the workers, begun after now."""
        wanted = self.rounds + 2

        def over() -> bool:
            self.gateway.parts.senders.ring(set())
            return self.rounds >= wanted

        await self.until(over)

    def forward(self, seconds: float) -> None:
        """Move the clock, and let the workers look at it."""
        self.clock.forward(seconds)
        self.gateway.parts.senders.ring(set())

    async def rows(self, query: str):
        """Straight from the database."""
        return await self.gateway.parts.database.read(lambda connection: connection.execute(text(query)).all())

    async def write(self, *statements: str) -> None:
        """Straight into the database."""

        def run(connection) -> None:
            for statement in statements:
                connection.connection.cursor().execute(statement)  # as it is: "%" is no placeholder

        await self.gateway.parts.database.write(run)

    async def number(self, query: str) -> int:
        return (await self.rows(query))[0][0]


async def until(ask, seconds: float = PATIENCE):
    """The first answer that is true; `ask` may be asynchronous."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = ask()
        found = await found if asyncio.iscoroutine(found) else found
        if found:
            return found
        await asyncio.sleep(POLL)
    raise AssertionError("it never came to be")


def next_tuesday(now: int) -> int:
    """Eleven o'clock in Paris on a Tuesday to come, in milliseconds."""
    paris = ZoneInfo("Europe/Paris")
    day = datetime.fromtimestamp(now / 1000, paris).date()
    day += timedelta(days=(1 - day.weekday()) % 7 or 7)
    return int(datetime.combine(day, clock_time(11), paris).timestamp() * 1000)


def enough(found: Sequence, count: int):
    return found if len(found) >= count else None


def signed(line, payload: object, url: str) -> Hook:
    """A webhook as the provider of this line spells and signs it."""
    if line.provider == "twilio":
        return twilio._hook(line, url, payload)
    if line.provider == "meta":
        return replace(meta_hook(line, payload), url=url)
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": line.values["webhook_secret"]}
    return Hook(json.dumps(payload).encode(), headers, url)


def settings_of(folder: Path, database_url: str, port: int, sandbox_port: int) -> Settings:
    return Settings(
        brand=Brand(name="Maison Lumen"), public_url=f"http://127.0.0.1:{port}", listen=Listen(port=port),
        database=database_url, media=Media(folder=str(folder / "media")), sandbox=SandboxSettings(port=sandbox_port),
        site=Site(origins=(SITE,)), agents=(Agent(ANNA, "Anna", "lumen", "admin"), Agent(MARC, "Marc", "lumen")),
    )  # fmt: skip


@asynccontextmanager
async def providers(accounts: Sequence[Account], port: int) -> AsyncIterator[server.Sandbox]:
    """The simulated ones of these accounts."""
    known = [(one.id, one.channel, one.provider, one.values, one.hook_url) for one in accounts]
    sandbox = await server.start(server.config(known, port=port, brand="Maison Lumen"))
    try:
        yield sandbox
    finally:
        await sandbox.stop()


async def start(
    folder: Path, database_url: str, accounts: Sequence[Account], clock: Time, *, port: int, base: str, **more: object
) -> tuple[Gateway, list[Account]]:
    """A gateway that is built and not started, and its accounts as they are placed. `more`: settings."""
    url = f"http://127.0.0.1:{port}"
    placed = [replace(one, api_base=one.api_base or base, public_url=one.public_url or url) for one in accounts]
    settings = replace_settings(settings_of(folder, database_url, port, int(base.rpartition(":")[2])), **more)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CAUSERIE_API_KEY", KEY)
        patched.setattr("gateway.app.load_catalog", _catalog)
        return await build(settings, placed, clock), placed


@asynccontextmanager
async def running(
    folder: Path, database_url: str, *, accounts: Sequence[Account] = ACCOUNTS, clock: Time | None = None,
    **more: object,
) -> AsyncIterator[Product]:  # fmt: skip
    """The product on a prepared database, until the end of the block."""
    port, sandbox_port, clock = free_port(), free_port(), clock or Time()
    base = f"http://127.0.0.1:{sandbox_port}"
    gateway, placed = await start(folder, database_url, accounts, clock, port=port, base=base, **more)
    async with providers(placed, sandbox_port) as sandbox, serving(gateway, sandbox, port, clock) as product:
        yield product


@asynccontextmanager
async def again(product: Product, database_url: str, *, clock: Time | None = None) -> AsyncIterator[Product]:
    """One more gateway for the same accounts and providers: beside the first, or in its place."""
    port, clock = free_port(), clock or product.clock
    accounts = [product.gateway.parts.accounts[name].account for name in product.gateway.parts.accounts]
    folder = Path(product.gateway.settings.media.folder).parent
    gateway, _ = await start(folder, database_url, accounts, clock, port=port, base=accounts[0].api_base)
    async with serving(gateway, product.sandbox, port, clock) as second:
        yield second


@asynccontextmanager
async def serving(gateway: Gateway, sandbox: server.Sandbox, port: int, clock: Time) -> AsyncIterator[Product]:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"}) as http:
        product = Product(gateway, sandbox, f"http://127.0.0.1:{port}", http, clock)
        run = gateway.parts.rounds._round

        async def counted() -> None:
            await run()
            product.rounds += 1

        gateway.parts.rounds._round = counted
        await gateway.start()
        try:
            yield product
        finally:
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr("gateway.app.STOP_PATIENCE", STOP_PATIENCE)  # some tests let a provider hang
                await gateway.stop()
            for task in gateway.parts.senders._calls:
                task.cancel()
