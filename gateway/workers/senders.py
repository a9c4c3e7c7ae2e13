"""Senders: what is due is claimed and called; accounts do not wait for each other. `endings` settles what ended."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection

from connectors.contract import Connector
from connectors.errors import Failure
from connectors.message import Outcome
from gateway.ground.clock import DOUBT, Clock
from gateway.ground.database import Database
from gateway.insights import prometheus
from gateway.journey import claiming, sender
from gateway.journey.accounts import Accounts
from gateway.journey.claiming import Stamp
from gateway.journey.enclosing import Enclosures
from gateway.journey.rate import Pace
from gateway.journey.sender import Taken
from gateway.journey.talk import Harvest
from gateway.messages.due_store import Due
from gateway.terms import silencing
from gateway.terms.rulebook import Rulebook
from gateway.workers.endings import Endings
from gateway.workers.look import Look
from gateway.workers.relay import Relay
from gateway.workers.rounds import Round
from gateway.workers.wake import Wake

log = structlog.get_logger()

SLEPT = Failure(kind="transient", text="this process slept through its lease", retry_after=0.001)

How = Callable[[Connector, Due, Taken, Enclosures], Awaitable[Outcome]]


@dataclass(frozen=True)
class Claims:
    """What a round claimed; `awake` accounts have more."""

    sending: list[Due]
    lost: list[Due]
    stamps: dict[str, Stamp] = field(default_factory=dict)
    awake: set[str] = field(default_factory=set)


class Senders:
    """Claims and calls; the calls of all accounts run beside the rounds."""

    IN_FLIGHT = 112  # calls of one account at once: at 200 ms a call 560 a second, more than most accounts may send
    REST = 1.0  # seconds after a failure
    CALL = 40.0  # seconds that a call may take, the upload of its file before it too; its look-up not counted
    SWEEP = 5.0  # seconds between searches for calls whose sender died

    def __init__(
        self, database: Database, accounts: Accounts, rulebook: Rulebook, clock: Clock, wake: Wake, relay: Relay,
        enclosures: Enclosures, endings: Endings,
    ) -> None:  # fmt: skip
        self._database, self._accounts, self._clock, self._wake = database, accounts, clock, wake
        self._rulebook, self._relay, self._enclosures, self._endings = rulebook, relay, enclosures, endings
        self._paces = {
            name: Pace.of(accounts[name].account.rate, accounts[name].account.recipient_rate) for name in accounts
        }
        self._flying = dict.fromkeys(accounts, 0)
        self._places: dict[str, int] = {}  # left in this round
        self._awake: set[str] = set(accounts)  # may have something to send
        self._drawn: set[str] = set()  # those whom a round asks
        self._later: set[str] = set()  # accounts that were promised something once the round had claimed
        self._claimed: dict[tuple[str, int], Due] = {}  # in this round, and not called yet
        self._never_made: list[Due] = []  # claimed in rounds that failed, or seemed to
        self._calls: set[asyncio.Task[None]] = set()
        self._look, self._looks, self._sweeps = Look(), False, Look()

    def ring(self, accounts: set[str] | None = None) -> None:
        """These accounts have something to send, or any may."""
        self._awake |= self._flying.keys() if accounts is None else accounts & self._flying.keys()
        self._wake.ring()

    def share(self, among: int) -> None:
        """So many senders send for these accounts, here and in other processes."""
        for pace in self._paces.values():
            pace.share(among)

    def waits(self) -> bool:
        now = self._clock()
        return any(self._room(account, now) for account in self._awake)

    def pause(self) -> float:
        """Until an account that is being patient may send again, or it is time to look."""
        now = self._clock()
        waits = (self._paces[account].account.ready_at(now) - now for account in self._awake)
        return min([self._relay.pause(), *(max(wait, 1) / 1000 for wait in waits if wait > 0)])

    def draw(self, now: int) -> None:
        self._looks = self._look.is_due(now, self._relay.pause())
        if self._looks:
            self._awake = set(self._accounts)
        # The database may have said yes, and its answer was lost: nobody would make these calls for a whole lease
        self._never_made += self._claimed.values()
        self._claimed.clear()
        self._drawn, self._awake, self._later = self._awake, set(), set()
        self._places = {account: self._room(account, now) for account in self._accounts}

    def dispatch(self, connection: Connection, harvest: Harvest, now: int) -> list[Due]:
        """Claim what turns of this round promise, in their own commit."""
        calls = claiming.dispatch(
            connection, self._rulebook, self._accounts, self._paces, self._places, harvest, now
        )  # fmt: skip
        self._claim(calls)
        return calls

    def _claim(self, calls: Sequence[Due]) -> None:
        self._claimed.update(((due.message_id, due.part), due) for due in calls)

    def launch(self, calls: Sequence[Due]) -> None:
        """Make these calls: their claims are on disk."""
        for due in calls:
            self._start(due, sender.call)

    def work(self, connection: Connection, current: Round) -> Claims:
        """Claim what is due. What is promised after that finds the room that is left, or is due in the next round."""
        if self._looks and self._look.is_wary(current.now):
            claiming.set_back(connection, current.now, DOUBT)
        if self._never_made:
            claiming.give_back(connection, self._never_made, current.now)
        claims = Claims(sending=[], lost=self._lost(connection, current.now))
        for account in sorted(self._drawn | current.promised):
            room = self._places[account]
            claimed = claiming.claim(
                connection, self._rulebook, self._accounts, account, self._paces[account], room, current.now
            )  # fmt: skip
            self._places[account] = room - len(claimed.calls)
            claims.sending.extend(claimed.calls)
            claims.stamps.update(claimed.stamps)
            self._claim(claimed.calls)
            if claimed.more:
                claims.awake.add(account)
        self._later = current.promised = set()
        return claims

    def done(self, outcome: Claims) -> None:
        self._never_made = []
        self._awake |= outcome.awake | self._later
        self.launch([due for due in outcome.sending if due.message_id not in outcome.stamps])
        self._launch_unchanged(outcome)
        for due in outcome.lost:
            self._start(due, sender.look_up_lost)

    def _launch_unchanged(self, outcome: Claims) -> None:
        """What is no answer is looked at once more before its call: STOP, or a silence, may have come meanwhile."""
        if not outcome.stamps:
            return
        still = asyncio.ensure_future(self._database.read(claiming.unchanged, outcome.stamps))

        async def call(connector: Connector, due: Due, taken: Taken, enclosures: Enclosures) -> Outcome:
            try:
                stands = due.message_id in await still
            except Exception as error:  # noqa: BLE001 - nothing has left yet: it is decided about anew
                log.warning("not_looked_at", account=due.account, error=type(error).__name__)
                stands = False
            if not stands:
                return sender.WITHDRAWN
            return SLEPT if self._is_late(due) else await sender.call(connector, due, taken, enclosures)

        for due in outcome.sending:
            if due.message_id in outcome.stamps:
                self._start(due, call)

    async def failed(self, error: Exception) -> None:
        prometheus.FAILED.labels("senders").inc()
        log.error("sender_round_failed", error=type(error).__name__)
        self._awake |= self._drawn | self._later | {due.account for due in (*self._claimed.values(), *self._never_made)}
        await asyncio.sleep(self.REST)

    def _room(self, account: str, now: int) -> int:
        """How much this account may claim now."""
        return int(min(self.IN_FLIGHT - self._flying[account], self._paces[account].account.room(now)))

    def _lost(self, connection: Connection, now: int) -> list[Due]:
        """Calls that nobody waits for any more: their sender died."""
        if not self._sweeps.is_due(now, self.SWEEP):
            return []
        silencing.close_finished(connection, now)
        return claiming.adopt_lost(connection, list(self._accounts), self.IN_FLIGHT, now)

    def _start(self, due: Due, how: How) -> None:
        self._claimed.pop((due.message_id, due.part), None)
        self._flying[due.account] += 1
        task = asyncio.create_task(self._call(due, how))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _call(self, due: Due, how: How) -> None:
        began = time.perf_counter()
        try:
            if how is not sender.look_up_lost and self._is_late(due):
                self._end(due, SLEPT)  # whoever takes over must find that it was not sent
            else:
                self._end(due, await how(self._accounts[due.account], due, self._taken, self._enclosures))
        except Exception as error:
            log.error("send_crashed", account=due.account, exc_info=error)
            self._end(due, Failure(kind="unknown", text=type(error).__name__))
        finally:
            if how is not sender.look_up_lost:
                self._endings.took(due.account, time.perf_counter() - began)
            self._flying[due.account] -= 1
            self._wake.ring()

    def _is_late(self, due: Due) -> bool:
        """Might the call outlast its lease?"""
        return claiming.may_outlast(due, self.CALL, self._clock())

    async def _taken(self, due: Due, provider_id: str) -> bool:
        return await self._database.read(sender.is_anothers, due, provider_id)

    def _end(self, due: Due, outcome: Outcome) -> None:
        now = self._clock()
        sender.slow_down(self._paces[due.account], due, outcome, now)
        self._endings.add(due, outcome, sender.outcome_row(due, outcome, now, random.random()))

    async def drain(self, seconds: float) -> None:
        """Let the calls under way end, and write down how; for a graceful stop."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=seconds)
        await self._endings.drain()
