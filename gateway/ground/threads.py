"""Threads that work for the event loop, and a bound on what may wait for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

MOST_WAITING = 1_000

T = TypeVar("T")


class Busy(Exception):
    """Too much waits already: what was asked was not begun, and may be asked again later."""


class Threads:
    """So many pieces of work at once, and so many that wait."""

    def __init__(self, count: int, name: str, *, most_waiting: int = MOST_WAITING) -> None:
        self._threads = ThreadPoolExecutor(count, name)
        self._most = count + most_waiting
        self._asked = 0

    async def run(self, work: Callable[..., T], *args: Any) -> T:
        """Do it in a thread. Raises Busy where too much waits: a queue without an end answers nobody."""
        if self._asked >= self._most:
            raise Busy
        self._asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)
        finally:
            self._asked -= 1

    def close(self) -> None:
        """Wait for what is running."""
        self._threads.shutdown()
