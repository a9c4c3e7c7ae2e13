"""Fifty open Desks, customers who write, agents who take over, a supervisor who disengages the bot.

    python -m benchmarks.desks [--desks 50] [--conversations 500] [--rate 20] [--seconds 20] [--away 60]

The gateway stands on core 0, everybody else on core 1. Measured: from a customer's webhook to the news of it in each
Desk; a take-over, from the click to its answer; the switch, from the click to the last thing the bot sent; and whether
a Desk that was cut off for a while has seen in the end exactly what another saw.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.journey import ROOT, configuration, free_port, reachable
from benchmarks.obeying import Wire
from benchmarks.wire import SECRET

PASSWORD = "a long word for all of them"
BY_BOT = b"in+charge"  # what only the answer to a greeting says; "help" is answered whoever holds the conversation
AT_ONCE = 5  # agents who take over at the same moment
FIRST = 1000


@dataclass
class Town:
    """The gateway's address, and who writes to it."""

    url: str
    http: aiohttp.ClientSession
    said: dict[str, float] = field(default_factory=dict)  # when a conversation's customer last wrote
    ids: dict[int, str] = field(default_factory=dict)  # the conversation of each customer
    turns: int = 0

    async def write(self, customer: int) -> None:
        self.turns += 1
        chat = {"id": customer, "type": "private", "first_name": "Ann"}
        sender = {**chat, "is_bot": False, "language_code": "en"}
        message = {"message_id": self.turns, "date": int(time.time()), "chat": chat, "from": sender, "text": "hello"}
        if customer in self.ids:
            self.said[self.ids[customer]] = time.perf_counter()
        async with self.http.post(
            f"{self.url}/hooks/telegram", json={"update_id": self.turns, "message": message},
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
        ) as answer:  # fmt: skip
            assert answer.status == 200, answer.status

    async def keep_writing(self, customers: range, rate: float) -> None:
        """One after the other, until cancelled."""
        while True:
            for customer in customers:
                await self.write(customer)
                await asyncio.sleep(1 / rate)


@dataclass
class Desk:
    """Somebody logged in, and what the stream told them."""

    url: str
    http: aiohttp.ClientSession
    csrf: str
    town: Town
    late: list[float] = field(default_factory=list)  # milliseconds from the webhook to the news
    seen: list[str] = field(default_factory=list)
    position: str = ""

    async def watch(self) -> None:
        """Until cancelled; begins where it left off."""
        headers = {"Last-Event-ID": self.position} if self.position else {}
        async with self.http.get(f"{self.url}/desk/api/stream", headers=headers) as stream:
            kind = ""
            async for line in stream.content:
                if line.startswith(b"event: "):
                    kind = line[7:].strip().decode()
                elif line.startswith(b"data: ") and kind in ("hello", "changed"):
                    self._told(kind, json.loads(line[6:]))

    def _told(self, kind: str, news: dict[str, object]) -> None:
        self.position = str(news["id"])
        if kind == "hello":
            return
        self.seen.append(self.position)
        wrote = self.town.said.get(str(news["conversation_id"]))
        if wrote is not None and "message" in list(news["what"]):  # type: ignore[call-overload]
            self.late.append((time.perf_counter() - wrote) * 1000)

    async def call(self, path: str, body: object = None) -> dict[str, object]:
        method = "GET" if body is None else "POST"
        headers = {"X-CSRF-Token": self.csrf}
        async with self.http.request(method, f"{self.url}/desk/api/{path}", json=body, headers=headers) as answer:
            assert answer.status < 300, (path, answer.status, await answer.text())
            return dict(await answer.json())

    async def take(self, conversation: str) -> float:
        """Milliseconds that it took; what the agent looks at before is not counted."""
        held = await self.call(f"conversations/{conversation}")
        epoch = held["conversation"]["owner"]["epoch"]  # type: ignore[index]
        began = time.perf_counter()
        await self.call(f"conversations/{conversation}/take", {"epoch": epoch})
        return (time.perf_counter() - began) * 1000


async def measure(asked: argparse.Namespace, folder: Path) -> None:
    async with _serving(asked, folder) as (town, wire), AsyncExitStack() as held:
        taken = range(FIRST, FIRST + asked.conversations)
        left = range(taken.stop, taken.stop + asked.conversations)
        await _meet(town, [*taken, *left])
        desks = [await held.enter_async_context(_logged_in(town, f"agent{one}")) for one in range(asked.desks)]
        chief = await held.enter_async_context(_logged_in(town, "chief"))
        watching = [asyncio.create_task(desk.watch()) for desk in (*desks, chief)]
        writing = asyncio.create_task(town.keep_writing(range(FIRST, left.stop), asked.rate))
        try:
            await _news(desks, asked.seconds)
            await _away(chief, desks[0], watching, asked.away)
            await _take_over(desks, [town.ids[one] for one in taken])
            writing.cancel()
            writing = asyncio.create_task(town.keep_writing(left, asked.rate))  # to the bot only
            await _disengage(chief, wire)
        finally:
            for task in (writing, *watching):
                task.cancel()
            await asyncio.gather(writing, *watching, return_exceptions=True)


async def _news(desks: list[Desk], seconds: float) -> None:
    await asyncio.sleep(2)
    for desk in desks:
        desk.late.clear()
    await asyncio.sleep(seconds)
    late = [one for desk in desks for one in desk.late]
    _row(f"news in {len(desks)} Desks, from the webhook", late)


async def _away(chief: Desk, other: Desk, watching: list[asyncio.Task[None]], seconds: float) -> None:
    """The chief's line is cut, and comes back: has it seen in the end what another Desk saw?"""
    first = place(chief.seen[0])
    watching[-1].cancel()
    await asyncio.sleep(seconds)
    watching[-1] = asyncio.create_task(chief.watch())
    await asyncio.sleep(3)
    told = {one for one in other.seen[:-50] if place(one) >= first}  # the last of all may be under way
    missed, doubled = len(told - set(chief.seen)), len(chief.seen) - len(set(chief.seen))
    _said(f"a Desk {seconds:.0f} s away: changes, missed, doubled", f"{len(told)}, {missed}, {doubled}")


def place(position: str) -> int:
    """The number in a stream's position."""
    return int(position.rpartition(":")[2])


async def _take_over(desks: list[Desk], conversations: list[str]) -> None:
    waiting, took = list(conversations), []

    async def work(desk: Desk) -> None:
        while waiting:
            took.append(await desk.take(waiting.pop()))

    await asyncio.gather(*(work(desk) for desk in desks[:AT_ONCE]))
    _row(f"{len(took)} take-overs, {AT_ONCE} at a time", took)


async def _disengage(chief: Desk, wire: Wire) -> None:
    await asyncio.sleep(5)
    began = time.time()
    await chief.call("switches", {"scope": "brand", "engaged": False, "reason": "a drill"})
    answered = time.time()
    await asyncio.sleep(5)
    spoken = sum(BY_BOT in body for at, _, body in wire.calls if began - 5 < at < began) / 5
    late = (wire.last(saying=BY_BOT) - began) * 1000
    _said("the bot disengaged, answered after", f"{(answered - began) * 1000:.0f} ms")
    _said(f"the last thing it sent ({spoken:.0f} a second before), from the click", f"{late:.0f} ms")


def _said(name: str, what: str) -> None:
    print(f"| {name} | {what} | |", flush=True)


def _row(name: str, values: list[float]) -> None:
    ordered = sorted(values) or [float("nan")]
    shares = [ordered[min(int(len(ordered) * part), len(ordered) - 1)] for part in (0.5, 0.95, 0.99)]
    print(f"| {name} | {' / '.join(f'{one:.0f}' for one in shares)} ms | {len(values)} |", flush=True)


@asynccontextmanager
async def _logged_in(town: Town, name: str) -> AsyncIterator[Desk]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        login = {"email": f"{name}@example.com", "password": PASSWORD}
        async with http.post(f"{town.url}/desk/api/login", json=login) as answer:
            told = await answer.json()
            assert answer.status == 200, told
        yield Desk(town.url, http, told["csrf"], town)


async def _meet(town: Town, customers: list[int]) -> None:
    """All have written once; their conversations are known then."""
    for start in range(0, len(customers), 50):
        await asyncio.gather(*(town.write(one) for one in customers[start : start + 50]))
    for customer in customers:
        query = {"account": "telegram", "address": str(customer)}
        key = {"Authorization": "Bearer benchmark"}
        async with town.http.get(f"{town.url}/api/v1/customers", params=query, headers=key) as answer:
            town.ids[customer] = (await answer.json())["items"][0]["conversation"]["id"]


@asynccontextmanager
async def _serving(asked: argparse.Namespace, folder: Path) -> AsyncIterator[tuple[Town, Wire]]:
    port, wire = free_port(), Wire(free_port())
    file = configuration(folder, port, wire.port, f"sqlite:///{folder}/bench.db")
    names = [("chief", "admin"), *((f"agent{one}", "agent") for one in range(asked.desks))]
    agents = [
        f"  - {{email: {name}@example.com, name: {name}, password: {PASSWORD}, role: {role}}}" for name, role in names
    ]
    file.write_text(file.read_text() + "\n".join(["agents:", *agents, ""]))
    listener = await asyncio.start_server(wire, "127.0.0.1", wire.port)
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "serve", "--config", str(file)], cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=asked.log, env={**os.environ, "CAUSERIE_API_KEY": "benchmark"},
    )  # fmt: skip
    try:
        os.sched_setaffinity(process.pid, {0})
        await reachable(port, process)
        async with aiohttp.ClientSession() as http:
            yield Town(f"http://127.0.0.1:{port}", http), wire
    finally:
        process.terminate()
        process.wait(20)
        listener.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--desks", type=int, default=50)
    parser.add_argument("--conversations", type=int, default=500, help="taken over, and as many left to the bot")
    parser.add_argument("--rate", type=float, default=20, help="messages a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--away", type=float, default=60)
    parser.add_argument("--log", type=argparse.FileType("w"), default=subprocess.DEVNULL)
    asked = parser.parse_args()
    os.sched_setaffinity(0, {1})
    import uvloop

    folder = Path(tempfile.mkdtemp(prefix="causerie-desks-"))
    print("| what | p50 / p95 / p99 | n |\n|---|---|---|")
    try:
        uvloop.run(measure(asked, folder))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
