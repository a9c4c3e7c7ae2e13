"""Envoys: another desk is told of the cases that it is to have, and of what happens in those that it has."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import structlog

from gateway.actions.line import Line
from gateway.actions.task import Failed
from gateway.desks import briefing, chatwoot, entrusted_store, errand_store
from gateway.desks.chatwoot import Call, Chatwoot, Contact
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey import corresponding
from gateway.people import address_store, conversation_store, customer_store
from gateway.workers.relay import Relay
from handoff import case_store

log = structlog.get_logger()


class NotTold(Exception):
    """The call did not do what it should: a short code, and whether another try may."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(code)
        self.code, self.again = code, again


class Envoys:
    """Does what is due, a few cases at once and one thing of a case after the other."""

    AT_ONCE = 8
    LEASE = 120_000  # milliseconds: opening a case takes several calls
    PAUSE = 1.0  # seconds between looks

    def __init__(
        self, database: Database, desk: Chatwoot, language: str, clock: Clock, relay: Relay, line: Line | None = None
    ) -> None:  # fmt: skip
        self._database, self._desk, self._language = database, desk, language
        self._clock, self._relay, self._line = clock, relay, line or Line()
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        while True:
            room = self.AT_ONCE - len(self._under_way)
            due = await self._database.read(errand_store.due, self._clock(), room) if room else []
            for one in due:
                await self._start(one)
            if not due:
                await asyncio.sleep(self.PAUSE)

    async def close(self) -> None:
        """Errands under way are due again after their lease."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._line.close()

    async def _start(self, row: Any) -> None:
        if await self._database.write(errand_store.claim, row, self._clock() + self.LEASE):
            task = asyncio.create_task(self._do(row))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _do(self, row: Any) -> None:
        try:
            await self._run_errand(row)
            await self._database.write(errand_store.end, row.id)
        except NotTold as failed:
            await self._again(row, failed)
        except Exception as error:
            log.error("errand_not_done", kind=row.kind, exc_info=error)  # it is due again after its lease

    async def _again(self, row: Any, failed: NotTold) -> None:
        """Never what was to be told."""
        log.warning("errand_failed", kind=row.kind, code=failed.code, tries=row.attempts + 1)
        if failed.again and row.attempts < len(errand_store.PAUSES):
            until = self._clock() + errand_store.PAUSES[row.attempts]
            await self._database.write(errand_store.postpone, row.id, until)
            return
        changed = await self._database.write(corresponding.failed, row.case_id, self._clock())
        self._tell(changed)

    async def _run_errand(self, row: Any) -> None:
        given: Any = await self._database.read(entrusted_store.get, row.case_id)
        if given is None or (given.theirs is None and given.ended_at is not None):
            return  # they never had it, and need not
        match row.kind:
            case "open":
                await self._open(row, given)
            case "say":
                await self._call(chatwoot.said(given.theirs, row.words))
            case "note":
                await self._call(chatwoot.note(given.theirs, row.words))
            case "close":
                await self._call(chatwoot.close(given.theirs))

    async def _open(self, row: Any, given: Any) -> None:
        """Each step is kept, so that a try after a stop goes on where this one was."""
        case: Any = await self._database.read(case_store.named, row.case_id)
        context = msgspec.json.decode(case.context)
        theirs = given.theirs
        if theirs is None:
            contact = await self._contact(row)
            channel = (context.get("channel") or {}).get("channel", "")
            told = await self._call(chatwoot.make_conversation(self._desk, contact, row.conversation_id, channel))
            theirs = chatwoot.read_conversation(told)
            if theirs is None:
                raise NotTold("no_conversation", again=False)
            await self._keep(row, contact_id=contact.id, source_id=contact.source_id, theirs=theirs)
        if not given.is_briefed:
            await self._call(chatwoot.note(theirs, briefing.words(context, self._language)))
            await self._keep(row, is_briefed=True)
        asked = context["need"]["summary"] or context["need"]["title"]
        if asked:
            await self._call(chatwoot.said(theirs, asked))
        self._tell(await self._database.write(corresponding.began, row.case_id, self._clock()))

    async def _contact(self, row: Any) -> Contact:
        known: Any = await self._database.read(entrusted_store.contact, row.customer_id)
        if known is not None:
            return Contact(known.contact_id, known.source_id)
        name, phone = await self._database.read(_person, row)
        try:
            told = await self._call(chatwoot.make_contact(self._desk, row.customer_id, name, phone))
        except NotTold as failed:
            if failed.code != "http_422":  # they know somebody of this name for us
                raise
            told = await self._call(chatwoot.find_contact(row.customer_id))
        contact = chatwoot.read_contact(self._desk, told, row.customer_id)
        if contact is None:
            raise NotTold("no_contact", again=False)
        return contact

    async def _keep(self, row: Any, **values: object) -> None:
        await self._database.write(_change, row.case_id, values)

    async def _call(self, call: Call) -> Any:
        desk = self._desk
        reached = await self._line.reach(
            f"{desk.url.rstrip('/')}/api/v1/accounts/{desk.account_id}/{call.path}",
            msgspec.json.encode(call.body) if call.body is not None else b"", method=call.method,
            headers={"api_access_token": desk.token}, timeout=desk.timeout, private=desk.private,
        )  # fmt: skip
        if isinstance(reached, Failed):
            raise NotTold(reached.code, again=reached.again)
        if reached.status >= 300:
            again = reached.status in (408, 429) or reached.status >= 500
            raise NotTold(f"http_{reached.status}", again=again)
        try:
            return msgspec.json.decode(reached.body) if reached.body.strip() else None
        except msgspec.DecodeError as error:
            raise NotTold("bad_answer", again=False) from error

    def _tell(self, changed: str | None) -> None:
        if changed is not None:
            self._relay.changed([changed], "owner", "case")


def _change(connection: Any, case_id: str, values: dict[str, object]) -> None:
    entrusted_store.change(connection, case_id, **values)


def _person(connection: Any, row: Any) -> tuple[str | None, str | None]:
    """Their name, and their number where they are reached by one."""
    person: Any = customer_store.get(connection, row.customer_id)
    held: Any = conversation_store.get(connection, row.conversation_id)
    where: Any = address_store.get(connection, held.address_id) if held is not None and held.address_id else None
    phone = where.value if where is not None and where.value.startswith("+") else None
    return (person.name if person is not None else None), phone
