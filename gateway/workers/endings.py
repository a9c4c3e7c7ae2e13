"""Endings: what became of calls is written down, and the accounts that made them may send more.

Where one process writes alone, before all else of a round: who got an answer often writes again at once, and what is
answered in the commit that stores it needs an address to which nothing is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from connectors.errors import Failure
from connectors.message import Outcome
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.insights import prometheus
from gateway.journey import sender
from gateway.journey.sender import Call
from gateway.messages import outbox_store
from gateway.messages.due_store import Due
from gateway.workers.look import Look
from gateway.workers.relay import Relay
from gateway.workers.rounds import Round
from gateway.workers.second_look import SecondLook

log = structlog.get_logger()


@dataclass(frozen=True)
class Left:
    """What of a round's endings is not written down."""

    held: Sequence[Call] = ()  # calls whose delivery another process holds at this moment
    unwritten: Sequence[Call] = ()  # those that the database refused


class Endings:
    """Collects how calls ended, and settles them in rounds."""

    DRAINS = 20  # tries at a stop to write down what others hold
    SWEEP = 5.0  # seconds between second looks for receipts

    def __init__(self, database: Database, clock: Clock, relay: Relay) -> None:
        self._database, self._clock, self._relay = database, clock, relay
        self._ended: list[Call] = []
        self._unwritten: list[Call] = []  # until the next look
        self._drawn: list[Call] = []
        self._took: list[tuple[str, float]] = []  # seconds of calls that ended, for figures
        self._second_look = SecondLook()
        self._look, self._sweeps = Look(), Look()

    def add(self, due: Due, outcome: Outcome, row: outbox_store.Settled) -> None:
        """A call ended so."""
        self._ended.append((due, outcome, row))

    def took(self, account: str, seconds: float) -> None:
        """A call of this account lasted so long."""
        self._took.append((account, seconds))

    def waits(self) -> bool:
        return bool(self._ended)

    def pause(self) -> float:
        return self._relay.pause()

    def draw(self, now: int) -> None:
        if self._look.is_due(now, self._relay.pause()):
            self._ended, self._unwritten = self._ended + self._unwritten, []
        self._drawn, self._ended = self._ended, []

    def work(self, connection: Connection, current: Round) -> Left:
        if not self._database.is_embedded and self._sweeps.is_due(current.now, self.SWEEP):
            self._second_look.take(connection, current.now)
        if not self._drawn:
            return Left()
        current.promised |= {due.account for due, _, _ in self._drawn}
        return Left(*sender.settle(connection, self._drawn, current.now))

    def done(self, outcome: Left) -> None:
        self._second_look.done()
        # Once its lease is over, a call whose end cannot be written down is lost like that of a sender who died
        self._unwritten += [one for one in outcome.unwritten if one[0].lease > self._clock()]
        self._ended[:0] = outcome.held
        if not self._drawn:
            return
        if not self._database.is_embedded:
            self._second_look.note(self._drawn)
        self._relay.changed({due.conversation_id for due, _, _ in self._drawn}, "delivery")
        prometheus.count(prometheus.CALLED, ((due.account, _word(end)) for due, end, _ in self._drawn))
        prometheus.CALL_SECONDS.add(self._took)
        self._took = []

    async def failed(self, error: Exception) -> None:
        prometheus.FAILED.labels("endings").inc()
        log.error("endings_failed", size=len(self._drawn), error=type(error).__name__)
        self._second_look.failed()
        self._unwritten = self._drawn + self._unwritten

    async def drain(self) -> None:
        """Write down what has ended; for a graceful stop."""
        for _ in range(self.DRAINS):
            ended, self._ended = self._unwritten + self._ended, []
            self._unwritten = []
            if not ended:
                return
            try:
                self._ended, _ = await self._database.write(sender.settle, ended, self._clock())
            except Exception as error:  # noqa: BLE001 - the leases end, and others look these calls up
                log.error("drain_failed", size=len(ended), error=type(error).__name__)


def _word(outcome: Outcome) -> str:
    return outcome.kind if isinstance(outcome, Failure) else outcome.status
