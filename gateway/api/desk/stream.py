"""The live stream of the Desk: Server-Sent Events that say what changed; a page that was away resumes where it left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import msgspec
import structlog
from aiohttp import web

from gateway.api.auth import Agent, Gatekeeper
from gateway.api.desk import sight_store
from gateway.api.desk.sight_store import Openness
from gateway.api.problem import Problem
from gateway.ground.clock import Clock
from gateway.ground.database import Database, is_away
from gateway.ground.live import Change, Live
from gateway.insights import prometheus
from handoff import duty_store
from handoff.roles import Right

HEARTBEAT = 15.0  # seconds: a page that hears nothing for three of them takes the line for dead
STREAMS = 200  # open at once in this process
BEAT = b"event: beat\ndata: {}\n\n"  # without an id: it tells of no place

log = structlog.get_logger()
_encode = msgspec.json.Encoder().encode


def stream(
    live: Live, gatekeeper: Gatekeeper, database: Database, clock: Clock
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """`GET /desk/api/stream`: events hello, changed, beat (still here) and snapshot (fetch everything again)."""
    open_now = 0
    openness = _Openness(database)

    async def handle(request: web.Request) -> web.StreamResponse:
        nonlocal open_now
        agent = await gatekeeper.identify(request, "agent")
        assert isinstance(agent, Agent)
        if open_now >= STREAMS:
            raise Problem(503, "too many Desks are open", retry_after=10)
        open_now += 1
        prometheus.DESKS.inc()
        try:
            return await _Stream(request, live, gatekeeper, database, clock, openness, agent).serve()
        finally:
            open_now -= 1
            prometheus.DESKS.dec()

    return handle


class _Openness:
    """To whom news is open, read once for all pages that are told of it at the same moment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading: dict[tuple[int, frozenset[str]], asyncio.Task[Mapping[str, Openness]]] = {}

    async def of(self, news: list[Change]) -> Mapping[str, Openness]:
        """Never older than the newest of these changes."""
        named = frozenset(one.conversation_id for one in news if one.conversation_id)
        key = (news[-1].number, named)
        reading = self._reading.get(key)
        if reading is None:
            reading = self._reading[key] = asyncio.create_task(self._database.read(sight_store.openness, named))
            reading.add_done_callback(lambda _: self._reading.pop(key))
        return await asyncio.shield(reading)  # who closes the page ends nobody else's look


@dataclass
class _Stream:
    """One open page of one agent."""

    request: web.Request
    live: Live
    gatekeeper: Gatekeeper
    database: Database
    clock: Clock
    openness: _Openness
    agent: Agent

    async def serve(self) -> web.StreamResponse:
        live, request = self.live, self.request
        asked = request.headers.get("Last-Event-ID") or request.query.get("last") or live.position()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        try:
            await response.prepare(request)
            known = asked if live.since(asked) is not None else live.position()
            await response.write(_event("hello", known, {"id": known}))
            await self._tell(response, asked)
        except ConnectionResetError:
            return response  # the page was closed
        except Exception as error:
            if not is_away(error):
                raise
            log.debug("stream_ended", error=type(error).__name__)  # the page comes back to where it was
        return response

    async def _tell(self, response: web.StreamResponse, position: str) -> None:
        """Until the gateway stops, or whoever listens may not any more: logged out, expired, disabled."""
        loop = asyncio.get_running_loop()
        looked = 0.0
        async for news in self.live.watch(position, HEARTBEAT):
            if loop.time() - looked >= HEARTBEAT:
                looked = loop.time()
                if not await self._is_here():
                    return
            await response.write(_told(self.live, await self._seen(news)))

    async def _is_here(self) -> bool:
        """Still logged in, in which role and teams; an open page is a sign of its agent."""
        try:
            agent = await self.gatekeeper.identify(self.request, "agent")
            assert isinstance(agent, Agent)
            self.agent = agent
            if await self.database.read(duty_store.get, agent.id) is not None:
                await self.database.write(duty_store.seen, agent.id, self.clock())
        except Problem:
            return False
        except Exception as error:
            if not is_away(error):
                raise
            log.debug("not_identified", error=type(error).__name__)  # asked again soon; nobody is logged out by it
        return True

    async def _seen(self, news: list[Change] | None) -> list[Change] | None:
        """Without what this agent may not know of; a page is told of its place all the same."""
        if not news or self.agent.may(Right.SEE_ALL):
            return news
        found = await self.openness.of(news)
        return [one for one in news if not one.conversation_id or self._shows(found.get(one.conversation_id))]

    def _shows(self, openness: Openness | None) -> bool:
        return openness is not None and openness.shows_to(self.agent)


def _told(live: Live, news: list[Change] | None) -> bytes:
    if news is None:
        return _event("snapshot", live.position(), {})
    if not news:
        return BEAT
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
