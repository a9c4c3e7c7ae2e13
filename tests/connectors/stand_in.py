"""A stand-in for any provider: it gives the answers it was handed, in order, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from multidict import MultiMapping

NO_ANSWER = "no_answer"  # the call is read, then the line goes dead
NOT_SENT = "not_sent"  # nobody listens at all


@dataclass
class StandIn:
    answers: list[Any]
    base: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.calls.append({
            "method": request.method, "path": request.raw_path, "headers": dict(request.headers),
            **await _said(request),
        })  # fmt: skip
        answer = self.answers[0] if self.answers == [NO_ANSWER] else self.answers.pop(0)  # a GET is tried twice
        if answer == NO_ANSWER:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        body, status, headers = answer.get("body", ""), answer.get("status", 200), answer.get("headers")
        if isinstance(body, bytes | str):
            raw = body.encode() if isinstance(body, str) else body
            return web.Response(status=status, body=raw, headers=headers)
        return web.json_response(body, status=status, headers=headers)


@asynccontextmanager
async def stand_in(*answers: Any) -> AsyncIterator[StandIn]:
    """Listens on a free port of this machine until the block ends."""
    provider = StandIn(list(answers))
    if NOT_SENT in answers:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            provider.base = f"http://127.0.0.1:{closed.getsockname()[1]}"
        yield provider
        return
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", provider.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        provider.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield provider
    finally:
        await runner.cleanup()


async def _said(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return {"json": await request.json()}
    if request.content_type == "multipart/form-data":
        return {"form": {name: value async for name, value in _parts(request)}}
    return {"form": _fields(await request.post())} if request.method == "POST" else {}


def _fields(posted: MultiMapping[Any]) -> dict[str, Any]:
    """A form: what is repeated is a list, and JSON in it reads the same however it was spelled."""
    return {name: every[0] if len(every := _spelled(posted.getall(name))) == 1 else every for name in posted}


def _spelled(values: list[Any]) -> list[Any]:
    return [json.dumps(json.loads(one)) if str(one).startswith(("{", "[")) else one for one in values]


async def _parts(request: web.Request) -> AsyncIterator[tuple[str, Any]]:
    async for part in await request.multipart():
        raw = bytes(await part.read())
        yield part.name, (part.filename, part.headers["Content-Type"], raw) if part.filename else raw.decode()
