"""Reading what a caller sends: whole, as it came, within a size and a time."""

from __future__ import annotations

import asyncio

from aiohttp import web

from gateway.api.problem import Problem

LARGEST = 4 * 1024 * 1024  # Meta's calls may be 3 MB
PATIENCE = 20.0  # seconds: no provider waits longer for its answer


async def whole(request: web.Request) -> bytes:
    """The raw bytes. Problem 413 for more than LARGEST, 408 where they do not come."""
    if (request.content_length or 0) > LARGEST:
        raise _too_large()
    try:
        if request.content.is_eof():  # most bodies come with their headers: no clock needed
            return await request.read()
        async with asyncio.timeout(PATIENCE):
            return await request.read()
    except TimeoutError:
        raise Problem(408, f"the body did not come within {PATIENCE:.0f} seconds") from None
    except web.HTTPRequestEntityTooLarge:
        raise _too_large() from None


def _too_large() -> Problem:
    return Problem(413, f"the body is larger than {LARGEST} bytes", hint="Send less at once")
