"""What one and two gateways do on PostgreSQL, beside the bare floor, each with the same share of a core.

    python -m benchmarks.shares --database postgresql://… [--redis redis://…] [--share 0.35] [--seconds 24]

Where a machine has two cores, three servers, their database and their customers cannot have one each. So each process
that is measured may use so much of a core and no more (the kernel's quota, in slices of ten milliseconds), and what is
left is enough for the database and the customers: the rates are those of a small core. Needs root, for control groups.
The database must be migrated and otherwise empty. In turns; medians, and the ratio to the turn before.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.journey import FIRST_CUSTOMER, ROOT, configuration, dialect, free_port, reachable, usage
from benchmarks.wire import Load, Provider


class Turn(NamedTuple):
    """Messages answered a second, what one cost in microseconds, and how much of the shares was used."""

    rate: float
    cost: float
    used: float


PERIOD = 10_000  # microseconds
WARM_UP = 1.0  # seconds of each that are not counted
FIRST_LOAD = 3.0
GROUPS = Path("/sys/fs/cgroup")


@contextmanager
def shared(pid: int, share: float) -> Iterator[None]:
    """So much of a core for this process and its threads. Raises OSError where control groups cannot be made."""
    old = (GROUPS / "cpu").is_dir()
    group = GROUPS / ("cpu" if old else "") / f"causerie-bench-{pid}"
    group.mkdir()
    quota = round(PERIOD * share)
    try:
        if old:
            (group / "cpu.cfs_period_us").write_text(str(PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (group / "cpu.max").write_text(f"{quota} {PERIOD}")
        (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        (group.parent / "cgroup.procs").write_text(str(pid))
        group.rmdir()


@asynccontextmanager
async def provider(load: Load) -> AsyncIterator[tuple[Load, int]]:
    """A provider that tells this load who was answered, and its port."""
    port = free_port()
    listener = await asyncio.get_running_loop().create_server(lambda: Provider(load), "127.0.0.1", port)
    try:
        yield load, port
    finally:
        listener.close()


@asynccontextmanager
async def serving(commands: dict[int, list[str]], share: float) -> AsyncIterator[dict[int, int]]:
    """These processes, their ids by their ports, each with its share of a core once it is up."""
    started = [subprocess.Popen(one, cwd=ROOT, stdout=subprocess.DEVNULL) for one in commands.values()]
    try:
        with ExitStack() as shares:
            for port, process in zip(commands, started, strict=True):
                await reachable(port, process)
                shares.enter_context(shared(process.pid, share))
            yield {port: process.pid for port, process in zip(commands, started, strict=True)}
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(60)


def floor(sends_to: int) -> dict[int, list[str]]:
    port = free_port()
    return {port: [sys.executable, "-m", "benchmarks.floor", str(port), str(sends_to)]}


def gateways(count: int, folder: Path, sends_to: int, asked: argparse.Namespace) -> dict[int, list[str]]:
    """So many whole gateways on one database, each with all roles."""
    ports = [free_port() for _ in range(count)]
    file = configuration(folder, ports[0], sends_to, asked.database)
    if asked.redis:
        file.write_text(f"redis: {asked.redis}\n{file.read_text()}")
    command = [sys.executable, "-m", "gateway", "serve", "--config", str(file)]
    return {port: [*command, "--port", str(port)] for port in ports}


async def turn(commands: dict[int, list[str]], load: Load, asked: argparse.Namespace) -> Turn:
    """These, started for it: who is not measured must not work on the same database."""
    async with serving(commands, asked.share) as started:
        ports, meter = list(started), lambda: sum(usage(pid)[0] for pid in started.values())
        await load.run("127.0.0.1", ports, FIRST_LOAD, WARM_UP)
        tally = await load.run("127.0.0.1", ports, asked.seconds / asked.rounds, WARM_UP, meter)
        used = tally.metered / tally.seconds / asked.share / len(ports)
        return Turn(len(tally.latencies) / tally.seconds, tally.metered / len(tally.latencies) * 1e6, used)


async def compare(asked: argparse.Namespace) -> dict[str, list[Turn]]:
    """Two gateways have twice the customers: each is as busy as the one alone."""
    one, two = crowd(asked, 1), crowd(asked, 2)
    rates: dict[str, list[Turn]] = {"floor": [], "one gateway": [], "two gateways": []}
    with tempfile.TemporaryDirectory(prefix="causerie-shares-") as folder:
        async with provider(crowd(asked, 1)) as (load, port), provider(one) as (_, first), provider(two) as (_, second):
            for _ in range(asked.rounds):
                rates["floor"].append(await turn(floor(port), load, asked))
                rates["one gateway"].append(await turn(gateways(1, Path(folder), first, asked), one, asked))
                rates["two gateways"].append(await turn(gateways(2, Path(folder), second, asked), two, asked))
    return rates


def crowd(asked: argparse.Namespace, servers: int) -> Load:
    return Load(
        dialect(asked.channel),
        customers=asked.customers * servers,
        connections=asked.connections * servers,
        first_customer=FIRST_CUSTOMER * 10 * servers,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--redis")
    parser.add_argument("--share", type=float, default=0.35, help="of a core, for each process that is measured")
    parser.add_argument("--seconds", type=float, default=24, help="of load on each, over all rounds")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--customers", type=int, default=128)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--channel", choices=("telegram", "messenger"), default="telegram")
    asked = parser.parse_args()
    os.sched_setaffinity(0, {1})
    rates = asyncio.run(compare(asked))
    floors, one, two = rates["floor"], rates["one gateway"], rates["two gateways"]
    print(f"each with {asked.share:g} of a core, {asked.channel}\n")
    print("| what | msg/s | ratio | CPU us/msg | of its share |\n|---|---|---|---|---|")
    print(f"| floor | {_shown(floors, '')}")
    print(f"| one gateway | {_shown(one, f'{_ratio(one, floors):.2f} of the floor')}")
    print(f"| two gateways | {_shown(two, f'{_ratio(two, one):.2f} times one')}")


def _shown(turns: list[Turn], ratio: str) -> str:
    rate, cost, used = (median(column) for column in zip(*turns, strict=True))
    return f"{rate:.0f} | {ratio} | {cost:.0f} | {used:.2f} |"


def _ratio(turns: list[Turn], base: list[Turn]) -> float:
    return median(turn.rate / other.rate for turn, other in zip(turns, base, strict=True))


if __name__ == "__main__":
    main()
