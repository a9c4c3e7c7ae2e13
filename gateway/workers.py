"""The workers: loops that keep the journey moving. Each does one thing in batches and sleeps when there is none left.

What waits while a transaction runs is the next transaction: group commit without a timer. Every queue is bounded, every
wait has an end, and a worker that meets an error says so and goes on.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog

from connectors.contract import FetchedMedia
from connectors.errors import Failure
from connectors.message import Outcome
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey import inbox, media, sender, turn
from gateway.journey.accounts import Accounts
from gateway.journey.rate import Pace
from gateway.journey.webhook import Arrival, Overloaded
from gateway.journey.world import World
from gateway.messages import delivery_store, media_store
from gateway.messages.delivery_store import Due, Settled

log = structlog.get_logger()


class Wake:
    """A bell: `ring` ends the `sleep` of whoever waits, or the next one."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


class Intake:
    """Group commit of what arrived: `accept` returns once it is on disk."""

    MOST_WAITING = 20_000
    MOST_AT_ONCE = 500

    def __init__(self, database: Database, clock: Clock, stored: Callable[[], None]) -> None:
        self._database, self._clock, self._stored = database, clock, stored
        self._waiting: list[tuple[Sequence[Arrival], asyncio.Future[None]]] = []
        self._wake = Wake()

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Raises Overloaded when it cannot be stored now; nothing is kept then."""
        if len(self._waiting) >= self.MOST_WAITING:
            raise Overloaded
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, done))
        self._wake.ring()
        await done  # ends: the database has time-outs of its own

    async def run(self) -> None:
        while True:
            if not self._waiting:
                await self._wake.sleep(3600)
                continue
            batch, self._waiting = self._waiting[: self.MOST_AT_ONCE], self._waiting[self.MOST_AT_ONCE :]
            await self._store(batch)

    async def _store(self, batch: list[tuple[Sequence[Arrival], asyncio.Future[None]]]) -> None:
        arrivals = [arrival for some, _ in batch for arrival in some]
        try:
            answerable = await self._database.write(inbox.accept, arrivals, self._clock())
        except Exception as error:  # noqa: BLE001 - a worker says so and goes on
            await self._store_apart(batch, error)
            return
        if answerable:
            self._stored()
        for _, done in batch:
            if not done.done():
                done.set_result(None)

    async def _store_apart(self, batch: list[tuple[Sequence[Arrival], asyncio.Future[None]]], error: Exception) -> None:
        """One bad apple must not spoil the batch: each alone, and only what fails alone is refused."""
        if len(batch) > 1:
            log.warning("intake_batch_failed", size=len(batch), error=type(error).__name__)
            for one in batch:
                await self._store([one])
            return
        log.error("intake_failed", error=type(error).__name__)
        _, done = batch[0]
        if not done.done():
            done.set_exception(Overloaded())


class Turns:
    """Takes turns as long as conversations wait."""

    MOST_AT_ONCE = 64
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
            if took.conversations:
                self._changed(took.conversations)
            else:
                await self._rest()

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
