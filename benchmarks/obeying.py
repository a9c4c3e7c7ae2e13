"""How soon a gateway that is sending obeys: a customer who says stop, a brand that falls silent.

Run by benchmarks.policy.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from sqlalchemy import text

from benchmarks.journey import ROOT, free_port
from gateway.ground import schema
from gateway.ground.database import Database
from gateway.terms.policy.law import law
from tests.gateway.terms.town import Town

T = TypeVar("T")

DAY = 86_400_000
KEY = "benchmark-key"
TOPICS = "topics:\n  - {id: offers, label: {fr: Offres, en: Offers}}\n"
LAW = 'version: "none"\ncountries:\n  default: {}\n'  # at any hour of the day
CONFIGURATION = """
brand: {{name: Bench, languages: [en, fr], timezone: Europe/Paris}}
public_url: http://127.0.0.1:{port}
listen: {{host: 127.0.0.1, port: {port}}}
database: {database}
topics: {folder}/topics.yaml
policy: {{law: {folder}/law.yaml}}
media: {{folder: {folder}/media}}
accounts:
  telegram: {{channel: telegram, provider: telegram, token: "1:T", webhook_secret: s,
             api_base: "http://127.0.0.1:{provider}", rate: {rate}, recipient_rate: null}}
"""


@contextmanager
def store(url: str | None) -> Iterator[Database]:
    """An empty one, with its schema."""
    folder = tempfile.mkdtemp(prefix="causerie-bench-")
    database = Database(url or f"sqlite:///{folder}/bench.db")
    if database.is_embedded:
        schema.prepare(database)
    else:
        schema.migrate(database)
        database.write_now(_emptied)
    yield database
    database.close()
    shutil.rmtree(folder)


def _emptied(connection: Any) -> None:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    names = ", ".join(f'"{name}"' for name in connection.execute(text(query)).scalars())
    connection.execute(text(f"TRUNCATE {names}"))


def at_once(town: Any, work: Callable[[], T]) -> T:
    """All that the town writes in `work` is one transaction: to settle in takes seconds, not minutes."""

    def within(connection: Any) -> T:
        town.read = town.write = lambda step, *given: step(connection, *given)
        return work()

    try:
        return town.database.write_now(within)
    finally:
        del town.read, town.write


def follower(town: Town, address: str) -> str:
    """Somebody new, who follows offers."""
    customer = town.meet("telegram", address)
    town.act(customer, "terms.follow", topic="offers")
    return customer


@dataclass
class Wire:
    """A provider that takes everything at once, and writes down when each call came in, to whom, and what it said."""

    port: int
    calls: list[tuple[float, str, bytes]] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"[Cc]ontent-[Ll]ength: *(\d+)", head)
                body = await reader.readexactly(int(length[1])) if length else b""
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            to = re.search(rb'chat_id"?[=:] ?"?(\d+)', body)
            self.calls.append((time.time(), to[1].decode() if to else "", body))
            result = {"message_id": len(self.calls), "date": 1, "chat": {"id": 1, "type": "private"}}
            told = json.dumps({"ok": True, "result": result})
            head_of = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(told)}\r\n\r\n"
            writer.write((head_of + told).encode())

    def last(self, to: str | None = None, saying: bytes = b"") -> float:
        """When the last call that says this came in, to this address or to any."""
        fit = (at for at, whom, body in self.calls if (to is None or whom == to) and saying in body)
        return max(fit, default=0.0)


def call(port: int, method: str, path: str, body: Any = None) -> Any:
    """One call of the API."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@asynccontextmanager
async def sending(
    url: str | None, people: int, messages: int, rate: str
) -> AsyncIterator[tuple[int, Wire, list[str], Database]]:
    """A gateway that sends, to so many customers, so many messages each: its port, the provider, them, its store."""
    folder = Path(tempfile.mkdtemp(prefix="causerie-bench-"))
    (folder / "topics.yaml").write_text(TOPICS)
    (folder / "law.yaml").write_text(LAW)
    address = url or f"sqlite:///{folder}/bench.db"
    port, wire = free_port(), Wire(free_port())
    file = folder / "causerie.yaml"
    file.write_text(CONFIGURATION.format(port=port, provider=wire.port, database=address, folder=folder, rate=rate))
    try:
        with store(address) as database:
            customers = _crowd(database, folder / "law.yaml", people, messages)
            async with _serving(file, wire):
                yield port, wire, customers, database
    finally:
        shutil.rmtree(folder)


def _crowd(database: Database, open_law: Path, people: int, messages: int) -> list[str]:
    town = Town(database, now=int(time.time() * 1000) - 2 * DAY)
    town.rulebook = replace(town.rulebook, law=law(open_law))
    customers = at_once(town, lambda: [follower(town, str(10_000 + number)) for number in range(people)])
    town.now += 2 * DAY
    at_once(town, lambda: [town.post(one) for _ in range(messages) for one in customers])
    return customers


@asynccontextmanager
async def _serving(file: Path, wire: Wire) -> AsyncIterator[None]:
    listener = await asyncio.start_server(wire, "127.0.0.1", wire.port)
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "serve", "--config", str(file)], cwd=ROOT,
        env={**os.environ, "CAUSERIE_API_KEY": KEY}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not wire.calls:
            if process.poll() is not None:
                raise SystemExit(f"the gateway ended with {process.returncode}")
            await asyncio.sleep(0.05)
        await asyncio.sleep(2)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait)
        listener.close()


WAITING = "SELECT count(*) FROM delivery WHERE customer_id = :id AND state IN ('queued', 'sending', 'deferred', 'held')"


async def stop(url: str | None) -> None:
    """Customers who say stop, one after the other, while twenty messages of each wait."""
    asked, done, late, left = [], [], [], 0
    async with sending(url, 60, 40, "30") as (port, wire, customers, database):
        for number, customer in enumerate(customers[:20]):
            left += database.read_now(_waiting, customer)
            began = time.time()
            await asyncio.to_thread(call, port, "POST", f"/api/v1/customers/{customer}/terms", {"action": "stop"})
            answered = time.time()
            await asyncio.to_thread(_until_decided, database, customer)
            asked.append(answered - began)
            done.append(time.time() - answered)
            late.append(wire.last(str(10_000 + number)) - answered)
    print("\n| a customer says stop, others are being sent to | |\n|---|---|")
    print(f"| messages that waited for each | {left / len(done):.0f} |")
    print(f"| answered after, median and worst | {median(asked) * 1e3:.0f} ms, {max(asked) * 1e3:.0f} ms |")
    print(f"| all that waited was decided about anew after | {median(done) * 1e3:.0f} ms, {max(done) * 1e3:.0f} ms |")
    print(f"| calls to them that began after the answer | {sum(one > 0 for one in late)} of {len(late)} |", flush=True)


def _until_decided(database: Database, customer: str) -> None:
    while database.read_now(_waiting, customer):
        time.sleep(0.005)


def _waiting(connection: Any, customer: str) -> int:
    return int(connection.execute(text(WAITING), {"id": customer}).scalar_one())


async def silence(url: str | None) -> None:
    """The brand falls silent five times, while a thousand customers are written to as fast as it goes."""
    rates, asked, late = [], [], []
    async with sending(url, 1000, 8, "null") as (port, wire, _, _):
        for _ in range(5):
            before, since = len(wire.calls), time.time()
            await asyncio.sleep(1)
            rates.append((len(wire.calls) - before) / (time.time() - since))
            began = time.time()
            body = {"reason": "a recall", "by": "bench"}
            begun = await asyncio.to_thread(call, port, "POST", "/api/v1/silences", body)
            answered = time.time()
            await asyncio.sleep(2)
            asked.append(answered - began)
            late.append(wire.last() - answered)
            path = f"/api/v1/silences/{begun['silence']['id']}/lift"
            await asyncio.to_thread(call, port, "POST", path, {"ramp_minutes": 0})
    print("\n| the brand falls silent while it sends | |\n|---|---|")
    print(f"| calls a second before | {median(rates):,.0f} |")
    print(f"| answered after, median and worst | {median(asked) * 1e3:.0f} ms, {max(asked) * 1e3:.0f} ms |")
    told = ", ".join(f"{one * 1e3:+.0f} ms" for one in late)
    print(f"| last call began, seen from the answer | {told} |", flush=True)
