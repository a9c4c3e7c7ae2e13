"""What the doors are handed: the parts of the gateway that they speak to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from gateway.api import shapes
from gateway.api.problem import Problem
from gateway.api.tries import Tries
from gateway.ground.clock import Clock, to_iso
from gateway.ground.database import Database
from gateway.ground.live import Live
from gateway.journey.accounts import Accounts
from gateway.journey.webhook import Accept
from gateway.messages import delivery_store, quote_store
from gateway.messages.quote_store import Quoting
from gateway.people import address_store, customer_store
from gateway.people.address import spellings
from gateway.people.address_store import Known
from gateway.people.meeting import Raced
from gateway.terms import decision_store
from gateway.terms.rulebook import Rulebook
from gateway.terms.topic import Topics

T = TypeVar("T")

RACES = 5  # the second time finds what the other did; more is luck


@dataclass(frozen=True)
class Doors:
    """Wired once in app.py. After a commit, `ring_senders` and `ring_turns` wake the workers, wherever they are, and
    `changed` tells every open Desk which conversations have something new, and what."""

    database: Database
    clock: Clock
    accounts: Accounts
    rulebook: Rulebook
    live: Live
    accept: Accept
    ring_senders: Callable[[set[str]], None]
    ring_turns: Callable[[], None]
    changed: Callable[..., None]
    brand: str
    zone: str
    languages: tuple[str, ...]
    demo: dict[str, Any] | None = None
    conclusions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # what may come of a case, by language
    glances: Tries = field(default_factory=lambda: Tries(1, 300_000))  # who looked at whom just now

    @property
    def topics(self) -> Topics:
        return self.rulebook.topics

    async def write(self, work: Callable[..., T], *args: Any) -> T:
        """One transaction, done again where another did the same at the same moment."""
        for _ in range(RACES):
            try:
                return await self.database.write(work, *args)
            except Raced:
                continue
        raise Problem(503, "too many do the same at once", hint="Try again")

    def show(self, connection: Connection, rows: Sequence[Any]) -> list[shapes.Message]:
        """Stored messages in the API's shape."""
        ids = [row.id for row in rows if row.direction == "out"]
        deliveries: Iterable[Any] = delivery_store.of_messages(connection, ids) if ids else ()
        decisions = decision_store.latest(connection, ids) if ids else {}
        shown = {
            message_id: shapes.DecisionShape(made.outcome, list(made.codes), to_iso(made.until))
            for message_id, made in decisions.items()
        }
        names = customer_store.names(connection, sorted({row.customer_id for row in rows}))
        quoted = quote_store.quoted(connection, [_quoting(row) for row in rows if _is_quoting(row)])
        return shapes.messages(rows, deliveries, shown, names, self._own_addresses(), quoted)

    def reached(self, connection: Connection, account: str | None, address: str) -> list[Known]:
        """Who is reached there, as the address may be written, on one account or all."""
        wanted = {
            (one, spelled)
            for one in ([account] if account is not None else self.accounts)
            if (connector := self.accounts.get(one)) is not None
            for spelled in spellings(connector.account.channel, address)
        }
        return address_store.known(connection, sorted(wanted)) if wanted else []

    def _own_addresses(self) -> dict[str, str]:
        return {account: self.accounts[account].recipient() or account for account in self.accounts}


def _is_quoting(row: Any) -> bool:
    return row.reply_to_id is None and row.reply_to_provider_id is not None


def _quoting(row: Any) -> Quoting:
    return Quoting(row.id, row.conversation_id, row.account, row.reply_to_provider_id)
