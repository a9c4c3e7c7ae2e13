"""The live stream of the Desk: Server-Sent Events that say what changed; a page that was away resumes where it left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import structlog
from aiohttp import web

from gateway.api.auth import Gatekeeper
from gateway.api.problem import Problem
from gateway.ground.database import is_away
from gateway.ground.live import Change, Live
from gateway.insights import prometheus

HEARTBEAT = 15.0  # seconds: a page that hears nothing for three of them takes the line for dead
STREAMS = 200  # open at once in this process
BEAT = b"event: beat\ndata: {}\n\n"  # without an id: it tells of no place

log = structlog.get_logger()
_encode = msgspec.json.Encoder().encode


def stream(live: Live, gatekeeper: Gatekeeper) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """`GET /desk/api/stream`: events hello, changed, beat (still here) and snapshot (fetch everything again)."""
    open_now = 0

    async def handle(request: web.Request) -> web.StreamResponse:
        nonlocal open_now
        await gatekeeper.identify(request, "agent")
        if open_now >= STREAMS:
            raise Problem(503, "too many Desks are open", retry_after=10)
        open_now += 1
        prometheus.DESKS.inc()
        try:
            return await _send(request, live, gatekeeper)
        finally:
            open_now -= 1
            prometheus.DESKS.dec()

    return handle


async def _send(request: web.Request, live: Live, gatekeeper: Gatekeeper) -> web.StreamResponse:
    asked = request.headers.get("Last-Event-ID") or request.query.get("last") or live.position()
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    await response.prepare(request)
    try:
        known = asked if live.since(asked) is not None else live.position()
        await response.write(_event("hello", known, {"id": known}))
        await _tell(request, response, live, gatekeeper, asked)
    except ConnectionResetError:
        return response  # the page was closed
    return response


async def _tell(
    request: web.Request, response: web.StreamResponse, live: Live, gatekeeper: Gatekeeper, position: str
) -> None:
    """Until the gateway stops, or whoever listens may not any more: logged out, expired, disabled."""
    loop = asyncio.get_running_loop()
    looked = loop.time()
    async for news in live.watch(position, HEARTBEAT):
        if loop.time() - looked >= HEARTBEAT:
            looked = loop.time()
            try:
                await gatekeeper.identify(request, "agent")
            except Problem:
                return
            except Exception as error:
                if not is_away(error):
                    raise
                log.debug("not_identified", error=type(error).__name__)  # asked again soon; nobody is logged out by it
        await response.write(_told(live, news))


def _told(live: Live, news: list[Change] | None) -> bytes:
    if news is None:
        return _event("snapshot", live.position(), {})
    if not news:
        return BEAT
    return b"".join(
        _event(
            "changed",
            live.position(change.number),
            {"id": live.position(change.number), "conversation_id": change.conversation_id, "what": change.what},
        )
        for change in news
    )


def _event(name: str, position: str, data: object) -> bytes:
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (position.encode(), name.encode(), _encode(data))
