"""A bell between workers."""

from __future__ import annotations

import asyncio


class Wake:
    """A bell: `ring` ends the `sleep` of whoever waits, or the next one."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()
