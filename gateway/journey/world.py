"""What a turn is handed besides its events: the accounts, the flows, the brand. Built once, read by all turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.run import Outcome
from gateway.actions.task import Outside
from gateway.journey.accounts import Accounts
from gateway.journey.library import Library
from gateway.terms.rulebook import Rulebook
from gateway.terms.topic import Topics

Watch = Callable[[str, Outcome], None]  # told of each step of the engine, and in which conversation


def _nobody(_action: str) -> None:
    return None


@dataclass(frozen=True)
class World:
    accounts: Accounts
    library: Library
    rulebook: Rulebook
    brand: str
    languages: tuple[str, ...]
    zone: str
    watch: Watch | None = None
    outside: Callable[[str], Outside | None] = _nobody  # who is configured to do an action that is not ours
    opinion: float | None = None  # how long one of a model is waited for, in seconds; None: there is none to ask
    public_url: str = ""

    @property
    def topics(self) -> Topics:
        return self.rulebook.topics
