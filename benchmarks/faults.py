"""Faults: an installation of several processes on PostgreSQL and Redis, hurt again and again while people write to it.

python -m benchmarks.faults [--turns 100000] [--seed 7] [--only "killed"] [--write benchmarks/faults.md]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import tempfile
from pathlib import Path

from tests.faults.misfortunes import MISFORTUNES
from tests.faults.report import shown
from tests.faults.trial import trial


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6))
    parser.add_argument("--people", type=int, default=40, help="who write at once")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two messages of one")
    parser.add_argument("--only", default="", help="misfortunes whose name holds this")
    parser.add_argument("--keep", type=Path, help="a folder for the logs")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="causerie-faults-"))
    folder.mkdir(exist_ok=True)
    try:
        report = asyncio.run(
            trial(folder, turns=asked.turns, seed=asked.seed, people=asked.people, pause=asked.pause,
                  lanes=[{name: one for name, one in MISFORTUNES.items() if asked.only in name}], tell=_tell)
        )  # fmt: skip
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)
    print(shown(report))


def _tell(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
