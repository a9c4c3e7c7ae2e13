"""Senders: what is due is claimed, called and settled; accounts do not wait for each other."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping

import structlog

from connectors.errors import Failure
from connectors.message import Outcome
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey import sender
from gateway.journey.accounts import Accounts
from gateway.journey.rate import Pace
from gateway.messages import delivery_store
from gateway.messages.delivery_store import Due, Settled
from gateway.workers.wake import Wake

log = structlog.get_logger()


class Senders:
    """Claims, calls and settles: one beat is one transaction, the calls of all accounts run beside it."""

    IN_FLIGHT = 64  # calls of one account at once
    POLL = 1.0
    SWEEP = 5.0  # seconds between searches for calls whose sender died

    def __init__(
        self, database: Database, accounts: Accounts, clock: Clock, changed: Callable[[set[str]], None]
    ) -> None:
        self._database, self._accounts, self._clock, self._changed = database, accounts, clock, changed
        self._paces = {
            name: Pace.of(accounts[name].account.rate, accounts[name].account.recipient_rate) for name in accounts
        }
        self._flying = dict.fromkeys(accounts, 0)
        self._awake: set[str] = set(accounts)
        self._ended: list[tuple[Due, Outcome, Settled]] = []
        self._calls: set[asyncio.Task[None]] = set()
        self._wake = Wake()
        self._swept = 0

    def ring(self, accounts: set[str]) -> None:
        """These accounts have something to send."""
        self._awake |= accounts
        self._wake.ring()

    async def run(self) -> None:
        while True:
            ended, self._ended = self._ended, []
            self._awake.update(due.account for due, _, _ in ended)
            rooms = self._rooms()
            if not ended and not rooms:
                await self._wake.sleep(await self._pause())
                continue
            try:
                for due in await self._database.write(self._beat, ended, rooms, self._clock()):
                    self._start(due, sender.call)
                self._changed({due.conversation_id for due, _, _ in ended})
            except Exception as error:  # noqa: BLE001 - a worker says so and goes on
                log.error("sender_beat_failed", error=type(error).__name__)
                self._ended = ended + self._ended
                await asyncio.sleep(self.POLL)

    def _beat(
        self, connection: object, ended: list[tuple[Due, Outcome, Settled]], rooms: Mapping[str, int], now: int
    ) -> list[Due]:
        if ended:
            sender.settle(connection, ended, now)  # type: ignore[arg-type]
        claimed: list[Due] = []
        for account, room in rooms.items():
            calls = sender.claim(connection, self._accounts[account], self._paces[account], room, now)  # type: ignore[arg-type]
            if not calls:
                self._awake.discard(account)
            claimed += calls
        return claimed

    def _rooms(self) -> dict[str, int]:
        """How much each awake account may claim now."""
        now = self._clock()
        rooms = {
            account: int(min(self.IN_FLIGHT - self._flying[account], self._paces[account].account.room(now)))
            for account in self._awake
        }
        return {account: room for account, room in rooms.items() if room > 0}

    async def _pause(self) -> float:
        """How long nothing can be due. Wakes every account up again."""
        now = self._clock()
        if now - self._swept > self.SWEEP * 1000:
            self._swept = now
            await self._sweep(now)
        asleep = self._awake
        self._awake = set(self._accounts)
        waits = [self._paces[account].account.ready_at(now) - now for account in asleep]
        return min([self.POLL, *(max(wait, 1) / 1000 for wait in waits if wait > 0)])

    async def _sweep(self, now: int) -> None:
        """Calls that nobody waits for any more: their sender died."""
        for due in await self._database.read(delivery_store.lost, now, self.IN_FLIGHT):
            if due.account in self._flying and self._flying[due.account] < self.IN_FLIGHT:
                self._start(due, sender.look_up_lost)

    def _start(self, due: Due, how: Callable[..., object]) -> None:
        self._flying[due.account] += 1
        task = asyncio.create_task(self._call(due, how))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _call(self, due: Due, how: Callable[..., object]) -> None:
        connector = self._accounts[due.account]
        try:
            outcome: Outcome = await how(connector, due)  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - a worker says so and goes on
            log.error("send_crashed", account=due.account, error=type(error).__name__)
            outcome = Failure(kind="unknown", text=type(error).__name__)
        now = self._clock()
        sender.slow_down(self._paces[due.account], due, outcome, now)
        self._flying[due.account] -= 1
        self._ended.append((due, outcome, sender.outcome_row(due, outcome, now, random.random())))
        self._wake.ring()

    async def drain(self, seconds: float) -> None:
        """Let the calls under way end, and write down how; for a graceful stop."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=seconds)
        if self._ended:
            ended, self._ended = self._ended, []
            await self._database.write(self._beat, ended, {}, self._clock())
