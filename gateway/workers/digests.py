"""Digests: on each customer's days, what was gathered for them is told at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection

from gateway.insights import prometheus
from gateway.journey.digest import digesting
from gateway.journey.digest.digesting import Teller
from gateway.workers.relay import Relay
from gateway.workers.rounds import Round

log = structlog.get_logger()


@dataclass(frozen=True)
class Told:
    """The accounts that have something to send; `more` digests are due."""

    accounts: set[str] = field(default_factory=set)
    more: bool = False


class Digests:
    """Looks now and then, a few at once; stands before the senders, so that what it tells leaves in its round."""

    LOOK = 5.0  # seconds
    MOST_AT_ONCE = 50
    REST = 1.0  # seconds after a failure

    def __init__(self, teller: Teller, relay: Relay) -> None:
        self._teller, self._relay = teller, relay
        self._looked, self._more, self._is_due = 0, True, False

    def waits(self) -> bool:
        return self._more

    def pause(self) -> float:
        return self.LOOK

    def draw(self, now: int) -> None:
        self._is_due = self._more or now - self._looked >= self.LOOK * 1000 or now < self._looked
        if self._is_due:
            self._looked, self._more = now, False

    def work(self, connection: Connection, current: Round) -> Told:
        if not self._is_due:
            return Told()
        waits = digesting.look(connection, self._teller, self.MOST_AT_ONCE, current.now)
        accounts, more = digesting.tell(connection, self._teller, self.MOST_AT_ONCE, current.now)
        current.promised |= accounts
        return Told(accounts, waits or more)

    def done(self, outcome: Told) -> None:
        self._more = self._more or outcome.more
        if outcome.accounts:
            self._relay.ring_senders(outcome.accounts)

    async def failed(self, error: Exception) -> None:
        prometheus.FAILED.labels("digests").inc()
        log.error("digests_failed", error=type(error).__name__)
        await asyncio.sleep(self.REST)
