"""Couriers: bulletins are brought to the webhooks that want them, beside the journey and each webhook by itself."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

from gateway.actions.line import Line
from gateway.actions.task import Failed
from gateway.bulletins import bulletin, bulletin_store
from gateway.bulletins.bulletin import Webhook, Webhooks
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.insights import prometheus
from gateway.workers.look import Look

log = structlog.get_logger()

AGENT = {"User-Agent": "causerie"}


class Couriers:
    """Calls what is due, a few at once: a webhook that hangs holds up no other, and nobody's conversation."""

    AT_ONCE = 8  # calls to one webhook
    LEASE = 60_000  # milliseconds beyond a call's own time
    PAUSE = 1.0  # seconds between looks
    TIDY = 60.0  # seconds between two looks at what is too much

    def __init__(self, database: Database, webhooks: Webhooks, clock: Clock, line: Line | None = None) -> None:
        self._database, self._webhooks, self._clock, self._line = database, webhooks, clock, line or Line()
        self._under_way: dict[str, set[asyncio.Task[None]]] = {name: set() for name in webhooks}
        self._tidying = Look()

    async def run(self) -> None:
        while self._webhooks:
            await self._tidy()
            began = [await self._begin(name, one) for name, one in self._webhooks.items()]
            if not any(began):
                await asyncio.sleep(self.PAUSE)

    async def close(self) -> None:
        """Calls under way are let go of: they are due again after their lease."""
        under_way = [task for tasks in self._under_way.values() for task in tasks]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._line.close()

    async def _begin(self, name: str, webhook: Webhook) -> bool:
        """What is due for this one, as far as there is room; False: nothing."""
        room, now = self.AT_ONCE - len(self._under_way[name]), self._clock()
        if room <= 0 or not await self._database.read(bulletin_store.is_any_due, name, now):
            return False
        until = now + self.LEASE + int(webhook.timeout * 1000)
        taken = await self._database.write(bulletin_store.take, name, room, now, until)
        for row in taken:
            task = asyncio.create_task(self._bring(row, webhook))
            self._under_way[name].add(task)
            task.add_done_callback(self._under_way[name].discard)
        return bool(taken)

    async def _bring(self, row: Any, webhook: Webhook) -> None:
        body = row.body.encode()
        headers = {**AGENT, **bulletin.headers(row.id, body, webhook.secret, self._clock())}
        reached = await self._line.reach(
            webhook.url, body, headers=headers, timeout=webhook.timeout, private=webhook.private
        )
        try:
            await self._settle(row, *_ended(reached))
        except Exception as error:
            log.error("bulletin_not_settled", webhook=row.webhook, exc_info=error)  # it is due again after its lease

    async def _settle(self, row: Any, status: int | None, code: str | None, again: bool) -> None:
        """Never what was told."""
        outcome, now = "done" if code is None else "failed", self._clock()
        if code is None:
            await self._database.write(bulletin_store.end, row.id)
        else:
            pause = bulletin.again_in(row.attempts, status) if again else None
            log.warning("bulletin_failed", webhook=row.webhook, bulletin=row.event, code=code, tries=row.attempts)
            if pause is not None:
                await self._database.write(bulletin_store.postpone, row.id, now + pause, code)
            else:
                outcome = "dead"
                await self._database.write(bulletin_store.die, row.id, code)
        prometheus.TOLD.labels(row.webhook, outcome).inc()

    async def _tidy(self) -> None:
        now = self._clock()
        if self._tidying.is_due(now, self.TIDY):
            gone = await self._database.write(bulletin_store.trim, tuple(self._webhooks), now)
            if gone:
                log.warning("bulletins_given_up", bulletins=gone)


def _ended(reached: Any) -> tuple[int | None, str | None, bool]:
    """Its status, why it was not heard (None: it was), and whether another try may do better."""
    if isinstance(reached, Failed):
        return None, reached.code, reached.again
    if 200 <= reached.status < 300:
        return reached.status, None, False
    return reached.status, f"http_{reached.status}", True
