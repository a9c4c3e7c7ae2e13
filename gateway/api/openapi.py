"""`/api/openapi.json`: what programs may ask, written from the operations themselves."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import msgspec
from aiohttp import web

from gateway.api.operation import Operation, describe


def serve(app: web.Application, operations: Sequence[Operation], *, server: str) -> None:
    document = msgspec.json.encode(describe(operations, title="Causerie", version=version("causerie"), server=server))

    async def show(_request: web.Request) -> web.Response:
        return web.Response(body=document, content_type="application/json")

    app.router.add_get("/api/openapi.json", show)
