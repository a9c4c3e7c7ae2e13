"""The keeper: workers are kept at work, and all of them end when they are told to."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest
import structlog
from redis.exceptions import ConnectionError as RedisLost
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from gateway.ground.threads import Busy
from gateway.workers import keeper
from gateway.workers.keeper import Keeper


class Deaf:
    """A worker whose client answers a cancellation with an error of its own, which the worker goes on after."""

    def __init__(self, times: int) -> None:
        self.times, self.is_over = times, False

    async def run(self) -> None:
        while True:
            try:
                await self.ask()
            except RedisLost:
                continue
            finally:
                self.is_over = self.times == 0

    async def ask(self) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if self.times == 0:
                raise
            self.times -= 1
            raise RedisLost from None


@pytest.fixture
def ended():
    return asyncio.Queue()


@pytest.fixture
def workers(ended):
    return Keeper(ended.put_nowait)


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(keeper, "PATIENCE", 0.01)
    monkeypatch.setattr(keeper, "REST", 0.0)


@pytest.mark.parametrize("times", [0, 1, 3])
async def test_a_worker_that_takes_its_end_for_an_error_ends_all_the_same(workers, times):
    deaf = Deaf(times)
    workers.start([deaf])
    await asyncio.sleep(0)
    await asyncio.wait_for(workers.end(), 30)
    assert deaf.is_over


async def test_a_worker_that_never_ends_holds_nobody_up_and_is_named(workers, monkeypatch):
    with monkeypatch.context() as patched, capture_logs() as said:
        patched.setattr(keeper, "log", structlog.get_logger())
        workers.start([Deaf(keeper.TRIES)])
        await asyncio.sleep(0)
        await asyncio.wait_for(workers.end(), 30)
    assert [(one["event"], one["workers"]) for one in said] == [("workers_stay", ["Deaf"])]


async def test_where_nobody_works_nobody_is_waited_for(workers):
    await asyncio.wait_for(workers.end(), 30)


async def test_a_worker_goes_on_when_the_database_is_back(workers, ended):
    class Asking:
        errors: ClassVar = [OperationalError("SELECT 1", {}, Exception("gone")), Busy()]

        async def run(self) -> None:
            if self.errors:
                raise self.errors.pop()

    asking = Asking()
    workers.start([asking])
    assert (await ended.get()).exception() is None
    assert asking.errors == []


async def test_who_ends_by_an_error_of_another_kind_is_told_of(workers, ended):
    class Broken:
        async def run(self) -> None:
            raise ValueError("never")

    workers.start([Broken()])
    task = await ended.get()
    assert (task.get_name(), str(task.exception())) == ("Broken", "never")
