"""Killed at any moment, the gateway loses nothing that it acknowledged, and doubles nothing unmarked."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter

import aiohttp

from connectors.sandbox import server
from tests.journey.conftest import KEY, SECRETS, free_port

CUSTOMERS = 40
TURNS = 6
KILLS = 4


def configuration(tmp_path, port, sandbox_port):
    file = tmp_path / "causerie.yaml"
    keys = SECRETS["telegram"]
    file.write_text(f"""
public_url: http://127.0.0.1:{port}
listen: {{port: {port}}}
database: sqlite:///{tmp_path}/kill.db
media: {{folder: {tmp_path}/media}}
accounts:
  telegram: {{channel: telegram, provider: telegram, token: "{keys["token"]}", webhook_secret: {keys["webhook_secret"]},
             api_base: "http://127.0.0.1:{sandbox_port}", rate: null, recipient_rate: null}}
""")
    return file


def launch(file):
    command = [sys.executable, "-m", "gateway", "serve", "--config", str(file)]
    return subprocess.Popen(command, env={**os.environ, "CAUSERIE_API_KEY": KEY}, stdout=subprocess.DEVNULL)


async def ready(url):
    async with aiohttp.ClientSession() as http:
        for _ in range(400):
            try:
                async with http.get(f"{url}/healthz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
    raise AssertionError("the gateway did not start")


async def listing(url, **query):
    """All messages, page by page."""
    items, after = [], None
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"}) as http:
        while True:
            asked = {**query, "limit": "1000", **({"after": after} if after else {})}
            async with http.get(f"{url}/api/v1/messages", params=asked) as answer:
                page = await answer.json()
            items += page["items"]
            after = page["next"]
            if after is None:
                return items


async def talk(sandbox, customer, pause):
    for _ in range(TURNS):
        sandbox.say("telegram", "help", address=customer)
        await asyncio.sleep(pause * random.random())


async def test_kill_at_any_moment(tmp_path):
    port, sandbox_port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    line = ("telegram", "telegram", "telegram", SECRETS["telegram"], f"{url}/hooks/telegram")
    sandbox = await server.start(server.config([line], port=sandbox_port))
    file = configuration(tmp_path, port, sandbox_port)
    process = launch(file)
    try:
        await ready(url)
        customers = [str(5000 + number) for number in range(CUSTOMERS)]
        talks = [asyncio.create_task(talk(sandbox, customer, 0.8)) for customer in customers]
        for _ in range(KILLS):
            await asyncio.sleep(0.1 + random.random())
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = launch(file)
            await ready(url)
        await asyncio.gather(*talks)
        answers = await settled(sandbox, customers, url)
    finally:
        process.terminate()
        process.wait(20)
        await sandbox.stop()
    judge(sandbox, customers, answers)


async def settled(sandbox, customers, url):
    """Everything answered, or a minute is over."""
    outgoing = []
    for _ in range(240):
        await asyncio.sleep(0.25)
        outgoing = await listing(url, account="telegram", direction="out")
        waiting = [one for one in outgoing if one["status"] not in ("sent", "unknown")]
        said = sum(one.direction == "in" for customer in customers for one in phone(sandbox, customer).messages)
        if len(outgoing) >= said and not waiting:
            break
    return outgoing


def phone(sandbox, customer):
    return sandbox.lines["telegram"].phones[customer]


def judge(sandbox, customers, outgoing):
    answered = Counter(one["reply_to"]["id"] for one in outgoing)
    assert set(answered.values()) == {1}, "an inbound was answered twice"
    repeats = Counter(one["to"]["address"] for one in outgoing if any(d["possible_repeat"] for d in one["deliveries"]))
    for customer in customers:
        messages = phone(sandbox, customer).messages
        acknowledged = [one for one in messages if one.direction == "in" and one.raw["answer"]["status"] == 200]
        heard = [one for one in messages if one.direction == "out"]
        refused = [one.raw["answer"] for one in messages if one.direction == "in" and one not in acknowledged]
        assert not refused, "a webhook was never acknowledged"
        marked = repeats[customer]
        assert TURNS <= len(heard) <= TURNS + marked, f"{customer}: {len(heard)} answers, {marked} marked"
    places = [(one["conversation_id"], one["seq"]) for one in outgoing]
    assert len(set(places)) == len(places)
