"""The flows in use, as turns read them: kept from one turn to the next, renewed after a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog
from sqlalchemy import Connection

from dialogs import flow_store
from dialogs.catalog import Catalog
from dialogs.state import State

log = structlog.get_logger()


class Library:
    """`catalog` is replaced at once and never changed in part: whoever holds one goes on with it."""

    def __init__(self, catalog: Catalog, stamp: int | None = None) -> None:
        """Without a `stamp`, a catalog that no store stands behind."""
        self.catalog, self._stamp = catalog, stamp

    def renew(self, connection: Connection) -> None:
        """Take up what was released since."""
        if self._stamp is None:
            return
        stamp = flow_store.stamp(connection)
        if stamp != self._stamp:
            self.catalog, self._stamp = flow_store.catalog(connection), stamp
            log.info("flows_renewed", release=stamp, flows=len(self.catalog.flows))

    def recall(self, connection: Connection, standing: State) -> None:
        """Have at hand the versions that a conversation is in, of whatever age."""
        catalog = self.catalog
        for frame in standing.frames:
            if self._stamp is not None and catalog.pinned(frame.flow, frame.version) is None:
                older = flow_store.recall(connection, frame.flow, frame.version)
                if older is not None:
                    catalog.recall(older)


def opened(connection: Connection, files: Mapping[str, str] | Sequence[str], at: str) -> Library:
    """The library of a database, with the flows of files that nobody has changed here."""
    texts = list(files.values()) if isinstance(files, Mapping) else list(files)
    for name in flow_store.seed(connection, texts, at=at):
        log.info("flow_differs_from_file", flow=name, hint="causerie flows diff shows how, push takes the file")
    return Library(flow_store.catalog(connection), flow_store.stamp(connection))
