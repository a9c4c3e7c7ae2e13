"""Soak: twenty minutes at seven tenths of what the gateway can do. Does anything grow that should not?

    python -m benchmarks.soak [--minutes 20] [--load 0.7] [--database sqlite|postgres]

Every few seconds: resident memory and open files of each process, and how much the database takes for a turn. Memory is
flat when the last quarter lies no more than a few per cent above the second; a database keeps what was said, so what is
looked at is whether a turn costs it more in the end than in the beginning. Twice as long would say more.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import aiohttp

from tests.faults.cluster import flows, installed
from tests.faults.crowd import TIRED, Crowd
from tests.faults.provider import Provider
from tests.faults.spelling import spellings
from tests.journey.process import configuration, launch, ready
from tests.journey.product import free_port

START = 300.0  # seconds that a start may take, on a machine busy with other things
MEASURE = 20.0  # seconds of as much as it takes, to know how much that is
EVERY = 5.0  # seconds between samples
LAST_LOOKS = 600  # a tenth of a second apart, for the last answers
PEOPLE = 120
GROWS = 1.05  # flat: no more than this, and a little
A_LITTLE = 8.0  # MiB, or open files
COUNTS = {"web": 1, "worker": 1, "sender": 1}


@dataclass(frozen=True)
class Watched:
    """What runs: where it is reached, its processes by name, and how many bytes its database takes."""

    doors: Sequence[str]
    public_url: str
    pids: dict[str, int]
    size: Callable[[], int]


@dataclass
class Samples:
    """What was seen, by process."""

    rss: dict[str, list[float]] = field(default_factory=dict)  # MiB
    files: dict[str, list[float]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)

    def take(self, watched: Watched, turns: int) -> None:
        for name, pid in watched.pids.items():
            self.rss.setdefault(name, []).append(_rss(pid))
            self.files.setdefault(name, []).append(len(os.listdir(f"/proc/{pid}/fd")))  # noqa: PTH208 - a count
        self.sizes.append(watched.size())
        self.turns.append(turns)

    def cost(self, quarter: int) -> float:
        """Bytes of the database for each turn in that quarter."""
        first, last = len(self.turns) * quarter // 4, len(self.turns) * (quarter + 1) // 4 - 1
        return (self.sizes[last] - self.sizes[first]) / max(self.turns[last] - self.turns[first], 1)


def _rss(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


@asynccontextmanager
async def on_sqlite(folder: Path, provider_port: int) -> AsyncIterator[Watched]:
    """All in one process."""
    port = free_port()
    file = configuration(folder, port=port, sandbox_port=provider_port, more=f"flows: {flows(folder)}")
    process, url = launch(file), f"http://127.0.0.1:{port}"
    try:
        await ready(url, process, START)
        stored = [folder / "causerie.db", folder / "causerie.db-wal"]
        yield Watched([url], url, {"all": process.pid}, lambda: sum(one.stat().st_size for one in stored))
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 30)


@asynccontextmanager
async def on_postgres(folder: Path, provider_port: int) -> AsyncIterator[Watched]:
    """A web, a worker and a sender."""
    async with installed(folder, provider_port, COUNTS) as cluster:
        await cluster.start()
        pids = {one.name: one.process.pid for one in cluster.processes if one.process is not None}

        def size() -> int:
            with cluster.connect() as connection:
                return int(connection.execute("SELECT pg_database_size(current_database())").fetchone()[0])

        yield Watched(cluster.doors, cluster.public_url, pids, size)


async def soak(asked: argparse.Namespace, folder: Path) -> Samples:
    """Load it, and look now and then."""
    provider = Provider({}, Random(1), receipts=0.3)
    port = await provider.start()
    place = on_sqlite if asked.database == "sqlite" else on_postgres
    async with (
        place(folder, port) as watched,
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(TIRED)
        ) as http,
    ):  # fmt: skip
        provider.spellings = spellings(watched.public_url)
        crowd = Crowd(watched.doors, provider.spellings, provider, Random(2), http)
        rate = asked.load * await _most(crowd)
        print(f"{rate:.0f} turns a second for {asked.minutes:g} minutes", flush=True)
        crowd.pause = PEOPLE / rate
        samples = await _watch(watched, crowd, asked.minutes * 60)
        print(
            f"{crowd.acknowledged} turns, {len(crowd.waiting)} not answered, {crowd.refused} refused, odd: {crowd.odd}"
        )
        return samples


async def _most(crowd: Crowd) -> float:
    """Turns answered in a second when as many come as it takes."""
    until = time.monotonic() + MEASURE
    await crowd.write(lambda: time.monotonic() > until, at_once=PEOPLE)
    await crowd.quiet()
    return len(crowd.answered) / MEASURE


async def _watch(watched: Watched, crowd: Crowd, seconds: float) -> Samples:
    samples, over = Samples(), asyncio.Event()
    writing = asyncio.create_task(crowd.write(over.is_set, at_once=PEOPLE))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.sleep(EVERY)
        samples.take(watched, crowd.acknowledged)
    over.set()
    await writing
    await _answered(crowd)
    await crowd.quiet()
    return samples


async def _answered(crowd: Crowd) -> None:
    """What was written last is answered a moment later."""
    for _ in range(LAST_LOOKS):
        if not crowd.waiting:
            return
        await asyncio.sleep(0.1)


def shown(samples: Samples) -> str:
    """A table, and whether it is flat."""
    rows = ["| what | second quarter | last quarter | flat |", "|---|---:|---:|---|"]
    for name in samples.rss:
        rows.append(_row(f"{name}: resident MiB", samples.rss[name]))
        rows.append(_row(f"{name}: open files", samples.files[name]))
    before, after = samples.cost(1), samples.cost(3)
    rows.append(f"| database: bytes a turn | {before:,.0f} | {after:,.0f} | {_flat(before, after, before * 0.2)} |")
    rows.append(f"| database: MiB in the end | | {samples.sizes[-1] / 2**20:,.0f} | |")
    return "\n".join(rows)


def _row(name: str, values: Sequence[float]) -> str:
    quarter = len(values) // 4
    before, after = median(values[quarter : 2 * quarter]), median(values[-quarter:])
    return f"| {name} | {before:.0f} | {after:.0f} | {_flat(before, after, A_LITTLE)} |"


def _flat(before: float, after: float, little: float) -> str:
    return "yes" if after <= before * GROWS + little else "**no**"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--load", type=float, default=0.7, help="of what it can do")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="causerie-soak-"))
    try:
        print(shown(asyncio.run(soak(asked, folder))))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
