"""Faults: an installation of several processes on PostgreSQL and Redis, hurt again and again while people write to it.

    python -m benchmarks.faults [--turns 100000] [--seed 7] [--only "killed"] [--write benchmarks/faults.md]

Every misfortune of tests/faults/misfortunes.py in any order, then all of them again, each until what waited is
answered; until there were so many turns. In the end what is on the phones is held against what was acknowledged. The
same seed makes the same misfortunes, not the same moments.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.misfortunes import MISFORTUNES
from tests.faults.report import shown
from tests.faults.trial import COUNTS, Report, trial


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6))
    parser.add_argument("--people", type=int, default=40, help="who write at once")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two messages of one")
    parser.add_argument("--only", default="", help="misfortunes whose name holds this")
    parser.add_argument("--keep", type=Path, help="a folder for the logs")
    parser.add_argument("--write", type=Path, metavar="FILE", help="where the report is kept")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="causerie-faults-"))
    folder.mkdir(exist_ok=True)
    try:
        report = asyncio.run(run(asked, folder))
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)
    print(shown(report))
    if asked.write is not None:
        asked.write.write_text(f"{head(asked, report)}\n{shown(report)}\n")
    sys.exit(bool(report.verdict.wrong or report.unsettled))


async def run(asked: argparse.Namespace, folder: Path) -> Report:
    lane = {name: one for name, one in MISFORTUNES.items() if asked.only in name}
    return await trial(
        folder, turns=asked.turns, seed=asked.seed, people=asked.people, pause=asked.pause, lanes=[lane],
        tell=lambda words: print(words, flush=True),
    )  # fmt: skip


def head(asked: argparse.Namespace, report: Report) -> str:
    """What was run, where and when."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    installed = ", ".join(f"{count} {role}" for role, count in COUNTS.items())
    command = f"python -m benchmarks.faults --turns {asked.turns} --seed {report.seed}"
    return f"""# Faults: the last long run

{datetime.now(UTC):%d %B %Y}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, load \
{os.getloadavg()[2]:.0f} in the end, Python {platform.python_version()}, a disk that is synced.
Processes: {installed} ("all" does everything), PostgreSQL and Valkey, and with them, on one machine, those who write.

```sh
{command} --people {asked.people} --pause {asked.pause:g}
```

A message that came twice is marked as a possible repeat, or it counts as doubled: it was on its way when its sender was
killed, or the provider's answer was lost, where the provider cannot be asked. "Caught up" is when all is answered that
waited when the misfortune was over; a killed process counts as over when it is ready again.
"""


if __name__ == "__main__":
    main()
