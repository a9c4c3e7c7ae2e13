"""Processes tell each other what there is to do, over a real Redis that comes and goes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
import redis

from gateway.ground import redis_bus as bus_module
from gateway.ground.bus import MOST_TOLD, News, NoBus
from gateway.ground.redis import Redis
from gateway.ground.redis_bus import RedisBus
from tests.gateway.ground.tasks import ended
from tests.servers import valkey


@asynccontextmanager
async def listening(url):
    """A bus at work, and what it hears."""
    connections = Redis(url)
    one, heard = RedisBus(connections), asyncio.Queue()
    task = asyncio.create_task(one.run(heard.put_nowait))
    yield one, heard
    await ended(task)
    await connections.close()


async def next_of(heard):
    async with asyncio.timeout(10):
        return await heard.get()


async def test_the_others_hear_what_one_tells_and_it_does_not_hear_itself(redis_url):
    async with listening(redis_url) as (one, heard_by_one), listening(redis_url) as (_, heard_by_other):
        assert (await next_of(heard_by_one)).missed
        assert (await next_of(heard_by_other)).missed
        one.tell(turns=True, accounts=["a"])
        one.tell(changes=["c1"], what=("message",))
        one.tell(accounts=["b", "a"], changes=["c1"], what=("delivery",))
        news = await next_of(heard_by_other)
        assert (news.turns, news.accounts, news.changes) == (True, ["a", "b"], [("c1", ("delivery", "message"))])
        assert heard_by_one.empty()


async def test_too_much_is_told_as_look_at_everything(redis_url):
    async with listening(redis_url) as (one, _), listening(redis_url) as (_, heard):
        await next_of(heard)
        one.tell(changes=[str(number) for number in range(MOST_TOLD + 1)], what=("message",))
        news = await next_of(heard)
        assert news.missed
        assert news.changes == []


async def test_a_redis_that_goes_and_comes_back_is_found_again(monkeypatch):
    monkeypatch.setattr(bus_module, "PAUSES", (0.05,))
    with valkey() as url:
        async with listening(url) as (one, heard):
            assert (await next_of(heard)).missed
            assert one.is_up
            redis.from_url(url).client_kill_filter(_type="pubsub")
            assert (await next_of(heard)).missed  # heard again: whatever was told meanwhile must be looked for


async def test_without_a_redis_nobody_waits_and_all_know(monkeypatch):
    monkeypatch.setattr(bus_module, "PAUSES", (0.01,))
    async with listening("redis://127.0.0.1:1") as (one, heard):
        one.tell(turns=True)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await heard.get()
        assert not one.is_up


async def test_it_ends_though_the_client_answers_the_end_with_an_error_of_its_own(monkeypatch):
    """Redis goes away at the moment when the gateway stops: what cleans up the connection fails, and hides the end."""
    connections = Redis("redis://127.0.0.1:1")
    one, telling = RedisBus(connections), asyncio.Event()

    async def publish(*_) -> None:
        telling.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise redis.ConnectionError

    monkeypatch.setattr(connections.looped, "publish", publish)
    task = asyncio.create_task(one.run(lambda _news: None))
    connections._asked_again_at = 0.0
    one.tell(turns=True)
    await telling.wait()
    task.cancel()
    async with asyncio.timeout(10):
        with suppress(asyncio.CancelledError):
            await task
    await connections.close()


async def test_no_bus_is_up_only_where_a_process_is_alone():
    assert NoBus(alone=True).is_up
    assert not NoBus(alone=False).is_up
    NoBus(alone=True).tell(turns=True)


def test_nothing_to_tell_is_left_out():
    assert News("x") == News("x", missed=False)
