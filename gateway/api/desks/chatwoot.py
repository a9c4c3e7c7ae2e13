"""The door for Chatwoot: what its people answer, and that they are done. `POST /desks/chatwoot`."""

from __future__ import annotations

import msgspec
from aiohttp import web

from gateway.api import body
from gateway.api.desks import telling
from gateway.api.doors import Doors
from gateway.desks import chatwoot
from gateway.desks.chatwoot import Chatwoot
from gateway.insights import prometheus

PATH = "/desks/chatwoot"


def serve(app: web.Application, doors: Doors, desk: Chatwoot) -> None:
    """With a token at the end of the address, or without."""
    door = _Door(doors, desk)
    app.router.add_post(PATH, door.hear)
    app.router.add_post(f"{PATH}/{{token}}", door.hear)


class _Door:
    def __init__(self, doors: Doors, desk: Chatwoot) -> None:
        self._doors, self._desk = doors, desk

    async def hear(self, request: web.Request) -> web.Response:
        """Done before it is answered: a call that is not answered 2xx may come again, and does nothing twice."""
        raw, token = await body.whole(request), request.match_info.get("token", "")
        if not chatwoot.is_genuine(self._desk, request.headers, raw, token, self._doors.clock()):
            prometheus.REFUSED.labels("chatwoot", "403").inc()
            return web.Response(status=403, text="this is not signed as it should be")
        try:
            told = msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            return web.Response(status=400, text="this is no JSON")
        heard = chatwoot.heard(self._desk, told)
        if heard is not None:
            await telling.heed(self._doors, heard)
        return web.Response(text="OK")
