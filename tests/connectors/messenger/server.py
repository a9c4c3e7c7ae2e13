"""A stand-in for graph.facebook.com: it answers what it is told, in order, and remembers what it was asked."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Graph:
    answers: list[Any]
    base: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body: dict[str, Any] = {}
        if request.content_type == "application/json":
            body = {"json": await request.json()}
        elif request.content_type == "multipart/form-data":
            body = {"form": {name: value async for name, value in _fields(request)}}
        self.calls.append({"method": request.method, "path": request.raw_path, "headers": dict(request.headers)} | body)
        answer = self.answers.pop(0)
        if answer == "no_answer":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if isinstance(answer.get("body"), bytes | str):
            raw = answer["body"] if isinstance(answer["body"], bytes) else answer["body"].encode()
            return web.Response(status=answer.get("status", 200), body=raw, headers=answer.get("headers"))
        return web.json_response(answer["body"], status=answer.get("status", 200), headers=answer.get("headers"))


async def _fields(request: web.Request) -> AsyncIterator[tuple[str, Any]]:
    async for part in await request.multipart():
        yield (
            part.name,
            (part.filename, part.headers["Content-Type"], bytes(await part.read()))
            if part.filename
            else (await part.text()),
        )


@asynccontextmanager
async def graph(*answers: Any) -> AsyncIterator[Graph]:
    """Listens on a free port of this machine until the block ends; "not_sent" gives a port where nobody listens."""
    stand_in = Graph(list(answers))
    if "not_sent" in answers:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            stand_in.base = f"http://127.0.0.1:{closed.getsockname()[1]}"
        yield stand_in
        return
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", stand_in.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stand_in.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield stand_in
    finally:
        await runner.cleanup()
