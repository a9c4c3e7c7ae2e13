"""The flows that a bot has: one current version of each, and the older ones that conversations are pinned to."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.flow import Flow
from dialogs.understand.lexicon import Lexicon

# Their words always work, so they must exist.
REQUIRED = ("welcome", "stop", "start", "help", "human", "unclear")


class Catalog:
    """Made once, then only read: safe to share between threads."""

    def __init__(self, flows: Iterable[Flow], older: Iterable[Flow] = ()) -> None:
        self.flows = {flow.name: flow for flow in flows}
        self._versions = {(flow.name, flow.version): flow for flow in (*older, *self.flows.values())}
        self.lexicon = Lexicon(self.flows.values())

    def pinned(self, name: str, version: str) -> Flow | None:
        """That very version; None if it is not kept."""
        return self._versions.get((name, version))
