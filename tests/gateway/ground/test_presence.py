"""Processes of one role know how many they are, over a real Redis that may be lost or emptied."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest

from gateway.ground import presence as presence_module
from gateway.ground.presence import Presence
from gateway.ground.redis import Redis
from gateway.journey.rate import Pace
from gateway.workers.sharing import Sharing
from tests.gateway.ground.tasks import ended
from tests.journey.product import until


@asynccontextmanager
async def connected(url):
    connections = Redis(url)
    yield connections
    await connections.close()


@pytest.fixture
async def shared(redis_url):
    async with connected(redis_url) as connections:
        await connections.looped.flushdb()
        yield connections


async def test_each_counts_all_of_its_role(shared):
    one, two, other = Presence(shared, "sender"), Presence(shared, "sender"), Presence(shared, "worker")
    assert [await one.announce(), await two.announce(), await one.announce(), await other.announce()] == [1, 2, 2, 1]
    await two.leave()
    assert await one.announce() == 1


async def test_who_says_nothing_is_forgotten(shared, monkeypatch):
    monkeypatch.setattr(presence_module, "LASTS", 50)
    await Presence(shared, "sender").announce()
    one = Presence(shared, "sender")

    async def alone() -> bool:
        return await one.announce() == 1

    await until(alone)


async def test_an_emptied_redis_knows_them_again_when_they_speak(shared):
    one, two = Presence(shared, "sender"), Presence(shared, "sender")
    await one.announce(), await two.announce()
    await shared.looped.flushall()
    assert [await one.announce(), await two.announce()] == [1, 2]


async def test_without_a_redis_nobody_can_say():
    async with connected("redis://127.0.0.1:1") as connections:
        one = Presence(connections, "sender")
        assert await one.announce() is None
        await one.leave()


class Sender:
    """What of a sender shares a rate."""

    def __init__(self) -> None:
        self.pace = Pace.of(80.0, None)

    def share(self, among: int) -> None:
        self.pace.share(among)


async def test_senders_divide_the_rate_and_take_it_back(shared, monkeypatch):
    monkeypatch.setattr(Sharing, "EVERY", 0.01)
    one, two = Sender(), Sender()
    tasks = [asyncio.create_task(Sharing(Presence(shared, "sender"), sender).run()) for sender in (one, two)]

    await until(lambda: one.pace.account.room(0) == 40.0)
    await ended(tasks[1])
    await until(lambda: one.pace.account.room(0) == 80.0)
    await ended(tasks[0])
