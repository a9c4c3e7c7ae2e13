"""The whole product in this process: the real gateway against the simulated providers, over real HTTP."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass

import aiohttp
import pytest

from connectors.contract import Account
from connectors.sandbox import server
from gateway.app import build
from gateway.settings import Agent, Brand, Listen, Media, Settings
from gateway.settings import Sandbox as SandboxSettings

KEY = "key-of-the-tests"
SECRETS = {
    "whatsapp": {"phone_number_id": "1065", "waba_id": "1", "access_token": "wa-token", "app_secret": "wa-secret",
                 "verify_token": "wa-verify"},
    "messenger": {"page_id": "1088", "page_token": "page-token", "app_secret": "page-secret", "verify_token": "pv"},
    "sms": {"account_sid": "ACtest", "auth_token": "twilio-token", "from": "+33755531234"},
    "telegram": {"token": "7:tg-token", "webhook_secret": "tg-secret"},
}  # fmt: skip
PROVIDERS = {"whatsapp": "meta", "messenger": "meta", "sms": "twilio", "telegram": "telegram"}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@dataclass
class Product:
    """A running gateway, its simulated providers, and a program that reads the API."""

    gateway: object
    sandbox: server.Sandbox
    url: str
    http: aiohttp.ClientSession

    async def get(self, path: str, **query: str):
        async with self.http.get(f"{self.url}{path}", params=query) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, body: object):
        async with self.http.post(f"{self.url}{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def answered(self, account: str, count: int, seconds: float = 8.0):
        """The brand's messages on the shown phone, once there are so many."""
        for _ in range(int(seconds * 50)):
            sent = self.sandbox.sent(account)
            if len(sent) >= count:
                return sent
            await asyncio.sleep(0.02)
        raise AssertionError(f"{account}: {[one.text for one in self.sandbox.sent(account)]}")

    async def until(self, ask, seconds: float = 8.0):
        """The first answer that is true."""
        for _ in range(int(seconds * 50)):
            found = await ask()
            if found:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError("it never came to be")


@pytest.fixture
async def product(tmp_path, database_url, monkeypatch):
    monkeypatch.setenv("CAUSERIE_API_KEY", KEY)
    port, sandbox_port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    base = f"http://127.0.0.1:{sandbox_port}"
    accounts = [
        Account(id=channel, channel=channel, provider=PROVIDERS[channel], values=values, api_base=base, public_url=url)
        for channel, values in SECRETS.items()
    ]
    sandbox = await server.start(
        server.config(
            [(one.id, one.channel, one.provider, one.values, one.hook_url) for one in accounts],
            port=sandbox_port, brand="Maison Lumen",
        )
    )  # fmt: skip
    settings = Settings(
        brand=Brand(name="Maison Lumen"), public_url=url, listen=Listen(port=port), database=database_url,
        media=Media(folder=str(tmp_path / "media")), sandbox=SandboxSettings(port=sandbox_port),
        agents=(Agent("anna@example.com", "Anna", "lumen", "admin"), Agent("marc@example.com", "Marc", "lumen")),
    )  # fmt: skip
    if database_url.startswith("postgresql"):
        from gateway.ground import schema
        from gateway.ground.database import Database

        fresh = Database(database_url)
        schema.migrate(fresh)
        fresh.close()
    gateway = await build(settings, accounts)
    await gateway.start()
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"}) as http:
        yield Product(gateway, sandbox, url, http)
    await gateway.stop()
    await sandbox.stop()
