"""Fetchers: what customers sent is brought into our own store, beside the journey."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog

from connectors.contract import FetchedMedia
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey import media
from gateway.journey.accounts import Accounts
from gateway.messages import media_store
from gateway.workers.wake import Wake

log = structlog.get_logger()


class Fetchers:
    """Fetches media beside the journey, a few at once."""

    AT_ONCE = 8
    POLL = 1.0
    PATIENCE = 60.0  # seconds for one file

    def __init__(
        self, database: Database, accounts: Accounts, clock: Clock, folder: Path, largest: int,
        changed: Callable[[list[str]], None],
    ) -> None:  # fmt: skip
        self._database, self._accounts, self._clock = database, accounts, clock
        self._folder, self._largest, self._changed = folder, largest, changed
        self._wake = Wake()
        self.ring = self._wake.ring

    async def run(self) -> None:
        while True:
            due = await self._database.read(media_store.due, self._clock(), self.AT_ONCE)
            if not due:
                await self._wake.sleep(self.POLL)
                continue
            await asyncio.gather(*(self._fetch(one) for one in due))

    async def _fetch(self, waiting: media_store.Waiting) -> None:
        try:
            async with asyncio.timeout(self.PATIENCE):
                outcome = await media.fetch(self._accounts, waiting, self._largest)
        except Exception as error:  # noqa: BLE001 - the message is kept whatever happens to its media
            log.warning("media_fetch_failed", media_id=waiting.id, error=type(error).__name__)
            outcome = None
        if isinstance(outcome, FetchedMedia):
            await asyncio.to_thread(media.keep, self._folder, waiting.id, outcome.body)
        told = await self._database.write(media.settle, waiting, outcome, self._clock())
        if told is not None:
            self._changed([told])
