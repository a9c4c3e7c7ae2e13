"""Ending what runs beside a test."""

from __future__ import annotations

import asyncio


async def ended(task: asyncio.Task[None]) -> None:
    """Cancel it until it is over, as the keeper does: a client may take one cancellation for an error of its own."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=0.5)
