"""Intake: what webhooks brought is stored in batches, answered at once where it can be, and only then acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from sqlalchemy import Connection

from gateway.ground.clock import Clock
from gateway.ground.database import Database, is_away
from gateway.ground.writer import savepoint
from gateway.insights import prometheus
from gateway.journey import inbox
from gateway.journey.turn import Taken
from gateway.journey.webhook import Arrival, Overloaded
from gateway.people.meeting import Raced
from gateway.workers.relay import Relay
from gateway.workers.rounds import Round
from gateway.workers.turns import Turns
from gateway.workers.wake import Wake

log = structlog.get_logger()

Waiting = tuple[Sequence[Arrival], asyncio.Future[None]]


class Intake:
    """Group commit of what arrived: `accept` returns once it is on disk."""

    MOST_WAITING = 20_000
    MOST_AT_ONCE = 500
    PATIENCE = 4.0  # seconds: Messenger waits five for its answer, and comes back
    POLL = 3600.0  # seconds: nothing arrives without ringing

    def __init__(self, database: Database, clock: Clock, wake: Wake, relay: Relay, turns: Turns | None) -> None:
        """`turns` where this process takes any: then what nothing stands before is answered in the same commit."""
        self._database, self._clock, self._wake = database, clock, wake
        self._relay, self._turns = relay, turns
        self._waiting: list[Waiting] = []
        self._drawn: list[Waiting] = []

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Raises Overloaded where it is not known to be stored in time: the provider comes back with the same."""
        if len(self._waiting) >= self.MOST_WAITING:
            raise Overloaded
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((arrivals, done))
        self._wake.ring()
        too_late = loop.call_later(self.PATIENCE, _refuse, done)
        try:
            await done
        finally:
            too_late.cancel()

    def waits(self) -> bool:
        return bool(self._waiting)

    def pause(self) -> float:
        return self.POLL

    def draw(self, _now: int) -> None:
        """Whoever gave up waiting is not stored: they will come again."""
        waiting = [one for one in self._waiting if not one[1].done()]
        self._drawn, self._waiting = waiting[: self.MOST_AT_ONCE], waiting[self.MOST_AT_ONCE :]

    def work(self, connection: Connection, current: Round) -> Taken:
        arrivals = [arrival for some, _ in self._drawn for arrival in some]
        if not arrivals:
            return Taken()
        if self._turns is not None:
            try:
                with savepoint(connection, "express"):
                    return self._turns.express(connection, arrivals, current)
            except Exception as error:  # noqa: BLE001 - then each conversation takes its turn alone
                log.warning("express_failed", size=len(arrivals), error=type(error).__name__)
        current.lined_up = inbox.accept(connection, arrivals, current.now)
        return Taken(more=current.lined_up)

    def done(self, outcome: Taken) -> None:
        for _, done in self._drawn:
            if not done.done():
                done.set_result(None)
        if self._turns is not None:
            self._turns.done(outcome)
        elif outcome.more:
            self._relay.ring_turns()
        if self._drawn:
            prometheus.count(prometheus.ARRIVED, ((one.account,) for some, _ in self._drawn for one in some))

    async def failed(self, error: Exception) -> None:
        """One bad apple must not spoil the batch: each alone, and only what fails alone is refused. Where the database
        is away all are: they come again, and those who come meanwhile need not wait for each of these to fail."""
        if self._drawn:
            prometheus.FAILED.labels("intake").inc()
            log.warning("intake_batch_failed", size=len(self._drawn), error=type(error).__name__)
        is_there = True
        for one in self._drawn:
            if is_there:
                is_there = await self._store_alone(*one)
            else:
                _refuse(one[1])

    async def _store_alone(self, arrivals: Sequence[Arrival], done: asyncio.Future[None]) -> bool:
        """False where the database is away."""
        try:
            try:
                await self._database.write(inbox.accept, arrivals, self._clock())
            except Raced:  # another process met the same people first: now they are known
                await self._database.write(inbox.accept, arrivals, self._clock())
        except Exception as error:  # noqa: BLE001 - a worker says so and goes on
            log.error("intake_failed", error=type(error).__name__)
            _refuse(done)
            return not is_away(error)
        if not done.done():
            done.set_result(None)
        return True


def _refuse(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_exception(Overloaded())
