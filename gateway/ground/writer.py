"""The one writer of an embedded database: what waits while a transaction runs shares the next one.

Each piece of work has a savepoint of its own: one that fails is undone alone. All of a transaction is on disk, or none
of it, before anybody is told that it is done; those who wait on one loop are told together.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from gateway.ground.threads import Busy

MOST_WAITING = 10_000
MOST_AT_ONCE = 64

Work = Callable[[Connection], Any]
Ended = tuple["Asked", Any, BaseException | None]


@contextmanager
def savepoint(connection: Connection, name: str) -> Iterator[None]:
    """What fails inside is undone alone. On the driver's cursor: SQLAlchemy's own costs ten times that."""
    cursor = connection.connection.cursor()
    cursor.execute(f"SAVEPOINT {name}")
    try:
        yield
    except BaseException:
        cursor.execute(f"ROLLBACK TO SAVEPOINT {name}")
        raise
    finally:
        cursor.execute(f"RELEASE SAVEPOINT {name}")


class Asked:
    """One piece of work, and whom to tell."""

    def __init__(self, work: Work, loop: asyncio.AbstractEventLoop | None) -> None:
        self.work, self.loop = work, loop
        self.future: asyncio.Future[Any] | None = loop.create_future() if loop is not None else None
        self.done = threading.Event()
        self.result: Any = None
        self.failure: BaseException | None = None


class Writer:
    """A thread that owns the writing connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.Queue[Asked | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="database-write", daemon=True)
        self._thread.start()

    async def write(self, work: Work) -> Any:
        """Do this in a transaction; returns once it is on disk. Raises Busy when too much waits."""
        asked = Asked(work, asyncio.get_running_loop())
        self._ask(asked)
        assert asked.future is not None
        return await asked.future

    def write_now(self, work: Work) -> Any:
        """The same for a thread without a loop."""
        asked = Asked(work, None)
        self._ask(asked)
        asked.done.wait()
        if asked.failure is not None:
            raise asked.failure
        return asked.result

    def _ask(self, asked: Asked) -> None:
        try:
            self._waiting.put_nowait(asked)
        except queue.Full:
            raise Busy from None

    def close(self) -> None:
        """Do what waits, then end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        with self._engine.connect() as connection:
            while (first := self._waiting.get()) is not None:
                batch, last = self._gather(first)
                _tell(_commit(connection, batch))
                if last:
                    return

    def _gather(self, first: Asked) -> tuple[list[Asked], bool]:
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


def _commit(connection: Connection, batch: list[Asked]) -> list[Ended]:
    alone = len(batch) == 1
    try:
        with connection.begin():
            return [(asked, *_attempt(connection, asked.work, alone=alone)) for asked in batch]
    except BaseException as error:  # noqa: BLE001 - whoever waits must learn it; the thread goes on
        return [(asked, None, error) for asked in batch]


def _attempt(connection: Connection, work: Work, *, alone: bool) -> tuple[Any, BaseException | None]:
    if alone:
        return work(connection), None
    try:
        with savepoint(connection, "work"):
            return work(connection), None
    except Exception as error:  # noqa: BLE001 - undone alone, and told to the one who asked for it
        return None, error


def _tell(ended: list[Ended]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[Ended]] = {}
    for asked, result, failure in ended:
        if asked.loop is None:
            asked.result, asked.failure = result, failure
            asked.done.set()
        else:
            by_loop.setdefault(asked.loop, []).append((asked, result, failure))
    for loop, theirs in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_wake, theirs)


def _wake(ended: list[Ended]) -> None:
    """On the loop: end the futures; nobody waits any more for those that were cancelled."""
    for asked, result, failure in ended:
        if asked.future is None or asked.future.done():
            continue
        if failure is None:
            asked.future.set_result(result)
        else:
            asked.future.set_exception(failure)
