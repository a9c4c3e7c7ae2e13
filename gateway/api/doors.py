"""What the doors are handed: the parts of the gateway that they speak to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from gateway.api import shapes
from gateway.ground.clock import Clock, to_iso
from gateway.ground.database import Database
from gateway.ground.live import Live
from gateway.journey.accounts import Accounts
from gateway.journey.webhook import Accept
from gateway.messages import delivery_store
from gateway.people import customer_store
from gateway.terms import decision_store
from gateway.terms.topic import Topics


@dataclass(frozen=True)
class Doors:
    """Wired once in app.py. `ring_senders` and `ring_turns` wake the workers after a commit."""

    database: Database
    clock: Clock
    accounts: Accounts
    topics: Topics
    live: Live
    accept: Accept
    ring_senders: Callable[[set[str]], None]
    ring_turns: Callable[[], None]
    brand: str
    zone: str
    languages: tuple[str, ...]
    demo: dict[str, Any] | None = None

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
        return shapes.messages(rows, deliveries, shown, names, self._own_addresses())

    def _own_addresses(self) -> dict[str, str]:
        return {account: self.accounts[account].recipient() or account for account in self.accounts}
