"""Intake: what webhooks brought is stored in batches, and only then acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey import inbox
from gateway.journey.webhook import Arrival, Overloaded
from gateway.workers.wake import Wake

log = structlog.get_logger()


class Intake:
    """Group commit of what arrived: `accept` returns once it is on disk."""

    MOST_WAITING = 20_000
    MOST_AT_ONCE = 500

    def __init__(self, database: Database, clock: Clock, stored: Callable[[], None]) -> None:
        self._database, self._clock, self._stored = database, clock, stored
        self._waiting: list[tuple[Sequence[Arrival], asyncio.Future[None]]] = []
        self._wake = Wake()

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Raises Overloaded when it cannot be stored now; nothing is kept then."""
        if len(self._waiting) >= self.MOST_WAITING:
            raise Overloaded
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, done))
        self._wake.ring()
        await done  # ends: the database has time-outs of its own

    async def run(self) -> None:
        while True:
            if not self._waiting:
                await self._wake.sleep(3600)
                continue
            batch, self._waiting = self._waiting[: self.MOST_AT_ONCE], self._waiting[self.MOST_AT_ONCE :]
            await self._store(batch)

    async def _store(self, batch: list[tuple[Sequence[Arrival], asyncio.Future[None]]]) -> None:
        arrivals = [arrival for some, _ in batch for arrival in some]
        try:
            answerable = await self._database.write(inbox.accept, arrivals, self._clock())
        except Exception as error:  # noqa: BLE001 - a worker says so and goes on
            await self._store_apart(batch, error)
            return
        if answerable:
            self._stored()
        for _, done in batch:
            if not done.done():
                done.set_result(None)

    async def _store_apart(self, batch: list[tuple[Sequence[Arrival], asyncio.Future[None]]], error: Exception) -> None:
        """One bad apple must not spoil the batch: each alone, and only what fails alone is refused."""
        if len(batch) > 1:
            log.warning("intake_batch_failed", size=len(batch), error=type(error).__name__)
            for one in batch:
                await self._store([one])
            return
        log.error("intake_failed", error=type(error).__name__)
        _, done = batch[0]
        if not done.done():
            done.set_exception(Overloaded())
