"""What may happen to an installation while people write to it. Each is over when its function returns."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import redis

from tests.faults.cluster import IDLE, Cluster, Process
from tests.faults.crowd import Crowd, changed
from tests.faults.provider import Mood, Provider

LEASE_OVER = 61_000  # milliseconds, after which a call is taken for lost (gateway/journey/claiming.py)
HOUR = 3_600_000  # milliseconds
HELD_AT_MOST = 4.0  # seconds that a server does not move
PATIENCE = 20.0  # seconds to find a process in the right moment


@dataclass(frozen=True)
class Scene:
    """What there is to be hurt."""

    cluster: Cluster
    provider: Provider
    crowd: Crowd
    chance: Random

    def one_of(self, role: str) -> Process:
        return self.chance.choice(self.cluster.of(role))

    def soon(self, most: float) -> float:
        return self.chance.random() * most


Misfortune = Callable[[Scene], Awaitable[None]]


def _killed(role: str) -> Misfortune:
    async def happens(scene: Scene) -> None:
        await _kill(scene, scene.one_of(role))

    return happens


async def _kill(scene: Scene, *chosen: Process) -> None:
    for one in chosen:
        await one.kill()
    await asyncio.sleep(scene.soon(1.0))
    await asyncio.gather(*(one.start() for one in chosen))


async def worker_killed_in_its_turn(scene: Scene) -> None:
    """While it holds a transaction that has written."""
    one = scene.one_of("worker")
    await _caught(scene, one)
    await _kill(scene, one)


async def all_killed(scene: Scene) -> None:
    await _kill(scene, *scene.cluster.processes)


async def one_told_to_stop(scene: Scene) -> None:
    """As at every update."""
    one = scene.chance.choice(scene.cluster.processes)
    scene.cluster.ends[one.name].append(await one.stop())
    await one.start()


async def worker_held(scene: Scene) -> None:
    """In a turn, and for longer than the database waits for it; then it goes on."""
    one = scene.one_of("worker")
    await _caught(scene, one)
    await asyncio.sleep(IDLE + 1.0)
    one.signal(signal.SIGCONT)


async def sender_held(scene: Scene) -> None:
    """With calls under way, for longer than its lease; then it goes on."""
    one = scene.one_of("sender")
    one.signal(signal.SIGSTOP)
    await asyncio.sleep(scene.soon(0.3))
    async with scene.cluster.wrong(LEASE_OVER):
        await asyncio.sleep(7.0)  # until the others look for what is lost
        one.slept(LEASE_OVER)
        one.signal(signal.SIGCONT)
        await asyncio.sleep(0.5)


async def redis_killed(scene: Scene) -> None:
    server = scene.cluster.redis
    await asyncio.to_thread(server.signal, signal.SIGKILL)
    await asyncio.sleep(scene.soon(3.0))
    await asyncio.to_thread(server.start)


async def redis_held(scene: Scene) -> None:
    with scene.cluster.redis.held():
        await asyncio.sleep(scene.soon(HELD_AT_MOST))


async def redis_flushed(scene: Scene) -> None:
    """Everything in it is gone, scripts and subscribers too."""
    with redis.Redis.from_url(scene.cluster.redis_url) as client:
        client.flushall()
        client.script_flush()
        with suppress(redis.ConnectionError):
            client.client_kill_filter(_type="pubsub")
            client.client_kill_filter(_type="normal", skipme=True)


async def postgres_killed(scene: Scene) -> None:
    server = scene.cluster.postgres
    await asyncio.to_thread(server.signal, signal.SIGKILL)
    await asyncio.sleep(scene.soon(2.0))
    await asyncio.to_thread(server.start)


async def postgres_restarted(scene: Scene) -> None:
    server = scene.cluster.postgres
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)


async def postgres_held(scene: Scene) -> None:
    with scene.cluster.postgres.held():
        await asyncio.sleep(scene.soon(HELD_AT_MOST))


async def clock_ahead(scene: Scene) -> None:
    await _wrong_clock(scene, scene.chance.choice(scene.cluster.processes), HOUR)


async def clock_behind(scene: Scene) -> None:
    await _wrong_clock(scene, scene.chance.choice(scene.cluster.processes), -HOUR)


async def clocks_jump(scene: Scene) -> None:
    """The database's and so everybody's; and back again."""
    await _wrong_clock(scene, scene.cluster, scene.chance.choice((-HOUR, HOUR)))


async def _wrong_clock(scene: Scene, whose: Process | Cluster, milliseconds: int) -> None:
    async with whose.wrong(milliseconds):
        await asyncio.sleep(1.0 + scene.soon(3.0))


def _provider(seconds: float, **mood: float) -> Misfortune:
    async def happens(scene: Scene) -> None:
        with changed(scene.provider, mood=Mood(**mood)):
            await asyncio.sleep(seconds)

    return happens


async def webhooks_repeated(scene: Scene) -> None:
    """Each ten times, in any order."""
    with changed(scene.crowd, repeats=1.0):
        await asyncio.sleep(3.0)


async def _caught(scene: Scene, one: Process) -> None:
    """Stopped in the middle of a transaction, however often one must try."""
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE
    while loop.time() < until:
        one.signal(signal.SIGSTOP)
        if await asyncio.to_thread(scene.cluster.in_transaction, one):
            return
        one.signal(signal.SIGCONT)
        await asyncio.sleep(scene.soon(0.02))
    one.signal(signal.SIGSTOP)


MISFORTUNES: dict[str, Misfortune] = {
    "web killed": _killed("web"),
    "worker killed": _killed("worker"),
    "worker killed in its turn": worker_killed_in_its_turn,
    "sender killed": _killed("sender"),
    "one that does all killed": _killed("all"),
    "all processes killed": all_killed,
    "one told to stop": one_told_to_stop,
    "worker held past its time": worker_held,
    "sender held past its lease": sender_held,
    "Redis killed": redis_killed,
    "Redis held": redis_held,
    "Redis flushed": redis_flushed,
    "PostgreSQL killed": postgres_killed,
    "PostgreSQL restarted": postgres_restarted,
    "PostgreSQL held": postgres_held,
    "a clock one hour ahead": clock_ahead,
    "a clock one hour behind": clock_behind,
    "all clocks jump": clocks_jump,
    "provider: 5xx": _provider(2.0, error=0.5),
    "provider: 429": _provider(2.0, throttled=0.5),
    "provider: answers lost": _provider(2.0, lost=0.2),
    "provider: hangs": _provider(1.0, hangs=0.05),
    "provider: slow": _provider(3.0, slow=1.0),
    "webhooks ten times, shuffled": webhooks_repeated,
}
