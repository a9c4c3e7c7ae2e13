"""The keeper: the workers of this process are kept at work, and ended together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

import structlog

from gateway.ground.database import is_away

REST = 1.0  # seconds until a worker that the database ended begins again
TRIES = 10  # to end one
PATIENCE = 1.0  # seconds, of each

log = structlog.get_logger()


class Worker(Protocol):
    """What works beside the doors until it is cancelled."""

    async def run(self) -> None: ...


class Keeper:
    """Keeps workers. `ended` is told of each that is over, and must judge whether that is well."""

    def __init__(self, ended: Callable[[asyncio.Task[None]], None]) -> None:
        self._ended = ended
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, workers: Iterable[Worker]) -> None:
        for worker in workers:
            task = asyncio.create_task(_kept(worker), name=type(worker).__name__)
            task.add_done_callback(self._ended)
            self._tasks.append(task)

    async def end(self) -> None:
        """Cancel them until they are over. Once is not always enough: a client may answer a cancellation with an error
        of its own, and the worker takes it for one of those that it goes on after."""
        left = set(self._tasks)
        for _ in range(TRIES):
            if not left:
                return
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=PATIENCE)
        log.error("workers_stay", workers=sorted(task.get_name() for task in left))


async def _kept(worker: Worker) -> None:
    """It goes on when the database is back; whatever else ends it ends the process, for a supervisor to begin anew."""
    while True:
        try:
            return await worker.run()
        except Exception as error:
            if not is_away(error):
                raise
            log.error("worker_waits", worker=type(worker).__name__, error=type(error).__name__)
            await asyncio.sleep(REST)
