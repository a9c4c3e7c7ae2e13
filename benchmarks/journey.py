"""W1: messages fully answered per second, beside the bare floor in the same run, each pinned to one core.

    python -m benchmarks.journey [--seconds 10] [--customers 64] [--channel telegram|messenger|both]
                                 [--filled 1000000] [--where]

The gateway or the floor runs alone on core 0; the customers and the provider (benchmarks/wire.py) on core 1. "help" is
written, the shipped flow answers it: signature, inbox, turn with the dialog engine, policy, send and settle, on SQLite
with synchronous=FULL. Only ratios of one run mean anything. `--filled` measures once more on a store with so many
messages of a fifth as many customers; `--where` shows where the processor time of the gateway goes.
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
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.filling import fill
from benchmarks.where import figures, times, watch
from benchmarks.wire import SECRET, Dialect, Load, Provider, Tally, messenger, telegram

ROOT = Path(__file__).resolve().parent.parent
PAGE = "4242"
FIRST_CUSTOMER = 1000


@dataclass(frozen=True)
class Result:
    name: str
    tally: Tally
    seconds: float
    cpu: float  # seconds of processor time while measured
    rss: int  # KiB at the end
    idle_rss: int

    @property
    def rate(self) -> float:
        return len(self.tally.latencies) / self.seconds


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def configuration(folder: Path, port: int, provider: int, database: str) -> Path:
    """A gateway with one Telegram and one Messenger account, no limits of ours."""
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
              verify_token: v, api_base: "http://127.0.0.1:{provider}", rate: null, recipient_rate: null}}
""")
    return file


def dialect(channel: str) -> Dialect:
    path = f"/hooks/{channel}"
    return telegram(path, "help") if channel == "telegram" else messenger(path, "help", PAGE)


def _usage(pid: int) -> tuple[float, int]:
    """Processor seconds so far, and resident KiB."""
    stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    ticks = os.sysconf("SC_CLK_TCK")
    status = Path(f"/proc/{pid}/status").read_text()
    rss = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return (int(stat[11]) + int(stat[12])) / ticks, rss


async def _reachable(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
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


async def measure(
    name: str, command: list[str], port: int, provider_port: int, spoken: Dialect, asked: argparse.Namespace
) -> Result:
    """One server on core 0 under load from core 1."""
    load = Load(spoken, customers=asked.customers, connections=min(asked.customers, 32), first_customer=FIRST_CUSTOMER)
    server = await asyncio.get_running_loop().create_server(lambda: Provider(load), "127.0.0.1", provider_port)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=asked.log)
    try:
        os.sched_setaffinity(process.pid, {0})
        await _reachable(port, process)
        await asyncio.sleep(1)
        _, idle = _usage(process.pid)
        warm_up = 2.0
        running = asyncio.create_task(load.run("127.0.0.1", port, asked.seconds, warm_up))
        await asyncio.sleep(warm_up)
        before, began = _usage(process.pid)[0], time.perf_counter()
        file = asked.stacks.get(name)
        watching, threads = (watch(process.pid, asked.seconds - 1, file), times(process.pid)) if file else (None, {})
        tally = await running
        cpu, rss = _usage(process.pid)
        seconds = time.perf_counter() - began
        if watching is not None:
            asked.figures[name] = (threads, times(process.pid))
            watching.wait(60)
        return Result(name, tally, seconds, cpu - before, rss, idle)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
        server.close()


async def compare(channel: str, asked: argparse.Namespace) -> list[Result]:
    """The floor, then the gateway, on one channel; then perhaps on a store that is full."""
    port, provider = free_port(), free_port()
    command = [sys.executable, "-m", "benchmarks.floor", str(port), str(provider)]
    results = [await measure(f"floor {channel}", command, port, provider, dialect(channel), asked)]
    results.append(await _gateway(f"gateway {channel}", channel, asked, filled=0))
    if asked.filled:
        results.append(await _gateway(f"gateway {channel}, filled", channel, asked, filled=asked.filled))
    return results


async def _gateway(name: str, channel: str, asked: argparse.Namespace, *, filled: int) -> Result:
    folder = Path(tempfile.mkdtemp(prefix="causerie-bench-"))
    database = asked.database or f"sqlite:///{folder}/bench.db"
    try:
        if filled:
            fill(database, customers=filled // 5, messages=filled, channel=channel, first=FIRST_CUSTOMER)
        port, provider = free_port(), free_port()
        file = configuration(folder, port, provider, database)
        command = [sys.executable, "-m", "gateway", "serve", "--config", str(file)]
        return await measure(name, command, port, provider, dialect(channel), asked)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def show(results: list[Result]) -> None:
    """A table; the ratio is to the floor of the same channel."""
    print(
        "| what | msg/s | of floor | p50 ms | p95 | p99 | ack p99 | CPU us/msg | RSS MiB (idle) | refused | doubled |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    floor = 0.0
    for one in results:
        floor = one.rate if one.name.startswith("floor") else floor
        acks = sorted(one.tally.acks) or [float("nan")]
        print(
            f"| {one.name} | {one.rate:.0f} | {one.rate / floor:.2f} | {one.tally.share(0.5):.1f} | "
            f"{one.tally.share(0.95):.1f} | {one.tally.share(0.99):.1f} | {acks[int(len(acks) * 0.99)]:.1f} | "
            f"{one.cpu / max(len(one.tally.latencies), 1) * 1e6:.0f} | "
            f"{one.rss / 1024:.0f} ({one.idle_rss / 1024:.0f}) | "
            f"{one.tally.refused} | {one.tally.doubled} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--customers", type=int, default=64)
    parser.add_argument("--channel", choices=("telegram", "messenger", "both"), default="both")
    parser.add_argument("--database", help="another database than a fresh SQLite file")
    parser.add_argument("--filled", type=int, default=0, metavar="MESSAGES")
    parser.add_argument("--where", action="store_true", help="needs py-spy: make bench")
    parser.add_argument("--log", type=argparse.FileType("w"), default=subprocess.DEVNULL)
    asked = parser.parse_args()
    channels = ("telegram", "messenger") if asked.channel == "both" else (asked.channel,)
    kept = Path(tempfile.mkdtemp(prefix="causerie-stacks-"))
    asked.stacks = {f"gateway {one}": kept / one for one in channels} if asked.where else {}
    asked.figures = {}
    os.sched_setaffinity(0, {1})
    import uvloop

    async def run() -> list[Result]:
        return [result for channel in channels for result in await compare(channel, asked)]

    show(uvloop.run(run()))
    for name, file in asked.stacks.items():
        print(f"\nProcessor time, {name}\n\n{figures(file, *asked.figures[name])}")
    shutil.rmtree(kept)


if __name__ == "__main__":
    main()
