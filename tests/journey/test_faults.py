"""Hurt in every way while people write to it, an installation of several processes loses nothing that it acknowledged,
keeps every order, and doubles nothing unmarked. The long form is benchmarks/faults.py. CAUSERIE_FAULTS_SEED=7 makes the
same misfortunes again.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.faults.misfortunes import MISFORTUNES
from tests.faults.trial import trial

SEED = int(os.environ.get("CAUSERIE_FAULTS_SEED", "0")) or random.randrange(1, 10**6)
COUNTS = {"all": 2, "web": 1}
LANES = (  # what happens at the same time; to the processes, to what they share, to what is outside
    ("web killed", "worker killed in its turn", "worker held past its time", "sender killed", "one told to stop"),
    ("Redis killed", "Redis flushed", "PostgreSQL killed", "PostgreSQL restarted", "PostgreSQL held", "all clocks jump",
     "a clock one hour behind"),
    ("provider: hangs", "provider: 5xx", "provider: 429", "provider: answers lost", "webhooks ten times, shuffled",
     "sender held past its lease"),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", [SEED], ids=["seeded"])  # so that a failure names it
async def test_hurt_in_every_way_nothing_is_lost_out_of_order_or_doubled_unmarked(tmp_path, seed):
    lanes = [{name: MISFORTUNES[name] for name in names} for names in LANES]
    report = await trial(tmp_path, turns=200, seed=seed, counts=COUNTS, people=8, pause=0.3, lanes=lanes, patient=False)
    assert report.unsettled is None
    assert report.verdict.wrong == {}
    assert report.verdict.turns >= 200
    assert report.odd == {}, "an answer that no provider should ever get"
    assert report.ended == [], "a process ended by itself, or not as it was told to"
