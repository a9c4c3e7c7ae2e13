"""A provider that takes 200 ms a call, with 500 replies waiting for it: what does another account notice?

    python -m benchmarks.slow [--seconds 10]

Telegram's customers write 400 messages a second, alone and then beside so many of Messenger's, whose provider is slow,
that 500 replies wait behind those under way. Pinned as in benchmarks/journey.py, in turns; medians.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.journey import ROOT, configuration, dialect, free_port, reachable
from benchmarks.wire import Load, Provider, Tally
from gateway.workers.senders import Senders

RATE, CUSTOMERS, CONNECTIONS = 400.0, 256, 100
DELAY, WAITING, AT_ONCE = 0.2, 500, Senders.IN_FLIGHT
SLICE, WARM_UP = 2.0, 2.0  # seconds


async def _load(load: Load, port: int) -> Tally:
    return await load.run("127.0.0.1", port, SLICE, WARM_UP)


async def compare(folder: Path, seconds: float) -> tuple[list[Tally], list[Tally], list[Tally]]:
    """Telegram's slices alone, Telegram's beside the other, the other's."""
    fast = Load(dialect("telegram"), customers=CUSTOMERS, connections=CONNECTIONS)
    fast.thinks = CUSTOMERS / RATE
    slow = Load(dialect("messenger"), customers=WAITING + AT_ONCE, connections=CONNECTIONS, first_customer=100_000)
    port, providers = free_port(), (free_port(), free_port())
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: Provider(fast), "127.0.0.1", providers[0])
    await loop.create_server(lambda: Provider(slow, DELAY), "127.0.0.1", providers[1])
    file = configuration(folder, port, providers[0], f"sqlite:///{folder}/bench.db", providers[1])
    process = subprocess.Popen([sys.executable, "-m", "gateway", "serve", "--config", str(file)], cwd=ROOT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    alone, beside, other = [], [], []
    try:
        os.sched_setaffinity(process.pid, {0})
        await reachable(port, process)
        await asyncio.gather(_load(fast, port), _load(slow, port))  # all have written once
        for _ in range(max(round(seconds / SLICE), 1)):
            alone.append(await _load(fast, port))
            both = await asyncio.gather(_load(fast, port), _load(slow, port))
            beside.append(both[0])
            other.append(both[1])
    finally:
        process.terminate()
        process.wait(15)
    return alone, beside, other


def show(name: str, tallies: list[Tally]) -> None:
    rate = median(len(one.latencies) / one.seconds for one in tallies)
    shares = [median(one.share(part) for one in tallies) for part in (0.5, 0.95)]
    acks = median(one.acked(0.99) for one in tallies)
    print(f"| {name} | {rate:.0f} | {shares[0]:.1f} | {shares[1]:.1f} | {acks:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="of load in each of the two states")
    asked = parser.parse_args()
    os.sched_setaffinity(0, {1})
    import uvloop

    folder = Path(tempfile.mkdtemp(prefix="causerie-slow-"))
    try:
        alone, beside, other = uvloop.run(compare(folder, asked.seconds))
    finally:
        shutil.rmtree(folder)
    print("| what | msg/s | p50 ms | p95 | ack p99 |\n|---|---|---|---|---|")
    show("Telegram alone", alone)
    show("Telegram beside it", beside)
    show(f"Messenger, {DELAY * 1000:.0f} ms a call", other)


if __name__ == "__main__":
    main()
