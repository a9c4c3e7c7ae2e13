"""The one writer of an embedded database: what waits while a transaction runs shares the next one.

Each piece of work has a savepoint of its own: one that fails is undone alone. All of a transaction is on disk, or none
of it, before anybody is told that it is done.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Engine

MOST_WAITING = 10_000
MOST_AT_ONCE = 64

Work = tuple[Callable[[Connection], Any], Future[Any]]


class Writer:
    """A thread that owns the writing connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.Queue[Work | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="database-write", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], Any]) -> Future[Any]:
        """Queue one piece of work; its future ends after the commit. Raises queue.Full when too much waits."""
        done: Future[Any] = Future()
        self._waiting.put_nowait((work, done))
        return done

    def close(self) -> None:
        """Do what waits, then end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, last = self._gather(first)
            self._commit(batch)
            if last:
                return

    def _gather(self, first: Work) -> tuple[list[Work], bool]:
        """All that waits now, and whether the end was among it."""
        batch = [first]
        while len(batch) < MOST_AT_ONCE:
            try:
                one = self._waiting.get_nowait()
            except queue.Empty:
                return batch, False
            if one is None:
                return batch, True
            batch.append(one)
        return batch, False

    def _commit(self, batch: list[Work]) -> None:
        ended: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._engine.begin() as connection:
                for work, done in batch:
                    ended.append((done, *_attempt(connection, work, alone=len(batch) == 1)))
        except BaseException as error:  # noqa: BLE001 - whoever waits must learn it; the thread goes on
            ended = [(done, None, error) for _, done in batch]
        for done, result, failure in ended:
            if not done.set_running_or_notify_cancel():
                continue  # nobody waits any more; the work is done all the same
            if failure is None:
                done.set_result(result)
            else:
                done.set_exception(failure)


def _attempt(
    connection: Connection, work: Callable[[Connection], Any], *, alone: bool
) -> tuple[Any, BaseException | None]:
    if alone:
        return work(connection), None
    connection.exec_driver_sql("SAVEPOINT work")
    try:
        result = work(connection)
    except Exception as error:  # noqa: BLE001 - undone alone, and told to the one who asked for it
        connection.exec_driver_sql("ROLLBACK TO work")
        connection.exec_driver_sql("RELEASE work")
        return None, error
    connection.exec_driver_sql("RELEASE work")
    return result, None
