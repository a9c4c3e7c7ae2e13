"""Fetchers: what customers sent is brought into our own store, beside the journey."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from pathlib import Path

import structlog

from connectors.contract import FetchedMedia
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey import media
from gateway.journey.accounts import Accounts
from gateway.messages import media_store
from gateway.workers.relay import Relay
from gateway.workers.wake import Wake

log = structlog.get_logger()


class Fetchers:
    """Fetches media beside the journey, a few of each account at once: one that hangs keeps no other waiting."""

    AT_ONCE = 8  # of one account
    PATIENCE = 60.0  # seconds for one file
    REST = 10.0  # seconds before a file is fetched again that could not be kept: a full disk is not to cost calls

    def __init__(
        self, database: Database, accounts: Accounts, clock: Clock, folder: Path, largest: int,
        relay: Relay,
    ) -> None:  # fmt: skip
        self._database, self._accounts, self._clock = database, accounts, clock
        self._folder, self._largest, self._relay = folder, largest, relay
        self._wake = Wake()
        self.ring = self._wake.ring
        self._fetching: defaultdict[str, set[str]] = defaultdict(set)  # media, by account
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        while True:
            started = [one.id for one in await self._due() if self._start(one)]
            if not started:
                await self._wake.sleep(self._relay.CALM)

    async def _due(self) -> list[media_store.Waiting]:
        busy = [account for account, fetching in self._fetching.items() if len(fetching) >= self.AT_ONCE]
        most = self.AT_ONCE + len(self._tasks)
        try:
            return await self._database.read(media_store.due, busy, self._clock(), most, media.LONGEST)
        except Exception as error:  # noqa: BLE001 - a worker says so and goes on
            log.error("media_not_read", error=type(error).__name__)
            return []

    def _start(self, waiting: media_store.Waiting) -> bool:
        """False if it is being fetched, or its account fetches enough."""
        fetching = self._fetching[waiting.account]
        if waiting.id in fetching or len(fetching) >= self.AT_ONCE:
            return False
        fetching.add(waiting.id)
        task = asyncio.create_task(self._fetch(waiting))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _fetch(self, waiting: media_store.Waiting) -> None:
        try:
            outcome = await self._outcome(waiting)
            told = await self._database.write(media.settle, waiting, outcome, self._clock())
            if told is not None:
                self._relay.changed([told], "message")
        except Exception as error:
            log.error("media_not_settled", media_id=waiting.id, exc_info=error)  # it is due still
            await asyncio.sleep(self.REST)
        finally:
            self._fetching[waiting.account].discard(waiting.id)
            self._wake.ring()

    async def _outcome(self, waiting: media_store.Waiting) -> FetchedMedia | str | None:
        try:
            async with asyncio.timeout(self.PATIENCE):
                outcome = await media.fetch(self._accounts, waiting, self._largest)
        except Exception as error:  # noqa: BLE001 - the message is kept whatever happens to its media
            log.warning("media_fetch_failed", media_id=waiting.id, error=type(error).__name__)
            return None
        if isinstance(outcome, FetchedMedia):
            await asyncio.to_thread(media.keep, self._folder, waiting.id, outcome.body)
        return outcome
