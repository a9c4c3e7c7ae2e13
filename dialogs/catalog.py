"""The flows that a bot has: one current version of each, and the older ones that conversations are pinned to."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

from dialogs.flow import Flow, Upgrade
from dialogs.knowledge import Knowledge
from dialogs.understand.lexicon import Lexicon

# Their words always work, so they must exist.
REQUIRED = ("welcome", "stop", "start", "help", "human", "unclear")


class Catalog:
    """Made once and then only read, but for `recall`, which only adds: safe to share between threads.

    `upgrades` says, by flow, what becomes of conversations that are in an older version of it.
    """

    def __init__(
        self, flows: Iterable[Flow], older: Iterable[Flow] = (), upgrades: Mapping[str, Upgrade] | None = None,
        knowledge: Knowledge | None = None,
    ) -> None:  # fmt: skip
        self.flows = {flow.name: flow for flow in flows}
        self._versions = {(flow.name, flow.version): flow for flow in (*older, *self.flows.values())}
        self._upgrades = upgrades or {}
        self.lexicon = Lexicon(self.flows.values())
        self.knowledge = knowledge or Knowledge()

    def knowing(self, knowledge: Knowledge) -> Catalog:
        """The same flows, with other answers to questions: nothing of the flows is learnt again."""
        other = copy.copy(self)
        other.knowledge = knowledge
        return other

    def pinned(self, name: str, version: str) -> Flow | None:
        """That very version; None if it is not kept."""
        return self._versions.get((name, version))

    def recall(self, flow: Flow) -> None:
        """Know an older version too."""
        self._versions[flow.name, flow.version] = flow

    def upgrade(self, name: str) -> Upgrade:
        """What the current version of that flow asks for those in older ones."""
        return self._upgrades.get(name, "keep")
