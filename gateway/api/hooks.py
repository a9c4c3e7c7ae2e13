"""The door for providers: `GET|POST /hooks/<account>`. Reads the raw bytes and hands them on."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from connectors.contract import Request
from gateway.api import body
from gateway.insights import prometheus
from gateway.journey import webhook
from gateway.journey.accounts import Accounts
from gateway.journey.webhook import Accept, Overloaded

LARGEST = body.LARGEST


def serve(app: web.Application, accounts: Accounts, accept: Accept) -> None:
    """One route an account, which is found at once; whatever else is called so is nobody's."""
    for account in accounts:
        _route(app, f"/hooks/{account}", _hook(account, accounts, accept))
    _route(app, "/hooks/{account}", _hook("", accounts, accept))


def _route(app: web.Application, path: str, handle: Handler) -> None:
    app.router.add_route("GET", path, handle)
    app.router.add_route("POST", path, handle)


def _hook(account: str, accounts: Accounts, accept: Accept) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        asked = Request(
            method=request.method,
            path=request.raw_path,
            headers=request.headers,  # found by any spelling of their names
            body=await body.whole(request),
        )
        try:
            said = await webhook.receive(accounts, account, asked, accept)
        except Overloaded:
            prometheus.REFUSED.labels(account, "overloaded").inc()
            return web.Response(status=503, headers={"Retry-After": "5"})
        if said.status >= 400:
            prometheus.REFUSED.labels(account, str(said.status)).inc()
        return web.Response(status=said.status, body=said.body.encode(), content_type=said.content_type)

    return handle
