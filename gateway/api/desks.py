"""The door for another desk: what its people answer, and that they are done. `POST /desks/chatwoot`."""

from __future__ import annotations

import msgspec
import structlog
from aiohttp import web
from sqlalchemy import Connection

from gateway.api import body
from gateway.api.doors import Doors
from gateway.desks import chatwoot, entrusted_store, errand_store
from gateway.desks.chatwoot import Chatwoot
from gateway.desks.correspondence import Answered, Ended
from gateway.insights import prometheus
from gateway.journey.holding import corresponding
from gateway.journey.posting import Refused

log = structlog.get_logger()

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
        if isinstance(heard, Answered):
            await self._answered(heard)
        elif isinstance(heard, Ended):
            await self._ended(heard)
        return web.Response(text="OK")

    async def _answered(self, heard: Answered) -> None:
        doors = self._doors
        try:
            account = await doors.write(corresponding.answer, doors.rulebook, doors.accounts, heard, doors.clock())
        except Refused as refused:
            log.warning("not_said_for_another_desk", reason=type(refused).__name__)
            await doors.write(_tell_why, heard.conversation, str(refused), doors.clock())
            return
        if account is None:
            log.info("not_theirs", conversation=heard.conversation)
            return
        doors.ring_senders({account})

    async def _ended(self, heard: Ended) -> None:
        changed = await self._doors.write(corresponding.moved, heard, self._doors.clock())
        if changed is not None:
            self._doors.changed([changed], "owner", "case")
            self._doors.ring_turns()


def _tell_why(connection: Connection, theirs: str, why: str, now: int) -> None:
    """A note beside what they wrote: it did not leave."""
    row = entrusted_store.named(connection, theirs)
    if row is not None:
        errand_store.add(connection, row.case_id, row.conversation_id, row.customer_id, "note", now, f"⚠ {why}")
