"""Where the processor time goes, as two figures: by thread, as the kernel counts it; and inside Python, by station.

py-spy samples from outside which stack holds the interpreter lock. SQLite, the provider calls' HTTP and the kernel run
without it: they show in the first figure only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

RATE = 250  # samples per second
BAR = 40  # characters for the largest share

STATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("statements", ("(gateway/ground/",)),
    ("dialog engine", ("(dialogs/",)),
    ("rendering", ("render (connectors/",)),
    ("policy and claims", ("(gateway/terms/policy/", "(gateway/journey/claiming", "(gateway/journey/admission")),
    ("signature and parsing", ("verify (connectors/", "parse (connectors/")),
    ("provider call", ("(telegram/", "send (connectors/", "(connectors/http", "(gateway/journey/sender")),
    ("turn", ("(gateway/journey/", "(gateway/messages/", "(gateway/people/", "(gateway/terms/")),
    ("workers", ("(gateway/workers/",)),
    ("HTTP server", ("(aiohttp/", "(gateway/api/")),
)
_LINE = re.compile(r":\d+\)")


def times(pid: int) -> dict[int, tuple[str, float]]:
    """Each thread of a process: its name and its seconds of processor time so far."""
    return dict(_times(Path(f"/proc/{pid}/task"), os.sysconf("SC_CLK_TCK")))


def watch(pid: int, seconds: float, file: Path) -> subprocess.Popen[bytes]:
    """Begin to sample; it ends by itself."""
    program = str(Path(sys.executable).with_name("py-spy"))
    command = [program, "record", "--pid", str(pid), "--duration", str(max(int(seconds), 1)), "--rate", str(RATE),
               "--gil", "--format", "raw", "--output", str(file)]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def figures(file: Path, before: dict[int, tuple[str, float]], after: dict[int, tuple[str, float]]) -> str:
    """Shares as bars, the largest first."""
    threads: Counter[str] = Counter()
    for thread, (name, seconds) in after.items():
        spent = round(1000 * (seconds - before.get(thread, ("", 0.0))[1]))
        threads[_thread(name, is_main=thread == min(after))] += spent
    return f"By thread\n{_bars(threads)}\n\nInside Python\n{_bars(_stations(file))}"


def _times(tasks: Path, ticks: int) -> Iterator[tuple[int, tuple[str, float]]]:
    for task in tasks.iterdir():
        stat = (task / "stat").read_text().rsplit(")", 1)[1].split()
        yield int(task.name), ((task / "comm").read_text().strip(), (int(stat[11]) + int(stat[12])) / ticks)


def _bars(counts: Counter[str]) -> str:
    whole, most = sum(counts.values()) or 1, max(counts.values(), default=1) or 1
    return "\n".join(
        f"{name:24} {100 * count / whole:5.1f} % {'█' * round(BAR * count / most)}"
        for name, count in counts.most_common()
    )


def _stations(file: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in file.read_text().splitlines():
        stack, _, samples = line.rpartition(" ")
        counts[_station(_LINE.sub(")", stack).split(";"))] += int(samples)
    return counts


def _thread(name: str, *, is_main: bool) -> str:
    return "event loop" if is_main else "HTTP client" if name == "pyreqwest" else "database"


def _station(frames: list[str]) -> str:
    for frame in reversed(frames):
        for name, marks in STATIONS:
            if any(mark in frame for mark in marks):
                return name
    return "event loop"
