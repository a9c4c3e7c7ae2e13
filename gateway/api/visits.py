"""`/site.js` and `/site/visits`: the small script for the brand's site, and what it tells.

The script keeps in the visitor's own browser which pages they open and what they search for; nothing leaves it until
they press a link to one of the brand's apps. Then it is kept here under a code, which the link carries.
"""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from aiohttp import web

from gateway.api.auth import Gatekeeper
from gateway.api.body import whole
from gateway.api.doors import Doors
from gateway.api.problem import Problem
from gateway.api.tries import Tries
from gateway.ground.clock import to_iso
from handoff import pivot, visit_store
from handoff.visit import MOST, Page, Search, Visit, make

SCRIPT = Path(__file__).parents[1] / "site" / "site.js"
AT_MOST, WITHIN = 20, 60_000  # codes for one visitor, within so many milliseconds
DAY = 86_400_000

Words = Annotated[str, msgspec.Meta(max_length=2000)]
Ago = Annotated[int, msgspec.Meta(ge=0, le=DAY)]  # milliseconds before now: browsers' clocks differ


class Opened(msgspec.Struct):
    url: Words
    title: Words
    ago: Ago


class Searched(msgspec.Struct):
    words: Words
    ago: Ago


class Told(msgspec.Struct):
    """What the script sends; oldest first."""

    pages: Annotated[list[Opened], msgspec.Meta(max_length=MOST)] = []
    searches: Annotated[list[Searched], msgspec.Meta(max_length=MOST)] = []


class Sites:
    """The doors for the brand's own site. Only pages of `origins` are answered."""

    def __init__(self, doors: Doors, gatekeeper: Gatekeeper, origins: tuple[str, ...]) -> None:
        self._doors, self._gatekeeper, self._origins = doors, gatekeeper, origins
        self._tries = Tries(AT_MOST, WITHIN)

    def serve(self, app: web.Application) -> None:
        app.router.add_get("/site.js", _script)
        app.router.add_post("/site/visits", self.visit)

    async def visit(self, request: web.Request) -> web.Response:
        """A code for what was seen, for the link to carry."""
        origin, now = request.headers.get("Origin", ""), self._doors.clock()
        if origin not in self._origins:
            raise Problem(403, f"no page of {origin or 'nowhere'} is expected", hint="Add it to `site.origins`")
        source = self._gatekeeper.source(request)
        wait = self._tries.wait(source, now)
        if wait:
            raise Problem(429, "too many visits", retry_after=wait // 1000 + 1)
        self._tries.count(source, now)
        seen, code = _seen(_read(await whole(request)), now), make(secrets.choice)
        if not await self._doors.database.write(visit_store.add, code, seen, now):
            raise Problem(503, "too many visitors are waited for", retry_after=60)
        told = {"code": code, "expires_at": to_iso(now + pivot.LASTS)}
        return web.json_response(told, headers={"Access-Control-Allow-Origin": origin, "Vary": "Origin"})


def _read(raw: bytes) -> Told:
    try:
        return msgspec.json.decode(raw, type=Told)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem(422, f"body: {error}") from None


def _seen(told: Told, now: int) -> Visit:
    return Visit(
        tuple(Page(one.url, one.title, now - one.ago) for one in told.pages),
        tuple(Search(one.words, now - one.ago) for one in told.searches),
    ).kept()


async def _script(_request: web.Request) -> web.Response:
    headers = {"Cache-Control": "max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}
    return web.Response(text=_text(), content_type="text/javascript", headers=headers)


@cache
def _text() -> str:
    return SCRIPT.read_text("utf-8")
