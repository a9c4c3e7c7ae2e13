"""Rounds: what the stages of this process have to do, one transaction after another.

A stage is one step of the journey: intake, turns, senders. What comes up while a round is being committed is the next
round, so the busier the gateway the larger its batches; and a message that arrives may be stored, answered and claimed
for sending in one commit. Each stage has a savepoint of its own: one that fails is undone alone.

Who comes after a rest is served at once. Under load a round begins some milliseconds after the last one did: a batch
twice as large costs much less than two, and the loop reads and calls meanwhile with nobody at its interpreter's lock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from sqlalchemy import Connection

from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.ground.writer import savepoint
from gateway.insights import prometheus
from gateway.workers.wake import Wake

log = structlog.get_logger()

Ended = Any  # what a stage's work gave back, or the Exception that ended it


@dataclass
class Round:
    """What the stages of one round tell those after them."""

    now: int
    promised: set[str] = field(default_factory=set)  # accounts that have something new to send
    lined_up: bool = False  # conversations wait that did not before


class Stage(Protocol):
    """One step of the journey, as rounds drive it. `work` runs in a database thread, the rest on the loop."""

    def waits(self) -> bool:
        """Is there something to do now?"""

    def pause(self) -> float:
        """Seconds after which to look again even if nobody rang."""

    def draw(self, now: int) -> None:
        """Take up what the next round will do."""

    def work(self, connection: Connection, current: Round) -> Any:
        """Do it; called again after a rollback only through `failed`."""

    def done(self, outcome: Any) -> None:
        """It is on disk."""

    async def failed(self, error: Exception) -> None:
        """Nothing of it is on disk."""


class Rounds:
    """Drives stages, in their order, as long as one of them has something to do."""

    APART = 0.008  # seconds between the beginnings of two rounds
    REST = 1.0  # seconds after a round that the database refused

    def __init__(self, database: Database, clock: Clock, wake: Wake, stages: Sequence[Stage]) -> None:
        self._database, self._clock, self._wake, self._stages = database, clock, wake, stages
        self._last = -self.APART
        self._began, self._goes_on, self._rests = False, True, asyncio.Event()

    async def run(self) -> None:
        self._began = True
        try:
            while self._goes_on:
                if not any(stage.waits() for stage in self._stages):
                    await self._wake.sleep(min(stage.pause() for stage in self._stages))
                await self._gather()
                await self._round()
        finally:
            self._rests.set()

    async def _gather(self) -> None:
        """Let more come up, where the last round has only just begun."""
        early = self._last + self.APART - time.perf_counter()
        if early > 0:
            await asyncio.sleep(early)
        self._last = time.perf_counter()

    async def finish(self) -> None:
        """Take up nothing new; returns when the round under way is over."""
        self._goes_on = False
        self._wake.ring()
        if self._began:
            await self._rests.wait()

    async def _round(self) -> None:
        now = self._clock()
        for stage in self._stages:
            stage.draw(now)
        began = time.perf_counter()
        try:
            ends = await self._database.write(_play, self._stages, Round(now))
            prometheus.ROUNDS.observe(time.perf_counter() - began)
        except Exception as error:  # noqa: BLE001 - a worker says so and goes on
            log.error("round_failed", error=type(error).__name__)
            ends = [error] * len(self._stages)
            await asyncio.sleep(self.REST)
        ended = list(zip(self._stages, ends, strict=True))
        for stage, end in ended:
            if not isinstance(end, Exception):
                stage.done(end)
        for stage, end in ended:  # who failed may rest: those whose part is on disk know it by now
            if isinstance(end, Exception):
                await stage.failed(end)


def _play(connection: Connection, stages: Sequence[Stage], current: Round) -> list[Ended]:
    ends: list[Ended] = []
    for stage in stages:
        try:
            with savepoint(connection, "stage"):
                ends.append(stage.work(connection, current))
        except Exception as error:  # noqa: BLE001 - undone alone, and told to its stage
            ends.append(error)
    return ends
