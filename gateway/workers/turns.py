"""Turns: conversations that wait are answered, and signals follow the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import structlog
from sqlalchemy import Connection

from gateway.ground.clock import DOUBT, Clock
from gateway.ground.database import Database
from gateway.insights import prometheus
from gateway.journey import express, media, turn
from gateway.journey.talk import Signal
from gateway.journey.webhook import Arrival
from gateway.journey.world import World
from gateway.workers.look import Look
from gateway.workers.relay import Relay
from gateway.workers.rounds import Round
from gateway.workers.senders import Senders
from gateway.workers.wake import Wake

log = structlog.get_logger()


class Turns:
    """Takes turns as long as conversations wait."""

    MOST_AT_ONCE = 64
    SIGNALS = 200  # under way at once
    REST = 1.0  # seconds after a failure

    def __init__(
        self,
        database: Database,
        world: World,
        clock: Clock,
        wake: Wake,
        relay: Relay,
        senders: Senders | None,
        media_folder: Path,
        ring_doers: Callable[[], None] | None = None,
    ) -> None:
        """`senders` where this process sends: then answers are claimed in the commit that promises them."""
        self._media_folder = media_folder
        self._database, self._world, self._clock, self._wake = database, world, clock, wake
        self._relay, self._senders = relay, senders
        self._ring_doers = ring_doers
        self._dispatch = senders.dispatch if senders is not None else turn.no_dispatch
        self._signals: set[asyncio.Task[None]] = set()
        self._more = self._is_due = True
        self._look, self._looks = Look(), False

    def ring(self) -> None:
        """A conversation has something to answer."""
        self._more = True
        self._wake.ring()

    def waits(self) -> bool:
        return self._more

    def pause(self) -> float:
        return self._relay.pause()

    def draw(self, now: int) -> None:
        """Look at the line when somebody rang, and now and then: for timers, and for what other processes stored."""
        self._looks = self._look.is_due(now, self._relay.pause())
        self._is_due, self._more = self._more or self._looks, False

    def work(self, connection: Connection, current: Round) -> turn.Taken:
        rung = turn.Rung()
        if self._looks:
            if self._look.is_wary(current.now):
                turn.set_back(connection, current.now, DOUBT)
            self._world.library.renew(connection)
            rung = turn.ring_timers(connection, self.MOST_AT_ONCE, current.now)
            current.lined_up |= rung.lined_up
        if not (self._is_due or current.lined_up):
            return turn.Taken(files=rung.files)
        taken = turn.take(connection, self._world, self._dispatch, self.MOST_AT_ONCE, current.now)
        current.promised |= taken.accounts
        return replace(taken, files=rung.files)

    def express(self, connection: Connection, arrivals: Sequence[Arrival], current: Round) -> turn.Taken:
        """Store and answer what just arrived, as a part of the intake."""
        taken = express.answer(connection, self._world, self._dispatch, arrivals, current.now)
        current.promised |= taken.accounts
        current.lined_up |= taken.more
        return taken

    def done(self, outcome: turn.Taken) -> None:
        self._more = self._more or outcome.more
        if self._senders is not None:
            self._senders.launch(outcome.calls)
        elif outcome.accounts:
            self._relay.ring_senders(outcome.accounts)
        if outcome.asked and self._ring_doers is not None:
            self._ring_doers()
        for signal in outcome.signals:
            self._signal(signal)
        media.forget(self._media_folder, outcome.files)
        if outcome.conversations:
            prometheus.ANSWERED.inc(len(outcome.conversations))
            self._tell(outcome)

    def _tell(self, outcome: turn.Taken) -> None:
        """Desks of all; the floor only where people come in, or each message would have it looked over anew."""
        alone = [one for one in outcome.conversations if one not in outcome.with_people]
        self._relay.changed(alone, "message")
        self._relay.changed(outcome.with_people, "message", "case", "owner")

    async def failed(self, error: Exception) -> None:
        """Each conversation alone, so that one poisoned event hurts only itself."""
        prometheus.FAILED.labels("turns").inc()
        log.warning("turn_batch_failed", error=type(error).__name__)
        try:
            waiting = await self._database.write(turn.line, self.MOST_AT_ONCE, self._clock())
            for conversation in waiting:
                self.done(await self._database.write(turn.take_one, self._world, conversation, self._clock()))
        except Exception as again:  # noqa: BLE001 - a worker says so and goes on
            log.error("turn_failed", error=type(again).__name__)
            await asyncio.sleep(self.REST)
        self._more = True

    def _signal(self, signal: Signal) -> None:
        """Beside the journey, and dropped rather than queued: it carries no content."""
        if len(self._signals) < self.SIGNALS:
            task = asyncio.create_task(self._show(signal))
            self._signals.add(task)
            task.add_done_callback(self._signals.discard)

    async def _show(self, signal: Signal) -> None:
        try:
            await self._world.accounts[signal.account].signal(signal.kind, signal.address, signal.target)
        except Exception as error:
            log.warning("signal_failed", account=signal.account, signal=signal.kind, exc_info=error)
