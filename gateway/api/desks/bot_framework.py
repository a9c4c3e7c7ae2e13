"""The door for a hub that speaks Bot Framework's handoff protocol: `POST /desks/bot-framework`."""

from __future__ import annotations

import msgspec
from aiohttp import web

from gateway.api import body
from gateway.api.desks import telling
from gateway.api.doors import Doors
from gateway.desks import bot_framework
from gateway.desks.bot_framework import BotFramework
from gateway.insights import prometheus

PATH = "/desks/bot-framework"


def serve(app: web.Application, doors: Doors, desk: BotFramework) -> None:
    door = _Door(doors, desk)
    app.router.add_post(PATH, door.hear)


class _Door:
    def __init__(self, doors: Doors, desk: BotFramework) -> None:
        self._doors, self._desk = doors, desk

    async def hear(self, request: web.Request) -> web.Response:
        """Done before it is answered: what is not answered 2xx may come again, and does nothing twice."""
        if not bot_framework.is_genuine(self._desk, request.headers):
            prometheus.REFUSED.labels(bot_framework.DESK, "403").inc()
            return web.Response(status=403, text="the hub's secret is missing, or another")
        raw = await body.whole(request)
        try:
            heard = bot_framework.heard(msgspec.json.decode(raw))
        except (msgspec.DecodeError, RecursionError):
            return web.Response(status=400, text="this is no JSON")
        if heard is not None:
            await telling.heed(self._doors, heard)
        return web.json_response({})
