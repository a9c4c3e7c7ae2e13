"""What a turn is handed besides its events: the accounts, the flows, the brand. Built once, read by all turns."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.catalog import Catalog
from gateway.journey.accounts import Accounts
from gateway.terms.rulebook import Rulebook
from gateway.terms.topic import Topics


@dataclass(frozen=True)
class World:
    accounts: Accounts
    catalog: Catalog
    rulebook: Rulebook
    brand: str
    languages: tuple[str, ...]
    zone: str

    @property
    def topics(self) -> Topics:
        return self.rulebook.topics
