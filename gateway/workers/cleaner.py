"""The cleaner: once an hour what is older than it may be is deleted, in small steps between everybody else's work."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from gateway.ground.clock import Clock
from gateway.ground.database import Database, is_away
from gateway.insights import prometheus
from gateway.journey import media, retention
from gateway.journey.retention import Kept, Place, Swept

log = structlog.get_logger()


class Cleaner:
    """Keeps the store from growing for ever."""

    FIRST = 60.0  # seconds after the start: there is enough to do then
    EVERY = 3600.0
    PAUSE = 0.05  # seconds between two steps

    def __init__(self, database: Database, clock: Clock, kept: Kept, folder: Path) -> None:
        self._database, self._clock, self._kept, self._folder = database, clock, kept, folder

    async def run(self) -> None:
        await asyncio.sleep(self.FIRST)
        while True:
            try:
                await self.sweep()
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("retention_waits", error=type(error).__name__)  # what is old stays so
            await asyncio.sleep(self.EVERY)

    async def sweep(self) -> None:
        """All that is too old now."""
        place: Place | None = Place()
        events = messages = 0
        while place is not None:
            done = await self._step(place)
            events, messages, place = events + done.events, messages + done.messages, done.on
            await asyncio.sleep(self.PAUSE)
        if events or messages:
            log.info("deleted_by_age", events=events, messages=messages)

    async def _step(self, place: Place) -> Swept:
        done = await self._database.write(retention.step, self._kept, place, self._clock())
        await asyncio.to_thread(media.forget, self._folder, done.media)
        prometheus.DELETED.labels("event").inc(done.events)
        prometheus.DELETED.labels("message").inc(done.messages)
        return done
