"""What one answered message costs each role, when web, worker and sender are processes of their own.

    python -m benchmarks.roles --database postgresql://… --redis redis://… [--postmaster PID] [--seconds 20]

The database must be migrated and otherwise empty; what its server spends is counted where it runs on this machine.
Customers and provider stand on core 1, the roles on core 0: the rate is that of one core for all of them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.journey import FIRST_CUSTOMER, ROOT, configuration, dialect, free_port, reachable, usage
from benchmarks.wire import Load, Provider, Tally

ROLES = ("web", "worker", "sender")


@contextmanager
def serving(file: Path, ports: dict[str, int]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Each role a process on core 0."""
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for role, port in ports.items():
            command = [sys.executable, "-m", "gateway", "serve", "--config", str(file), "--role", role]
            started[role] = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL)
            os.sched_setaffinity(started[role].pid, {0})
        yield started
    finally:
        for process in started.values():
            process.send_signal(signal.SIGTERM)
        for process in started.values():
            process.wait(60)


def spent(pids: dict[str, int], postmaster: int | None) -> dict[str, float]:
    """Seconds of processor time so far, by role and of the database's server."""
    seconds = {role: usage(pid)[0] for role, pid in pids.items()}
    if postmaster is not None:
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        seconds["postgres"] = sum(usage(int(pid))[0] for pid in [postmaster, *children])
    return seconds


async def measure(asked: argparse.Namespace, folder: Path) -> tuple[Tally, float, dict[str, float]]:
    """What happened, in how many seconds, and what each spent."""
    ports, provider = {role: free_port() for role in ROLES}, free_port()
    file = configuration(folder, ports["web"], provider, asked.database)
    file.write_text(f"redis: {asked.redis}\n{file.read_text()}")
    load = Load(dialect(asked.channel), customers=asked.customers, connections=32, first_customer=FIRST_CUSTOMER)
    listener = await asyncio.get_running_loop().create_server(lambda: Provider(load), "127.0.0.1", provider)
    with serving(file, ports) as processes:
        for role, process in processes.items():
            await reachable(ports[role], process)
        pids = {role: process.pid for role, process in processes.items()}
        running = asyncio.create_task(load.run("127.0.0.1", ports["web"], asked.seconds, warm_up=5))
        await asyncio.sleep(5)
        before, began = spent(pids, asked.postmaster), time.perf_counter()
        tally = await running
        after, took = spent(pids, asked.postmaster), time.perf_counter() - began
    listener.close()
    return tally, took, {name: after[name] - before[name] for name in after}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--redis", required=True)
    parser.add_argument("--postmaster", type=int, help="the process id of the database's server")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--customers", type=int, default=64)
    parser.add_argument("--channel", choices=("telegram", "messenger"), default="telegram")
    asked = parser.parse_args()
    os.sched_setaffinity(0, {1})
    folder = Path(tempfile.mkdtemp(prefix="causerie-roles-"))
    try:
        tally, took, seconds = asyncio.run(measure(asked, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    answered = max(len(tally.latencies), 1)
    print("| " + " | ".join(["msg/s", "p50 ms", "p99", *(f"{name} us/msg" for name in seconds)]) + " |")
    costs = [f"{spent / answered * 1e6:.0f}" for spent in seconds.values()]
    print("|" + "---|" * (3 + len(costs)))
    print(
        "| "
        + " | ".join([f"{answered / took:.0f}", f"{tally.share(0.5):.1f}", f"{tally.share(0.99):.1f}", *costs])
        + " |"
    )


if __name__ == "__main__":
    main()
