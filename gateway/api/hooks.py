"""The door for providers: `GET|POST /hooks/<account>`. Reads the raw bytes and hands them on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from connectors.contract import Request
from gateway.api import body
from gateway.journey import webhook
from gateway.journey.accounts import Accounts
from gateway.journey.webhook import Accept, Overloaded

LARGEST = body.LARGEST


def hook(accounts: Accounts, accept: Accept) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler of every provider's calls."""

    async def handle(request: web.Request) -> web.Response:
        asked = Request(
            method=request.method,
            path=request.raw_path,
            headers=request.headers,  # found by any spelling of their names
            body=await body.whole(request),
        )
        try:
            said = await webhook.receive(accounts, request.match_info["account"], asked, accept)
        except Overloaded:
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response(status=said.status, body=said.body.encode(), content_type=said.content_type)

    return handle
