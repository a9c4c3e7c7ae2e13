"""`/me`: the customer's own page. A GET changes nothing: opening, choosing, erasing are forms, without scripts."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from gateway.api.board import acts as board_acts
from gateway.api.board import data_view
from gateway.api.board.view import board, spoken_by
from gateway.api.doors import Doors
from gateway.api.problem import Problem
from gateway.api.programs import export
from gateway.journey import erasing
from gateway.outreach import board_link
from gateway.outreach.board_link import Visit
from gateway.people import customer_store
from gateway.terms.actions import ActionRefused
from gateway.terms.week import minutes_of
from gateway.terms.wording import clock

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parents[2] / "board"
COOKIE = "causerie_board"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' https: http:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the link is a secret
    "X-Robots-Tag": "noindex",
}
NOBODY, GONE = 403, 410
WAYS = {"data": "/me/data"}  # where a link may lead, beside the page


class Pages:
    """The doors of `/me`."""

    def __init__(self, doors: Doors, media_folder: Path, *, secure: bool) -> None:
        self._doors, self._media, self._secure = doors, media_folder, secure
        self._cookie = f"__Host-{COOKIE}" if secure else COOKIE
        self._style = (FOLDER / "board.css").read_text("utf-8")

    def serve(self, app: web.Application) -> None:
        router = app.router
        router.add_get("/me", self.show)
        router.add_get("/me/board.css", self.style)
        router.add_get("/me/data", self.read)
        router.add_get("/me/{token}", self.door)
        router.add_post("/me/open", self.open)
        router.add_post("/me/act", self.act)
        router.add_post("/me/data", self.data)
        router.add_post("/me/erase", self.erase)

    async def style(self, _request: web.Request) -> web.Response:
        return web.Response(text=self._style, content_type="text/css", headers={"Cache-Control": "max-age=3600"})

    async def door(self, request: web.Request) -> web.Response:
        """What the link shows: a button. Whatever looks at links for others opens nothing."""
        token = request.match_info["token"]
        opens = await self._doors.database.read(board_link.opens, token, self._doors.clock())
        to = request.query.get("to", "")
        return self._page("door.html", token=token, to=to if to in WAYS else "") if opens else self._closed(GONE)

    async def open(self, request: web.Request) -> web.Response:
        form = await _form(request)
        visit = await self._doors.write(board_link.use, form.get("token", ""), self._doors.clock())
        if visit is None:
            return self._closed(GONE)
        to = WAYS.get(form.get("to", ""), "/me")
        answer = web.Response(status=303, headers={"Location": to, **HEADERS})
        answer.set_cookie(
            self._cookie, visit, httponly=True, samesite="Strict", secure=self._secure,
            max_age=board_link.STAYS // 1000,
        )  # fmt: skip
        return answer

    async def show(self, request: web.Request) -> web.Response:
        visited = await self._visitor(request)
        return await self._board(visited) if visited is not None else self._closed(NOBODY)

    async def act(self, request: web.Request) -> web.Response:
        """One change, or what it would mean and a button to say yes."""
        visited, form = await self._asked(request)
        if visited is None:
            return self._closed(NOBODY)
        doors = self._doors
        try:
            done = await doors.write(board_acts.act, doors, visited, form, doors.clock())
        except ActionRefused as refused:
            return await self._board(visited, status=422, refused=refused.code)
        if done["needs_yes"]:
            return await self._board(visited, ask=done["effect"], again=form)
        doors.ring_senders(set(doors.accounts))
        return await self._board(visited, done=done)

    async def data(self, request: web.Request) -> web.Response:
        """All that is kept of them, to take along."""
        visited, _ = await self._asked(request)
        if visited is None or not self._is_fresh(visited):
            return self._closed(NOBODY)
        whole = await self._doors.database.read(export.whole, self._doors, visited.customer_id)
        headers = {"Content-Disposition": 'attachment; filename="causerie.json"', **HEADERS}
        return web.Response(
            body=msgspec.json.format(msgspec.json.encode(whole)), content_type="application/json", headers=headers
        )

    async def read(self, request: web.Request) -> web.Response:
        """The same, to be read by anybody."""
        visited = await self._visitor(request)
        if visited is None or not self._is_fresh(visited):
            return self._closed(NOBODY)

        def found(connection: Connection) -> tuple[Any, export.Export, str]:
            csrf = board_link.sign(connection, "form", visited.link_id)
            person: Any = customer_store.get(connection, visited.customer_id)
            return person, export.whole(connection, self._doors, visited.customer_id), csrf

        person, whole, csrf = await self._doors.database.read(found)
        zone = person.timezone or self._doors.zone
        language = spoken_by(person, self._doors)
        return self._page("data.html", language=language, data=data_view.readable(whole, language, zone), csrf=csrf)

    async def erase(self, request: web.Request) -> web.Response:
        """Asked twice: it cannot be taken back."""
        visited, form = await self._asked(request)
        if visited is None or not self._is_fresh(visited):
            return self._closed(NOBODY)
        if form.get("yes") != "yes":
            return await self._board(visited, erase=True)
        person: Any = await self._doors.database.read(customer_store.get, visited.customer_id)
        erased = await self._doors.write(erasing.erase, visited.customer_id, self._doors.clock())
        for one in erased.media:
            await asyncio.to_thread((self._media / one).unlink, missing_ok=True)
        self._doors.changed([erased.conversation_id] if erased.conversation_id else [], "message")
        answer = self._page("erased.html", language=spoken_by(person, self._doors))
        answer.del_cookie(self._cookie, secure=self._secure)
        return answer

    def _is_fresh(self, visited: Visit) -> bool:
        return self._doors.clock() - visited.since < board_link.FRESH

    async def _visitor(self, request: web.Request) -> Visit | None:
        token = request.cookies.get(self._cookie, "")
        return await self._doors.database.read(board_link.visit, token, self._doors.clock()) if token else None

    async def _asked(self, request: web.Request) -> tuple[Visit | None, dict[str, str]]:
        """Who sent a form of their own page. Problem 403 if it came from elsewhere."""
        form, visited = await _form(request), await self._visitor(request)
        if visited is not None and not await self._doors.database.read(
            board_link.is_from, visited, form.get("csrf", "")
        ):
            raise Problem(403, "the form does not come from our page", code="csrf")
        return visited, form

    async def _board(self, visited: Visit, *, status: int = 200, **more: Any) -> web.Response:
        def read(connection: Connection) -> Any:
            csrf = board_link.sign(connection, "form", visited.link_id)
            return board(connection, self._doors, visited, csrf, self._doors.clock())

        shown = await self._doors.database.read(read)
        given = {"ask": None, "again": {}, "done": None, "refused": None, "erase": False, **more}
        return self._page("board.html", status=status, language=shown.language, board=shown, **given)

    def _closed(self, status: int) -> web.Response:
        """How to get in."""
        return self._page("closed.html", status=status)

    def _page(self, name: str, *, status: int = 200, language: str | None = None, **more: Any) -> web.Response:
        spoken = language or self._doors.languages[0]
        text = _templates().get_template(name).render(
            language=spoken, brand=self._doors.brand, say=lambda fr, en: fr if spoken == "fr" else en,
            at=lambda time: clock(minutes_of(time))[spoken], **more,
        )  # fmt: skip
        return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)


@cache
def _templates() -> Environment:
    """Loaded with the first page: it takes 5 MiB that a gateway without boards does without."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=select_autoescape(default=True), undefined=StrictUndefined
    )


async def _form(request: web.Request) -> dict[str, str]:
    """The fields; one that is there several times, as for days, has its values with commas between them."""
    sent = await request.post()
    given = {name: ",".join(one for one in sent.getall(name) if isinstance(one, str)) for name in sent}
    if any("\0" in value for value in given.values()):
        raise Problem(422, "body: a field holds a NUL character")
    return given
