"""The embassy at a hub that speaks Bot Framework's handoff protocol."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, plain_text
from gateway.actions.line import Line as Wire
from gateway.desks import bot_framework, briefing
from gateway.desks.bot_framework import BotFramework, Call, File, Line, Whose
from gateway.ground.clock import to_iso
from gateway.ground.database import Database
from gateway.journey import recall
from gateway.messages import media_store, timeline_store
from gateway.people import address_store, conversation_store, customer_store
from gateway.workers.embassy import NotTold, NotYet, called, keep
from handoff import case_store

MOST = 200  # messages of the transcript

_content = msgspec.json.Decoder(Content).decode


class BotFrameworkEmbassy:
    """The pen goes there when the hub says that it has the case, not when it was told of it."""

    def __init__(self, database: Database, desk: BotFramework, folder: Path, language: str, line: Wire | None = None):
        self._database, self._desk, self._folder, self._language = database, desk, folder, language
        self._line = line or Wire()

    async def close(self) -> None:
        await self._line.close()

    async def run(self, row: Any, given: Any) -> str | None:
        if given.theirs is None and given.ended_at is not None:
            return None  # they never had it, and need not
        whose = await self._database.read(_whose, row)
        match row.kind:
            case "open":
                await self._open(row, given, whose)
            case "say":
                words, files = await self._said(row)
                await self._call(bot_framework.said(self._desk, given.theirs, whose, words, files))
            case "mark" | "note":
                why = briefing.missed(row.words, self._language)
                await self._call(bot_framework.undelivered(self._desk, given.theirs, whose, why))
            case "close":
                await self._call(bot_framework.close(self._desk, given.theirs, whose))
        return None

    async def _open(self, row: Any, given: Any, whose: Whose) -> None:
        """Each step is kept, so that a try after a stop goes on where this one was."""
        theirs = given.theirs
        if theirs is None:
            told = await self._call(bot_framework.make_conversation(self._desk, whose, row.conversation_id))
            theirs = bot_framework.read_conversation(told)
            if theirs is None:
                raise NotTold("no_conversation", again=False)
            await keep(self._database, row.case_id, theirs=theirs)
        if not given.is_briefed:
            case: Any = await self._database.read(case_store.named, row.case_id)
            said = await self._database.read(_transcript, row.conversation_id, given.began_at)
            context = msgspec.json.decode(case.context)
            await self._call(bot_framework.initiate(self._desk, theirs, whose, context, said))
            await keep(self._database, row.case_id, is_briefed=True)

    async def _said(self, row: Any) -> tuple[str, list[File]]:
        """With small files; larger ones and those that cannot be had are named. Raises NotYet."""
        rows: Any = await self._database.read(media_store.of_message, row.message_id) if row.message_id else ()
        if any(one.state == "waiting" for one in rows):
            raise NotYet
        files, words = [], [row.words] if row.words else []
        for one in rows:
            small = one.state == "stored" and (one.size or 0) <= bot_framework.INLINE
            body = await asyncio.to_thread(_read, self._folder / one.id) if small else None
            if body is None:
                words.append(f"({one.name or one.mime or 'file'})")
            else:
                files.append(File(one.name or "file", one.mime or "application/octet-stream", body))
        return "\n".join(words), files

    async def _call(self, call: Call) -> Any:
        desk = self._desk
        return await called(
            self._line, f"{desk.url.rstrip('/')}/{call.path}", msgspec.json.encode(call.body),
            {"Authorization": f"Bearer {desk.token}"}, timeout=desk.timeout, private=desk.private,
        )  # fmt: skip


def _whose(connection: Connection, row: Any) -> Whose:
    person: Any = customer_store.get(connection, row.customer_id)
    held: Any = conversation_store.get(connection, row.conversation_id)
    where: Any = address_store.get(connection, held.address_id) if held is not None and held.address_id else None
    name, language = (person.name, person.language) if person is not None else (None, None)
    return Whose(row.customer_id, name, where.channel if where is not None else "", language)


def _transcript(connection: Connection, conversation_id: str, until: int) -> list[Line]:
    """What was said, oldest first; what the customer said since then is told by itself."""
    page = timeline_store.last(connection, recall.reach(connection, conversation_id, None), MOST)
    known = [row for row in page.rows if row.direction == "out" or row.received_at <= until]
    said = [(row, plain_text(_content(row.content)) or f"({row.type})") for row in known]
    return [Line(row.id, row.author, row.author_name, words, to_iso(row.sent_at) or "") for row, words in said]


def _read(file: Path) -> bytes | None:
    """None: another machine has it, or nobody."""
    return file.read_bytes() if file.is_file() else None
