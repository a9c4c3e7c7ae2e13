"""The live stream of the Desk: Server-Sent Events that say what changed; a page that was away resumes where it left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from gateway.api.auth import Gatekeeper
from gateway.ground.live import Change, Live

HEARTBEAT = 20.0  # seconds
STREAMS = 200  # open at once in this process

_encode = msgspec.json.Encoder().encode


def stream(live: Live, gatekeeper: Gatekeeper) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """`GET /desk/api/stream`: events hello, changed and snapshot (fetch everything again)."""
    open_now = 0

    async def handle(request: web.Request) -> web.StreamResponse:
        nonlocal open_now
        await gatekeeper.identify(request, "agent")
        if open_now >= STREAMS:
            return web.Response(status=503, headers={"Retry-After": "10"})
        open_now += 1
        try:
            return await _send(request, live)
        finally:
            open_now -= 1

    return handle


async def _send(request: web.Request, live: Live) -> web.StreamResponse:
    position = request.headers.get("Last-Event-ID") or request.query.get("last") or live.position()
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    try:
        await response.write(_event("hello", position, {"id": position}))
        async for news in live.watch(position, HEARTBEAT):
            await response.write(_told(live, news))
    except ConnectionResetError:
        return response  # the page was closed
    return response


def _told(live: Live, news: list[Change] | None) -> bytes:
    if news is None:
        return _event("snapshot", live.position(), {})
    if not news:
        return b": still here\n\n"
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
