"""A trial: people write to an installation, misfortunes follow each other, and in the end all is counted."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import aiohttp

from tests.faults.cluster import installed
from tests.faults.crowd import TIRED, Crowd
from tests.faults.judge import Verdict, judge, unheard
from tests.faults.misfortunes import MISFORTUNES, Misfortune, Scene
from tests.faults.provider import Provider
from tests.faults.spelling import spellings

COUNTS = {"all": 2, "web": 1, "worker": 1, "sender": 1}  # processes of an installation
CAUGHT_UP = 120.0  # seconds within which what waited is answered after a misfortune
SETTLED = 300.0  # seconds within which all is, in the end
HEARD = 45.0  # seconds within which the last receipts have found their messages
RECEIPTS, POSTS = 0.3, 0.05


@dataclass
class Happened:
    """One kind of misfortune: how long each took, and how long until what waited then was answered."""

    lasted: list[float] = field(default_factory=list)
    caught_up: list[float] = field(default_factory=list)


@dataclass
class Report:
    """What a trial showed."""

    seed: int
    seconds: float = 0.0
    happened: defaultdict[str, Happened] = field(default_factory=lambda: defaultdict(Happened))
    verdict: Verdict = field(default_factory=Verdict)
    ambiguous: int = 0
    refused: int = 0
    odd: Mapping[str, int] = field(default_factory=dict)
    unsettled: str | None = None
    ended: list[str] = field(default_factory=list)  # processes that nobody had told to
    behind: list[str] = field(default_factory=list)  # after which what waited was not answered in time


@asynccontextmanager
async def scene(folder: Path, seed: int, *, counts: Mapping[str, int] = COUNTS, where: Path | None = None,
                receipts: float = RECEIPTS, posts: float = POSTS) -> AsyncIterator[Scene]:  # fmt: skip
    """An installation that runs, its provider and its people, before anybody writes."""
    chance = Random(seed)
    provider = Provider({}, Random(seed + 1), receipts=receipts)
    port = await provider.start()
    async with (
        installed(folder, port, counts, where=where) as cluster,
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(TIRED)
        ) as http,
    ):  # fmt: skip
        spelled = spellings(cluster.public_url)
        provider.spellings = spelled
        await cluster.start()
        crowd = Crowd(cluster.doors, spelled, provider, Random(seed + 2), http, posts=posts)
        yield Scene(cluster, provider, crowd, chance)
        await crowd.quiet()


async def trial(
    folder: Path, *, turns: int, seed: int, counts: Mapping[str, int] = COUNTS, pause: float = 0.0, people: int = 40,
    where: Path | None = None,
    lanes: Sequence[Mapping[str, Misfortune]] = (MISFORTUNES,), patient: bool = True,
    tell: Callable[[str], None] = lambda _words: None,
) -> Report:  # fmt: skip
    """At least so many turns, and each misfortune at least once, those of different lanes at the same time; `patient`:
    the next of a lane only when all that waited is answered."""
    report, began = Report(seed), time.monotonic()
    async with scene(folder, seed, counts=counts, where=where) as here:
        tell(f"started after {time.monotonic() - began:.1f} s")
        here.crowd.pause = pause
        over = asyncio.Event()
        writing = asyncio.create_task(here.crowd.write(over.is_set, at_once=people))
        try:
            async with asyncio.TaskGroup() as group:
                for lane in lanes:
                    group.create_task(_misfortunes(here, report, lane, turns, tell, patient=patient))
        except BaseException:
            writing.cancel()
            raise
        finally:
            over.set()
        await writing
        await here.crowd.quiet()
        tell(f"written after {time.monotonic() - began:.1f} s")
        report.unsettled = await here.cluster.settled(SETTLED)
        await here.crowd.quiet()
        await _until(lambda: not _unheard(here), HEARD)
        await _mourn(here, report)
        report.verdict = _judged(here)
        tell(f"judged after {time.monotonic() - began:.1f} s")
    report.ended += [f"{name}: {end}" for name, ends in here.cluster.ends.items() for end in ends if end != 0]
    report.seconds = time.monotonic() - began
    report.ambiguous, report.refused, report.odd = here.provider.ambiguous, here.crowd.refused, here.crowd.odd
    return report


async def _misfortunes(
    here: Scene, report: Report, lane: Mapping[str, Misfortune], turns: int, tell: Callable[[str], None], *,
    patient: bool,
) -> None:  # fmt: skip
    for number, name in enumerate(_deck(lane, here.chance)):
        if number >= len(lane) and here.crowd.acknowledged >= turns:
            return
        await _happen(here, report, name, lane[name], patient=patient)
        tell(_progress(here, report, name))


def _judged(here: Scene) -> Verdict:
    with here.cluster.connect() as connection:
        verdict = judge(connection, here.crowd.customers, here.provider)
    verdict.unheard = _unheard(here)
    return verdict


def _unheard(here: Scene) -> list[str]:
    with here.cluster.connect() as connection:
        return unheard(connection, here.provider)


def _deck(kinds: Mapping[str, Misfortune], chance: Random) -> Iterator[str]:
    """Each once in any order, again and again."""
    while True:
        yield from chance.sample(list(kinds), len(kinds))


async def _happen(here: Scene, report: Report, name: str, misfortune: Misfortune, *, patient: bool) -> None:
    """One misfortune, until what waited when it was over is answered."""
    enough = here.crowd.acknowledged + 20
    await _until(lambda: here.crowd.acknowledged >= enough, CAUGHT_UP)
    await asyncio.sleep(here.soon(0.5))
    began = time.monotonic()
    await misfortune(here)
    over = time.monotonic()
    await _mourn(here, report)
    happened = report.happened[name]
    happened.lasted.append(over - began)
    if patient and not await _until(lambda: all(since > over for since in here.crowd.waiting.values()), CAUGHT_UP):
        report.behind.append(name)
    happened.caught_up.append(time.monotonic() - over)


async def _mourn(here: Scene, report: Report) -> None:
    """Whoever ended by itself is started again by its supervisor, and told of."""
    for one in here.cluster.dead():
        report.ended.append(f"{one.name}: {one.process.returncode}")
        await one.start()


async def _until(ask: Callable[[], bool], seconds: float) -> bool:
    for _ in range(int(seconds / 0.02)):
        if ask():
            return True
        await asyncio.sleep(0.02)
    return False


def _progress(here: Scene, report: Report, name: str) -> str:
    last = report.happened[name]
    return f"{here.crowd.acknowledged:7} {name}: {last.lasted[-1]:.1f} s, caught up in {last.caught_up[-1]:.1f} s"
