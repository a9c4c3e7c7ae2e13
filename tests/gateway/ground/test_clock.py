"""The time that processes share: the database's, whatever the clock of a machine says."""

from __future__ import annotations

import asyncio
import time

import pytest

from gateway.ground import clock as clocks
from gateway.ground.clock import SharedClock


class Told:
    """What the database says, and how long it takes; `steady` goes on by itself."""

    def __init__(self) -> None:
        self.at, self.steady, self.takes = 1_000_000, 50_000.0, 0.0

    def ask(self) -> int:
        self.steady += self.takes
        self.at += int(self.takes)
        return self.at

    def forward(self, milliseconds: int) -> None:
        self.at, self.steady = self.at + milliseconds, self.steady + milliseconds


@pytest.fixture
def told(monkeypatch):
    told = Told()
    monkeypatch.setattr(clocks, "_steady", lambda: told.steady)
    return told


def test_it_goes_on_by_itself_between_looks(told):
    clock = SharedClock(told.ask)
    told.forward(700)
    assert clock() == told.at


def test_the_clock_of_this_machine_is_not_asked(told, monkeypatch):
    clock = SharedClock(told.ask)
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    monkeypatch.setattr(time, "time", lambda: 1.0)
    assert clock() == told.at


def test_it_follows_the_database_both_ways(told):
    clock = SharedClock(told.ask)
    for step in (3_600_000, -7_200_000):
        told.at += step
        clock.look()
        assert clock() == told.at


def test_an_answer_that_took_long_is_no_news(told):
    clock = SharedClock(told.ask)
    told.takes = 800.0
    before = clock() - told.at
    clock.look()
    assert clock() - told.at == before


async def test_while_nobody_tells_the_time_it_goes_on(told, monkeypatch):
    clock = SharedClock(told.ask)
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def away() -> int:
        loop.call_soon_threadsafe(asked.set)
        raise OSError("no database")

    monkeypatch.setattr(clock, "EVERY", 0.001)
    monkeypatch.setattr(clock, "_ask", away)
    ticking = asyncio.create_task(clock.run())
    await asyncio.wait_for(asked.wait(), 10)
    monkeypatch.setattr(clock, "_ask", told.ask)
    told.forward(500)
    assert clock() == told.at
    ticking.cancel()
    await asyncio.gather(ticking, return_exceptions=True)
