"""Turns: conversations that wait are answered, and signals follow the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey import turn
from gateway.journey.talk import Signal
from gateway.journey.world import World
from gateway.workers.wake import Wake

log = structlog.get_logger()


class Turns:
    """Takes turns as long as conversations wait."""

    MOST_AT_ONCE = 64
    SIGNALS = 200  # under way at once
    POLL = 1.0  # seconds: backed-off conversations, and what other processes stored

    def __init__(
        self,
        database: Database,
        world: World,
        clock: Clock,
        promised: Callable[[set[str]], None],
        changed: Callable[[Sequence[str]], None],
    ) -> None:
        self._database, self._world, self._clock = database, world, clock
        self._promised, self._changed = promised, changed
        self._signals: set[asyncio.Task[None]] = set()
        self._wake = Wake()
        self.ring = self._wake.ring

    async def run(self) -> None:
        while True:
            try:
                took = await self._database.write(turn.take, self._world, self.MOST_AT_ONCE, self._clock())
            except Exception as error:  # noqa: BLE001 - a worker says so and goes on
                log.warning("turn_batch_failed", error=type(error).__name__)
                took = await self._one_by_one()
            if took.accounts:
                self._promised(took.accounts)
            for signal in took.signals:
                self._signal(signal)
            if took.conversations:
                self._changed(took.conversations)
            else:
                await self._rest()

    def _signal(self, signal: Signal) -> None:
        """Beside the journey, and dropped rather than queued: it carries no content."""
        if len(self._signals) < self.SIGNALS:
            connector = self._world.accounts[signal.account]
            task = asyncio.create_task(connector.signal(signal.kind, signal.address, signal.target))
            self._signals.add(task)
            task.add_done_callback(self._signals.discard)

    async def _rest(self) -> None:
        """Nothing waits: wake the timers, else sleep."""
        if not await self._database.write(turn.ring_timers, self.MOST_AT_ONCE, self._clock()):
            await self._wake.sleep(self.POLL)

    async def _one_by_one(self) -> turn.Taken:
        """After a failed batch: each conversation alone, so that one poisoned event hurts only itself."""
        taken = turn.Taken()
        try:
            waiting = await self._database.write(turn.line, self.MOST_AT_ONCE, self._clock())
            for conversation in waiting:
                taken.add(await self._database.write(turn.take_one, self._world, conversation, self._clock()))
        except Exception as error:  # noqa: BLE001 - a worker says so and goes on
            log.error("turn_failed", error=type(error).__name__)
            await asyncio.sleep(self.POLL)
        return taken
