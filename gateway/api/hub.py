"""The door for a hub that speaks Bot Framework's handoff protocol: `POST /desks/bot-framework`."""

from __future__ import annotations

import msgspec
import structlog
from aiohttp import web
from sqlalchemy import Connection

from gateway.api import body
from gateway.api.doors import Doors
from gateway.desks import bot_framework, entrusted_store, errand_store
from gateway.desks.bot_framework import BotFramework
from gateway.desks.correspondence import Answered, Heard
from gateway.insights import prometheus
from gateway.journey.holding import corresponding
from gateway.journey.posting import Refused

log = structlog.get_logger()

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
        if isinstance(heard, Answered):
            await self._answered(heard)
        elif heard is not None:
            await self._moved(heard)
        return web.json_response({})

    async def _answered(self, heard: Answered) -> None:
        doors = self._doors
        try:
            account = await doors.write(corresponding.answer, doors.rulebook, doors.accounts, heard, doors.clock())
        except Refused as refused:
            log.warning("not_said_for_another_desk", reason=type(refused).__name__)
            await doors.write(_tell_why, heard.conversation, str(refused), doors.clock())
            return
        if account is not None:
            doors.ring_senders({account})
        else:
            log.info("not_theirs", conversation=heard.conversation)

    async def _moved(self, heard: Heard) -> None:
        changed = await self._doors.write(corresponding.moved, heard, self._doors.clock())
        if changed is not None:
            self._doors.changed([changed], "owner", "case")
            self._doors.ring_turns()


def _tell_why(connection: Connection, theirs: str, why: str, now: int) -> None:
    """What they wrote did not leave."""
    row = entrusted_store.named(connection, theirs)
    if row is not None:
        errand_store.add(connection, row.case_id, row.conversation_id, row.customer_id, "mark", now, why)
