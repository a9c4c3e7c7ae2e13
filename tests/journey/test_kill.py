"""Killed at any moment (kill -9, real processes), the gateway loses nothing that it acknowledged, and doubles nothing
unmarked. CAUSERIE_KILL_MESSAGES=100000 makes a longer run, CAUSERIE_KILL_SEED=7 the same one again.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Engine, create_engine, text

from connectors.sandbox.phones import Bubble, bubble_id
from connectors.sandbox.provider import Hook
from connectors.sandbox.server import Sandbox
from tests.journey.process import configuration, launch, ready
from tests.journey.product import CHANNELS, KEY, account, providers, until
from tests.ports import free_port

MESSAGES = int(os.environ.get("CAUSERIE_KILL_MESSAGES", "5000"))
SEED = int(os.environ.get("CAUSERIE_KILL_SEED", "0")) or random.randrange(1, 10**6)
SHARE = {"sqlite": 1.0, "postgres": 0.2}  # of the messages: the two differ in little but speed
EACH = 10  # messages of one customer
AT_ONCE = 24  # customers of one channel who write
SOME = 4  # calls under way, so that a receipt does not tell of all of them
RECEIPTS = 0.4  # how many messages get one: what a provider tells may be lost
PATIENCE = 180.0 + MESSAGES / 100  # seconds until all is settled

_UNDER_WAY = text("SELECT count(*) FROM delivery WHERE state = 'sending' AND account <> 'sms'")
HELP, AIDE = "HUMAN:", "HUMAIN :"  # what the answer to help, and the one to aide, hold


@dataclass
class Customer:
    """Somebody who writes one message after the other, each until it was acknowledged."""

    channel: str
    address: str
    words: list[str]
    said: list[Bubble] = field(default_factory=list)


@dataclass
class Run:
    """One gateway after another on one database, and those who write to it."""

    sandbox: Sandbox
    url: str
    file: Path
    database: Engine
    chance: random.Random
    customers: list[Customer]
    process: subprocess.Popen[bytes] | None = None
    acknowledged: int = 0

    async def start(self) -> None:
        self.process = launch(self.file)
        await ready(self.url, self.process)

    async def write(self, http: aiohttp.ClientSession, customer: Customer) -> None:
        line = self.sandbox.lines[customer.channel]
        provider, phone = self.sandbox.provider(line), line.phone(customer.address, "Camille")
        line.opened.add(customer.address)
        for words in customer.words:
            bubble = Bubble(bubble_id(), "in", "text", words)
            hook = provider.said(line, phone, bubble, None)
            customer.said.append(bubble)
            await until(lambda hook=hook: told(http, hook.url or line.hook, hook), PATIENCE)
            self.acknowledged += 1

    async def kill_now_and_then(self) -> None:
        """kill -9 at random places of the stream; some hit a gateway that has just come up, others one that sends."""
        messages = sum(len(one.words) for one in self.customers)
        places = sorted(self.chance.sample(range(messages // 50, messages), 4 + messages // 800))
        for number, place in enumerate(places):
            await until(lambda place=place: self.acknowledged >= place, PATIENCE)
            await asyncio.sleep(self.chance.random() * 0.05)
            if number % 2 == 0:
                await self.caught_sending()
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            await self.start()

    async def caught_sending(self) -> None:
        """Held with calls under way of which nobody can be asked; or at any moment, where there are none for long."""
        for _ in range(200):
            self.process.send_signal(signal.SIGSTOP)
            with self.database.connect() as connection:
                if connection.execute(_UNDER_WAY).scalar_one() >= SOME:
                    return
            self.process.send_signal(signal.SIGCONT)
            await asyncio.sleep(self.chance.random() * 0.02)

    async def settled(self) -> None:
        """Nothing waits any more, and what waited for a receipt was repeated."""
        waiting = text(
            "SELECT 1 FROM inbox WHERE state = 'waiting' UNION ALL "
            "SELECT 1 FROM delivery WHERE state IN ('queued', 'sending') LIMIT 1"
        )

        def over() -> bool:
            with self.database.connect() as connection:
                return not connection.execute(waiting).all()

        await until(over, PATIENCE)


async def told(http: aiohttp.ClientSession, url: str, hook: Hook) -> bool:
    """As providers do: again, until it is answered 2xx."""
    try:
        async with http.post(url, data=hook.body, headers=hook.headers) as answer:
            assert not 400 <= answer.status < 500, "genuine, and refused"
            return answer.status == 200
    except (aiohttp.ClientError, ConnectionError):
        await asyncio.sleep(0.05)  # killed: it will be back
        return False


def customers(chance: random.Random, messages: int) -> list[Customer]:
    spelled = {"whatsapp": "336{:08d}", "messenger": "9{:015d}", "sms": "+336{:08d}", "telegram": "7{:08d}"}
    return [
        Customer(channel, spelled[channel].format(number), chance.choices(("help", "aide"), k=EACH))
        for number in range(messages // EACH // len(CHANNELS))
        for channel in CHANNELS
    ]


@pytest.fixture
async def run(tmp_path, request, database_url, monkeypatch):
    """A gateway on each database, and many who are about to write to it."""
    port, sandbox_port, chance = free_port(), free_port(), random.Random(SEED)
    url, base = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{sandbox_port}"
    monkeypatch.setattr("connectors.sandbox.provider.Provider._progress", seldom(chance))
    monkeypatch.setattr("connectors.sandbox.server.Sandbox.changed", lambda *_: None)
    file = configuration(tmp_path, port=port, sandbox_port=sandbox_port, database=database_url)
    placed = [replace(account(channel), api_base=base, public_url=url) for channel in CHANNELS]
    many = customers(chance, int(MESSAGES * SHARE[request.node.callspec.params["database_url"]]))
    database = create_engine(database_url)
    async with providers(placed, sandbox_port) as sandbox:
        run = Run(sandbox, url, file, database, chance, many)
        await run.start()
        yield run
        run.process.terminate()
        await asyncio.to_thread(run.process.wait, 30)
    database.dispose()


def seldom(chance: random.Random):
    """Receipts come for some of the messages only."""

    async def progress(provider, line, phone, bubble) -> None:
        if chance.random() < RECEIPTS:
            await asyncio.sleep(0.05)
            provider._announce(line, phone, bubble, "delivered")

    return progress


async def listing(url: str):
    """All messages, page by page."""
    items, after = [], None
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"}) as http:
        while True:
            asked = {"limit": "1000", **({"after": after} if after else {})}
            async with http.get(f"{url}/api/v1/messages", params=asked) as answer:
                page = await answer.json()
            items += page["items"]
            after = page["next"]
            if after is None:
                return items


@pytest.mark.slow
@pytest.mark.parametrize("seed", [SEED], ids=["seeded"])  # so that a failure names it
async def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled_unmarked(run, seed):
    limits = {channel: asyncio.Semaphore(AT_ONCE) for channel in CHANNELS}

    async def write(http, customer):
        async with limits[customer.channel]:
            await run.write(http, customer)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        await asyncio.gather(run.kill_now_and_then(), *(write(http, one) for one in run.customers))
    await run.settled()
    twice_unknown = await retry_dead_letters(run)
    await run.settled()
    conversations = defaultdict(list)
    for one in sorted(await listing(run.url), key=lambda one: one["seq"]):
        conversations[one["account"], customer_of(one)].append(one)
    assert len(conversations) == len(run.customers)
    marked = Counter()
    for customer in run.customers:
        talk = conversations[customer.channel, customer.address.removeprefix("+")]
        judge(customer, talk, run.sandbox, twice_unknown, marked)
    assert sum(marked.values()), "no kill has caught a send on its way: this proved nothing"
    assert marked["sms"] == 0, "Twilio can be asked"


async def retry_dead_letters(run) -> set[str]:
    """Killed in the middle of a repeat too, a message stays unknown, for an admin to send again: which they were."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        login = {"email": "anna@example.com", "password": "lumen"}
        async with http.post(f"{run.url}/desk/api/login", json=login) as answer:
            headers = {"X-CSRF-Token": (await answer.json())["csrf"]}
        async with http.get(f"{run.url}/desk/api/dead-letters") as answer:
            letters = await answer.json()
        assert letters["inbox"] == []
        for one in letters["deliveries"]:
            retry = f"{run.url}/desk/api/dead-letters/deliveries/{one['id']}/retry"
            async with http.post(retry, headers=headers) as answer:
                assert answer.status in (204, 404)  # 404: its receipt came meanwhile
        return {one["message_id"] for one in letters["deliveries"]}


def customer_of(message) -> str:
    return message["from" if message["direction"] == "in" else "to"]["address"].removeprefix("+")


def judge(customer: Customer, talk, sandbox: Sandbox, twice_unknown: set[str], marked: Counter) -> None:
    """Everything said is kept once, in order, and answered once, in order; the phone shows it so."""
    places = [one["seq"] for one in talk]
    assert len(set(places)) == len(places), customer
    asked = [one for one in talk if one["direction"] == "in"]
    assert [one["provider_id"] for one in asked] == [one.provider_id for one in customer.said], customer
    assert [one["content"]["body"] for one in asked] == customer.words, customer
    answers = [one for one in talk if one["direction"] == "out"]
    assert [one["reply_to"]["id"] for one in answers] == [one["id"] for one in asked], customer
    shown = sandbox.sent(customer.channel, customer.address)
    heard = "".join("h" if HELP in one.text else "a" if AIDE in one.text else "?" for one in shown)
    if any(one["id"] in twice_unknown for one in answers):  # sent again by hand, out of order
        assert all(heard.count(one[0]) >= customer.words.count(one) for one in ("help", "aide")), customer
        return
    expected = "".join(spelled(words, one, marked) for words, one in zip(customer.words, answers, strict=True))
    assert re.fullmatch(expected, heard), (customer, expected, heard, [one["status"] for one in answers])
    known = [part["provider_id"] for one in answers for part in one["deliveries"] if part["provider_id"]]
    on_phone = [one.provider_id for one in shown]
    assert [on_phone.index(one) for one in known] == sorted(on_phone.index(one) for one in known), customer


def spelled(words: str, answer, marked: Counter) -> str:
    """How often an answer may be on the phone: once, or twice where it is marked."""
    (delivery,) = answer["deliveries"]
    assert delivery["status"] in ("accepted", "sent", "delivered"), answer
    marked[answer["channel"]] += delivery["possible_repeat"]
    return words[0] + ("{1,2}" if delivery["possible_repeat"] else "")
