"""The real gateway in a thread of its own, over real HTTP and raw sockets: every door as outsiders find it."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from connectors.contract import Account
from connectors.sandbox import server
from gateway.app import build
from gateway.ground import schema
from gateway.ground.database import Database
from gateway.settings import Agent, Brand, Listen, Media, Settings
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
SECONDS = 30.0

_numbers = itertools.count(10_000)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass(frozen=True)
class Door:
    """A running gateway, and the ways to knock."""

    port: int
    database: str
    providers: str  # where the simulated ones listen
    routes: list[tuple[str, str]]  # method and path of all that is served

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, *, body=None, headers=None, key: str | None = KEY) -> Answer:
        """One call; a `body` that is not bytes is sent as JSON."""
        given = dict(headers or {})
        if key is not None:
            given.setdefault("Authorization", f"Bearer {key}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            given.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, body=body, headers=given)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **query) -> Answer:
        return self.ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body) -> Answer:
        return self.ask("POST", path, body=body)

    def rows(self, query: str) -> list[tuple]:
        """Straight from the embedded database."""
        with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"))) as connection:
            return connection.execute(query).fetchall()

    def write(self, statement: str) -> None:
        """Change what time would."""
        with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=SECONDS)) as connection:
            connection.execute(statement)
            connection.commit()

    @contextmanager
    def listening(self, path: str, headers: dict[str, str]) -> Iterator[Iterator[dict[str, str]]]:
        """The events of a stream, each as its fields."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            assert answer.status == 200
            yield _events(answer)
        finally:
            connection.close()

    def raw(self, sent: bytes) -> Answer:
        """What comes back for exactly these bytes; status 0: the connection was closed without a word."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS) as wire:
            with suppress(BrokenPipeError, ConnectionResetError):  # refused before all was read
                wire.sendall(sent)
            return _answer(wire, sent.partition(b" ")[0].decode())


def _events(answer: http.client.HTTPResponse) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    while line := answer.readline().decode():
        name, _, value = line.rstrip("\n").partition(": ")
        if name:
            event[name] = value
        elif event:
            yield event
            event = {}


def _answer(wire: socket.socket, method: str) -> Answer:
    answer = http.client.HTTPResponse(wire, method=method)
    try:
        answer.begin()
        body = answer.read()
    except (http.client.BadStatusLine, ConnectionResetError):
        return Answer(0, {}, b"")
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)


def phone() -> str:
    """A number nobody has written from yet."""
    return f"+3369{next(_numbers):07d}"


async def _serve(
    settings: Settings, accounts: list[Account], routes: list, started: threading.Event, stop: asyncio.Event
) -> None:
    known = [(one.id, one.channel, one.provider, one.values, one.hook_url) for one in accounts]
    sandbox = await server.start(server.config(known, port=int(accounts[0].api_base.rpartition(":")[2]), brand="B"))
    gateway = await build(settings, accounts)
    await gateway.start()
    routes += [(one.method, one.resource.canonical) for one in gateway.site.router.routes() if one.resource]
    started.set()
    await stop.wait()
    await gateway.stop()
    await sandbox.stop()


@contextmanager
def served(database_url: str, folder: Path) -> Iterator[Door]:
    """A gateway with its simulated providers, until the end of the block."""
    port, sandbox_port = free_port(), free_port()
    url, base = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{sandbox_port}"
    accounts = [
        Account(id=channel, channel=channel, provider=PROVIDERS[channel], values=values, api_base=base, public_url=url)
        for channel, values in SECRETS.items()
    ]
    settings = Settings(
        brand=Brand(name="Maison Lumen"), public_url=url, listen=Listen(port=port), database=database_url,
        media=Media(folder=str(folder)), conclusions={"refunded": {"fr": "Remboursé", "en": "Refunded"}},
        agents=(Agent("anna@example.com", "Anna", "lumen", "admin"), Agent("marc@example.com", "Marc", "lumen")),
    )  # fmt: skip
    loop, started, stop, routes = asyncio.new_event_loop(), threading.Event(), asyncio.Event(), []
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CAUSERIE_API_KEY", KEY)
        running = _serve(settings, accounts, routes, started, stop)
        thread = threading.Thread(target=loop.run_until_complete, args=(running,))
        thread.start()
        assert started.wait(SECONDS), "the gateway did not start"
    yield Door(port, database_url, base, routes)
    loop.call_soon_threadsafe(stop.set)
    thread.join(SECONDS)
    loop.close()


@pytest.fixture
def database(database_url) -> Iterator[Database]:
    """An empty database with every table, embedded or on PostgreSQL."""
    database = Database(database_url)
    schema.migrate(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def door(tmp_path_factory) -> Iterator[Door]:
    """One gateway for all of these tests: each writes from numbers of its own."""
    folder = tmp_path_factory.mktemp("door")
    with served(f"sqlite:///{folder / 'door.db'}", folder) as door:
        yield door


@pytest.fixture(scope="session")
def postgres_door(postgres_server, tmp_path_factory) -> Iterator[Door]:
    """The same on PostgreSQL, which takes neither every character nor two writers at once."""
    with psycopg.connect(host=postgres_server.query["host"], user=postgres_server.username, autocommit=True) as admin:
        admin.execute("CREATE DATABASE door")
    url = postgres_server.set(database="door").render_as_string(hide_password=False)
    database = Database(url)
    schema.migrate(database)
    database.close()
    with served(url, tmp_path_factory.mktemp("postgres-door")) as door:
        yield door


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def any_door(request) -> Door:
    return request.getfixturevalue("door" if request.param == "sqlite" else "postgres_door")
