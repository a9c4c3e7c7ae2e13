"""Threads that work for the loop: a queue without an end answers nobody."""

from __future__ import annotations

import asyncio
import threading

import pytest

from gateway.ground.threads import Busy, Threads


@pytest.fixture
def threads():
    threads = Threads(1, "test", most_waiting=2)
    yield threads
    threads.close()


async def test_what_is_too_much_is_refused_at_once_and_what_waits_is_done(threads):
    door = threading.Event()
    asked = [asyncio.ensure_future(threads.run(door.wait, 10)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await threads.run(door.wait)
    door.set()
    assert await asyncio.gather(*asked) == [True] * 3
    assert await threads.run(int, "7") == 7


async def test_whoever_gives_up_leaves_the_place(threads):
    door = threading.Event()
    working = asyncio.ensure_future(threads.run(door.wait, 10))
    await asyncio.sleep(0)
    for _ in range(5):
        waiting = asyncio.ensure_future(threads.run(int))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    door.set()
    await working
