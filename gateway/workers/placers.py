"""Placers: what waits for people is given out, and deadlines fire, at every change and at least once a second."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from sqlalchemy import Connection

from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey.holding import placing, sweeping
from gateway.journey.world import World
from gateway.workers.relay import Relay
from gateway.workers.wake import Wake
from handoff.routing import Candidate, Placement

log = structlog.get_logger()


class Placers:
    """Looks after the floor. Several processes may: whoever is second finds it done."""

    AT_LEAST_EVERY = 1.0  # seconds
    MOST = 100  # deadlines at once

    def __init__(self, database: Database, world: World, clock: Clock, relay: Relay) -> None:
        self._database, self._world, self._clock, self._relay = database, world, clock, relay
        self._wake = Wake()
        self.ring = self._wake.ring

    async def run(self) -> None:
        while True:
            await self._sweep()
            await self._wake.sleep(self.AT_LEAST_EVERY)

    async def _sweep(self) -> None:
        accounts, now = self._world.accounts, self._clock()
        try:
            todo = await self._database.read(sweeping.look, accounts, now, self.MOST)
        except Exception as error:
            log.error("sweep_failed", exc_info=error)
            return
        # Who can be given to somebody is, before a deadline tells them that nobody is there
        changed = [await self._do(_give, placement, todo.agents) for placement in todo.placements]
        changed += [await self._do(sweeping.fire, self._world, one) for one in todo.deadlines]
        changed += [await self._do(sweeping.miss, agent) for agent in todo.gone]
        changed += [await self._do(sweeping.bring_forward, *one) for one in todo.closing]
        told = {conversation for found in changed for conversation in found}
        if told:
            self._relay.changed(sorted(told), "owner", "case", "message")
            self._relay.ring_senders(set(accounts))

    async def _do(self, work: Callable[..., list[str]], *given: object) -> list[str]:
        """One transaction; the conversations that it changed. What fails is looked at again a second later."""
        try:
            return await self._database.write(work, *given, self._clock())
        except Exception as error:
            log.error("sweep_failed", work=work.__name__, exc_info=error)
            return []


def _give(connection: Connection, placement: Placement, agents: list[Candidate], now: int) -> list[str]:
    return [placement.item.conversation_id] if placing.give(connection, placement, agents, now) else []
