"""Envoys: another desk is told of the cases that it is to have, and of what happens in those that it has."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

from gateway.desks import entrusted_store, errand_store
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey.holding import corresponding
from gateway.workers.embassy import Embassy, NotTold, NotYet
from gateway.workers.porter import Porter
from gateway.workers.relay import Relay

MOMENT = 1_000  # milliseconds

log = structlog.get_logger()


class Envoys:
    """Does what is due, a few cases at once and one thing of a case after the other."""

    AT_ONCE = 8
    LEASE = 120_000  # milliseconds: opening a case takes several calls
    PAUSE = 1.0  # seconds between looks

    TRIES = 3  # for what their people said: what they say next waits for it

    def __init__(self, database: Database, embassy: Embassy, porter: Porter, clock: Clock, relay: Relay) -> None:
        self._database, self._embassy, self._porter = database, embassy, porter
        self._clock, self._relay = clock, relay
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        while True:
            room = self.AT_ONCE - len(self._under_way)
            due = await self._database.read(errand_store.due, self._clock(), room) if room else []
            for one in due:
                await self._start(one)
            if not due:
                await asyncio.sleep(self.PAUSE)

    async def close(self) -> None:
        """Errands under way are due again after their lease."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._embassy.close()
        await self._porter.close()

    async def _start(self, row: Any) -> None:
        if await self._database.write(errand_store.claim, row, self._clock() + self.LEASE):
            task = asyncio.create_task(self._do(row))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _do(self, row: Any) -> None:
        try:
            await self._run_errand(row)
            await self._database.write(errand_store.end, row.id)
        except NotYet:
            await self._database.write(errand_store.wait, row.id, self._clock() + MOMENT)
        except NotTold as failed:
            await self._again(row, failed)
        except Exception as error:
            log.error("errand_not_done", kind=row.kind, exc_info=error)  # it is due again after its lease

    async def _again(self, row: Any, failed: NotTold) -> None:
        """Never what was to be told."""
        log.warning("errand_failed", kind=row.kind, code=failed.code, tries=row.attempts + 1)
        most = self.TRIES - 1 if row.kind == "answer" else len(errand_store.PAUSES)
        if failed.again and row.attempts < most:
            until = self._clock() + errand_store.PAUSES[row.attempts]
            await self._database.write(errand_store.postpone, row.id, until)
            return
        if row.kind == "mark":  # it is among the dead letters, too
            await self._database.write(errand_store.end, row.id)
            return
        if row.kind == "answer":
            await self._database.write(corresponding.unsaid, row, failed.code, self._clock())
            return
        changed = await self._database.write(corresponding.failed, row.case_id, self._clock())
        self._tell(changed)

    async def _run_errand(self, row: Any) -> None:
        if row.kind == "answer":
            await self._porter.bring(row)
            return
        given: Any = await self._database.read(entrusted_store.get, row.case_id)
        if given is not None:
            self._tell(await self._embassy.run(row, given))

    def _tell(self, changed: str | None) -> None:
        if changed is not None:
            self._relay.changed([changed], "owner", "case")
