"""W1: messages fully answered per second, beside the bare floor, each pinned to one core.

    python -m benchmarks.journey [--seconds 20] [--customers 256] [--connections 100]
                                 [--channel telegram|messenger|both] [--filled 1000000] [--where]

The gateway and the floor stand on core 0, the customers and the provider (benchmarks/wire.py) on core 1. They are
loaded in turns, a second or two each, since machines have moods that last longer than that: what is shown are medians,
and only ratios mean anything. "help" is written, the shipped flow answers it: signature, inbox, turn with the dialog
engine, policy, send and settle, on SQLite with synchronous=FULL. 100 connections are what Telegram opens at most; with
fewer the gateway waits for the provider. The last row of each channel is half of that load: what one customer waits.
`--filled` measures a third server, on a store with so many messages of a fifth as many customers; `--where` shows
where the processor time of the gateway goes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.filling import fill
from benchmarks.where import figures, times, watch
from benchmarks.wire import SECRET, Dialect, Load, Provider, Tally, messenger, telegram

ROOT = Path(__file__).resolve().parent.parent
PAGE = "4242"
FIRST_CUSTOMER = 1000
LOOK = 8.0  # seconds of watching where the time goes


HALF_SLICES = 4
WARM_UP = 0.4  # seconds of each slice that are not counted
FIRST_WARM_UP = 3.0


@dataclass
class Server:
    """One server under load, and what its slices showed."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    load: Load
    idle_rss: int = 0  # KiB
    rss: int = 0
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)  # microseconds of processor time a message
    tallies: list[Tally] = field(default_factory=list)

    async def slice(self, seconds: float, warm_up: float = WARM_UP) -> None:
        """Load it for so long, and write down what happened."""
        tally = await self.load.run("127.0.0.1", self.port, seconds, warm_up, lambda: usage(self.process.pid)[0])
        self.rss, answered = usage(self.process.pid)[1], max(len(tally.latencies), 1)
        self.rates.append(answered / tally.seconds)
        self.costs.append(tally.metered / answered * 1e6)
        self.tallies.append(tally)

    def forget(self) -> None:
        self.rates, self.costs, self.tallies = [], [], []

    def latency(self, part: float) -> float:
        return median(tally.share(part) for tally in self.tallies)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def configuration(folder: Path, port: int, provider: int, database: str, messenger: int | None = None) -> Path:
    """One Telegram and one Messenger account, no limits of ours; the second's provider may be another."""
    file = folder / "causerie.yaml"
    file.write_text(f"""
brand: {{name: Bench, languages: [en, fr], timezone: Europe/Paris}}
public_url: http://127.0.0.1:{port}
listen: {{host: 127.0.0.1, port: {port}}}
database: {database}
media: {{folder: {folder}/media}}
accounts:
  telegram: {{channel: telegram, provider: telegram, token: "1:T", webhook_secret: {SECRET},
             api_base: "http://127.0.0.1:{provider}", rate: null, recipient_rate: null}}
  messenger: {{channel: messenger, provider: meta, page_id: "{PAGE}", page_token: t, app_secret: {SECRET},
              verify_token: v, api_base: "http://127.0.0.1:{messenger or provider}", rate: null, recipient_rate: null}}
""")
    return file


def dialect(channel: str) -> Dialect:
    path = f"/hooks/{channel}"
    return telegram(path, "help") if channel == "telegram" else messenger(path, "help", PAGE)


def usage(pid: int) -> tuple[float, int]:
    """Processor seconds so far, and resident KiB."""
    stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    ticks = os.sysconf("SC_CLK_TCK")
    status = Path(f"/proc/{pid}/status").read_text()
    rss = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return (int(stat[11]) + int(stat[12])) / ticks, rss


async def reachable(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(2400):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise SystemExit("the server did not start")


@asynccontextmanager
async def started(
    name: str, command: list[str], port: int, provider: int, asked: argparse.Namespace, spoken: Dialect
) -> AsyncIterator[Server]:
    """A server on core 0, with its provider on ours."""
    load = Load(
        spoken,
        customers=asked.customers,
        connections=min(asked.customers, asked.connections),
        first_customer=FIRST_CUSTOMER,
    )
    listener = await asyncio.get_running_loop().create_server(lambda: Provider(load), "127.0.0.1", provider)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=asked.log)
    try:
        os.sched_setaffinity(process.pid, {0})
        await reachable(port, process)
        await asyncio.sleep(1)
        yield Server(name, process, port, load, idle_rss=usage(process.pid)[1])
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
        listener.close()


@asynccontextmanager
async def floor(channel: str, asked: argparse.Namespace) -> AsyncIterator[Server]:
    port, provider = free_port(), free_port()
    command = [sys.executable, "-m", "benchmarks.floor", str(port), str(provider)]
    async with started(f"floor {channel}", command, port, provider, asked, dialect(channel)) as server:
        yield server


@asynccontextmanager
async def gateway(name: str, channel: str, asked: argparse.Namespace, *, filled: int = 0) -> AsyncIterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="causerie-bench-"))
    database = asked.database or f"sqlite:///{folder}/bench.db"
    try:
        if filled:
            fill(database, customers=filled // 5, messages=filled, channel=channel, first=FIRST_CUSTOMER)
        port, provider = free_port(), free_port()
        file = configuration(folder, port, provider, database)
        command = [sys.executable, "-m", "gateway", "serve", "--config", str(file)]
        async with started(name, command, port, provider, asked, dialect(channel)) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def compare(channel: str, asked: argparse.Namespace) -> list[Server]:
    """The floor and the gateway in turns; with `--filled` a gateway on a full store too."""
    async with AsyncExitStack() as running:
        servers = [
            await running.enter_async_context(floor(channel, asked)),
            await running.enter_async_context(gateway(f"gateway {channel}", channel, asked)),
        ]
        if asked.filled:
            full = gateway(f"gateway {channel}, filled", channel, asked, filled=asked.filled)
            servers.append(await running.enter_async_context(full))
        for one in servers:
            await one.slice(0.1, FIRST_WARM_UP)
            one.forget()
        for _ in range(max(round(asked.seconds / asked.slice), 1)):
            for one in servers:
                await one.slice(asked.slice)
        servers.append(await _at_half(servers[1], asked))
        if asked.where:
            await _look(servers[1], asked)
        return servers


async def _at_half(server: Server, asked: argparse.Namespace) -> Server:
    """The same server with half of what it can do: how long one waits who is not in a crowd."""
    half = Server(f"{server.name}, half of that", server.process, server.port, server.load, server.idle_rss)
    server.load.thinks = asked.customers / (median(server.rates) / 2)
    for _ in range(HALF_SLICES):
        await half.slice(asked.slice, server.load.thinks)
    server.load.thinks = 0.0
    return half


async def _look(server: Server, asked: argparse.Namespace) -> None:
    """Once more, with somebody watching."""
    file = Path(tempfile.mkdtemp(prefix="causerie-stacks-")) / "stacks"
    watching, before = watch(server.process.pid, LOOK, file), times(server.process.pid)
    await server.load.run("127.0.0.1", server.port, LOOK + 1, 0)
    after = times(server.process.pid)
    watching.wait(60)
    asked.figures.append(f"Processor time, {server.name}\n\n{figures(file, before, after)}")
    shutil.rmtree(file.parent)


def show(servers: list[Server]) -> None:
    """A table of medians; the ratio is to the floor's slice just before."""
    print(
        "| what | msg/s | of floor | p50 ms | p95 | p99 | ack p99 | CPU us/msg | RSS MiB (idle) | refused | doubled |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    base = servers[0]
    for one in servers:
        base = one if one.name.startswith("floor") else base
        share = median(rate / other for rate, other in zip(one.rates, base.rates, strict=False))
        acks = median(tally.acked(0.99) for tally in one.tallies)
        print(
            f"| {one.name} | {median(one.rates):.0f} | {share:.2f} | {one.latency(0.5):.1f} | "
            f"{one.latency(0.95):.1f} | {one.latency(0.99):.1f} | {acks:.1f} | {median(one.costs):.0f} | "
            f"{one.rss / 1024:.0f} ({one.idle_rss / 1024:.0f}) | "
            f"{sum(tally.refused for tally in one.tallies)} | {sum(tally.doubled for tally in one.tallies)} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20, help="of load on each server")
    parser.add_argument("--slice", type=float, default=1.5, help="seconds of load in one turn")
    parser.add_argument("--customers", type=int, default=256)
    parser.add_argument("--connections", type=int, default=100, help="of the provider; each waits for its 200")
    parser.add_argument("--channel", choices=("telegram", "messenger", "both"), default="both")
    parser.add_argument("--database", help="another database than a fresh SQLite file")
    parser.add_argument("--filled", type=int, default=0, metavar="MESSAGES")
    parser.add_argument("--where", action="store_true", help="needs py-spy: make bench")
    parser.add_argument("--log", type=argparse.FileType("w"), default=subprocess.DEVNULL)
    asked = parser.parse_args()
    asked.figures = []
    os.sched_setaffinity(0, {1})
    channels = ("telegram", "messenger") if asked.channel == "both" else (asked.channel,)
    import uvloop

    async def run() -> list[Server]:
        return [server for channel in channels for server in await compare(channel, asked)]

    show(uvloop.run(run()))
    print("".join(f"\n{figure}\n" for figure in asked.figures), end="")


if __name__ == "__main__":
    main()
