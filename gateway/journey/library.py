"""The flows in use and what is known, as turns read them: kept from one turn to the next, renewed after a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock

import structlog
from sqlalchemy import Connection

from dialogs import draft_store, flow_store, knowledge_store
from dialogs.catalog import Catalog
from dialogs.state import State

log = structlog.get_logger()


class Library:
    """`catalog` is replaced at once and never changed in part: whoever holds one goes on with it."""

    def __init__(self, catalog: Catalog, stamp: int | None = None, known: int = 0) -> None:
        """Without a `stamp`, a catalog that no store stands behind; `known` is that of its knowledge."""
        self.catalog, self._stamp, self._known = catalog, stamp, known
        self._renewing = Lock()

    def renew(self, connection: Connection) -> None:
        """Take up what was released, and what was learnt, since. One at a time: each keeps what the other took up."""
        if self._stamp is None:
            return
        with self._renewing:
            self._renew_flows(connection)
            self._renew_knowledge(connection)

    def _renew_flows(self, connection: Connection) -> None:
        stamp = flow_store.stamp(connection)
        if stamp != self._stamp:
            fresh = flow_store.catalog(connection).knowing(self.catalog.knowledge)
            self.catalog, self._stamp = fresh, stamp
            log.info("flows_renewed", release=stamp, flows=len(self.catalog.flows))

    def _renew_knowledge(self, connection: Connection) -> None:
        known = knowledge_store.stamp(connection)
        if known != self._known:
            self.catalog, self._known = self.catalog.knowing(knowledge_store.learnt(connection)), known
            log.info("knowledge_renewed", revision=known, items=len(self.catalog.knowledge.items))

    def recall(self, connection: Connection, standing: State) -> None:
        """Have at hand the versions that a conversation is in, of whatever age."""
        catalog = self.catalog
        for frame in standing.frames:
            if self._stamp is not None and catalog.pinned(frame.flow, frame.version) is None:
                older = flow_store.recall(connection, frame.flow, frame.version)
                if older is not None:
                    catalog.recall(older)


def opened(
    connection: Connection, files: Mapping[str, str] | Sequence[str], at: str, tests: Mapping[str, str] | None = None
) -> Library:  # fmt: skip
    """The library of a database, with the flows of files that nobody has changed here, and their tests."""
    texts = list(files.values()) if isinstance(files, Mapping) else list(files)
    for name in flow_store.seed(connection, texts, at=at):
        log.info("flow_differs_from_file", flow=name, hint="causerie flows diff shows how, push takes the file")
    draft_store.seed(connection, "tests", tests or {}, at=at)
    known = knowledge_store.stamp(connection)  # first: what changes now is seen at the next look
    catalog = flow_store.catalog(connection).knowing(knowledge_store.learnt(connection))
    return Library(catalog, flow_store.stamp(connection), known)
