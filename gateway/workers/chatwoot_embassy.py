"""Chatwoot's embassy: contacts, conversations, words and files, and what did not arrive."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection

from gateway.actions.line import Line
from gateway.desks import briefing, chatwoot, entrusted_store
from gateway.desks.chatwoot import Call, Chatwoot, Contact, File
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey.holding import corresponding
from gateway.messages import media_store
from gateway.people import address_store, conversation_store, customer_store
from gateway.workers.embassy import NotTold, NotYet, called, keep
from handoff import case_store

UPLOAD = 90.0  # seconds for what has files: less than an errand is leased for

log = structlog.get_logger()


class ChatwootEmbassy:
    """`folder` is where customers' files are kept; `language` is spoken with agents."""

    def __init__(
        self, database: Database, desk: Chatwoot, folder: Path, language: str, clock: Clock, line: Line | None = None
    ) -> None:  # fmt: skip
        self._database, self._desk, self._folder = database, desk, folder
        self._language, self._clock, self._line = language, clock, line or Line()

    async def close(self) -> None:
        await self._line.close()

    async def run(self, row: Any, given: Any) -> str | None:
        if given.theirs is None and given.ended_at is not None:
            return None  # they never had it, and need not
        match row.kind:
            case "open":
                return await self._open(row, given)
            case "say":
                await self._say(row, given)
            case "note":
                await self._call(chatwoot.note(given.theirs, row.words))
            case "mark":
                await self._mark(row, given)
            case "close":
                await self._call(chatwoot.close(given.theirs))
        return None

    async def _open(self, row: Any, given: Any) -> str | None:
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
            await keep(self._database, row.case_id, contact_id=contact.id, source_id=contact.source_id, theirs=theirs)
        if not given.is_briefed:
            await self._call(chatwoot.note(theirs, briefing.words(context, self._language)))
            await keep(self._database, row.case_id, is_briefed=True)
        asked = context["need"]["summary"] or context["need"]["title"]
        if asked:
            await self._call(chatwoot.said(theirs, asked))
        return await self._database.write(corresponding.began, row.case_id, self._clock())

    async def _say(self, row: Any, given: Any) -> None:
        """With copies of the files, once they are here; what cannot be had or is refused is named."""
        files, missing = await self._files(row.message_id) if row.message_id else ([], [])
        named = [f"({one})" for one in missing]
        if files:
            try:
                await self._call(chatwoot.sent(given.theirs, "\n".join([row.words, *named]).strip(), files))
                return
            except NotTold as failed:
                if failed.again:
                    raise
                log.warning("files_not_taken", code=failed.code, files=len(files))
                named += [f"({one.name})" for one in files]
        await self._call(chatwoot.said(given.theirs, "\n".join([row.words, *named]).strip()))

    async def _files(self, message_id: str) -> tuple[list[File], list[str]]:
        """Those that are here, and the names of those that never will be. Raises NotYet."""
        rows: Any = await self._database.read(media_store.of_message, message_id)
        if any(one.state == "waiting" for one in rows):
            raise NotYet
        files, missing = [], []
        for number, one in enumerate(rows, 1):
            name = chatwoot.file_name(one.name, one.mime, number)
            body = await asyncio.to_thread(_read, self._folder / one.id) if one.state == "stored" else None
            if body is None:
                missing.append(f"{name}: {one.reason or 'missing'}")
            else:
                files.append(File(name, one.mime or "application/octet-stream", body))
        return files, missing

    async def _mark(self, row: Any, given: Any) -> None:
        """On the message itself; a Chatwoot that cannot, or knows it no more, gets a note."""
        words = briefing.missed(row.words, self._language)
        try:
            if row.about is None:
                raise NotTold("no_message", again=False)
            await self._call(chatwoot.failed(given.theirs, row.about, words))
        except NotTold as failed:
            if failed.again:
                raise
            await self._call(chatwoot.note(given.theirs, f"⚠ {words}"))

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

    async def _call(self, call: Call) -> Any:
        desk = self._desk
        body, kind = chatwoot.spelled(call)
        return await called(
            self._line, f"{desk.url.rstrip('/')}/api/v1/accounts/{desk.account_id}/{call.path}", body,
            {"api_access_token": desk.token, "Content-Type": kind}, method=call.method,
            timeout=UPLOAD if call.files else desk.timeout, private=desk.private,
        )  # fmt: skip


def _person(connection: Connection, row: Any) -> tuple[str | None, str | None]:
    """Their name, and their number where they are reached by one."""
    person: Any = customer_store.get(connection, row.customer_id)
    held: Any = conversation_store.get(connection, row.conversation_id)
    where: Any = address_store.get(connection, held.address_id) if held is not None and held.address_id else None
    phone = where.value if where is not None and where.value.startswith("+") else None
    return (person.name if person is not None else None), phone


def _read(file: Path) -> bytes | None:
    """None: another machine has it, or nobody."""
    try:
        return file.read_bytes()
    except OSError as error:
        log.warning("file_not_here", error=type(error).__name__)
        return None
