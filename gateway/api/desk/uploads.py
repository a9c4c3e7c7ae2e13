"""Files that agents send: taken, checked by their bytes, taken back; shown by a sealed link to providers.

A file is kept as customers' files are, and goes with the message that names it by its `media_id`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from connectors.content import Content, Media, MediaKind, Template
from gateway.api import media as shown
from gateway.api.auth import Agent
from gateway.api.desk import enclosure, sight, sight_store, ways
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground import secret_store
from gateway.ground.ids import new_id
from gateway.journey import media
from gateway.messages import file_link, media_store, message_store
from gateway.messages.upload import LASTS, Known, Refusal, carried, own_kind, taken

MOST = 10  # of one agent for one customer that wait to be sent
PATIENCE = 300.0  # seconds: 16 MB on a slow line
_REFUSED = {"file_type": "files of this type are not sent", "file_broken": "the picture cannot be read to its end"}
AT_ONCE = 4  # of one agent: each holds its bytes until they are all here


@dataclass(frozen=True)
class Files:
    """Where files are kept, and how large one of an agent may be."""

    folder: Path
    largest: int


Purpose = Literal["reply", "image", "video", "file"]


class Named(msgspec.Struct, kw_only=True):
    """`purpose`: it goes with a reply, or stands above an approved message as this kind."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    purpose: Purpose = "reply"


class Carried(msgspec.Struct, omit_defaults=True):
    """As what kind the app of this account carries it; without: `why_not`, and how many bytes it would.

    `caption`: how many characters may stand under it; 0: words are a message of their own.
    """

    account: str
    kind: str | None = None
    why_not: str | None = None
    most: int | None = None
    caption: int = 0


class Upload(msgspec.Struct):
    id: str
    kind: str
    mime: str
    name: str
    size: int
    ways: list[Carried]


def operations(doors: Doors, files: Files) -> list[Operation]:
    uploads = _Uploads(doors, files)
    return [
        Operation(method="POST", path="/desk/api/conversations/{id}/uploads", summary="A file to send",
                  run=uploads.take, query=Named, returns=Upload, guard="agent", patience=PATIENCE),
        Operation(method="DELETE", path="/desk/api/uploads/{id}", summary="Not to be sent after all",
                  run=uploads.withdraw, guard="agent"),
        Operation(method="GET", path="/files/{token}/{name}", summary="A file, for who fetches it to deliver it",
                  run=uploads.fetch, returns=bytes, guard="none"),
    ]  # fmt: skip


def enclosed(
    connection: Connection, doors: Doors, held: Any, account: str, content: Content, agent: Agent
) -> Content:  # fmt: skip
    """What an agent says, with its file as the store knows it and as this account's app carries it.

    Problem where there is no such file of theirs for this customer, or the app does not carry it.
    """
    named = enclosure.named(content)
    if named is None or named.media_id is None:
        return content
    row: Any = media_store.get(connection, named.media_id)
    is_theirs = row is not None and row.customer_id == held.customer_id and row.agent_id in (None, agent.id)
    if not is_theirs or row.state not in ("unsent", "stored"):
        raise Problem(422, "content.media_id: there is no such upload", code="no_file")
    only = named.kind if isinstance(content, Template) else None
    kind = carried(doors.accounts[account].capabilities, row.mime, row.size, only)
    if isinstance(kind, Refusal):
        raise Problem(422, f"content: {kind.code.replace('_', ' ')}", code=f"file_{kind.code}", most=kind.most)
    file = Media(kind=kind, media_id=row.id, mime=row.mime, name=row.name, caption=named.caption)
    return msgspec.structs.replace(content, header=file) if isinstance(content, Template) else file


def own(content: Content) -> frozenset[str]:
    """The files of ours that an agent's words name."""
    file = enclosure.named(content)
    return frozenset({file.media_id}) if file is not None and file.media_id else frozenset()


def unsent(connection: Connection, doors: Doors, held: Any, agent: Agent, now: int) -> list[Upload]:
    """What this agent is about to send there: it belongs to the draft of the reply."""
    rows = media_store.unsent(connection, held.customer_id, agent.id, "reply")
    known_ways = ways.ways(connection, doors, held, agent, now) if rows else []
    return [_shown(doors, row, known_ways) for row in rows]


def sent(connection: Connection, content: Content, message_id: str, account: str, *, again: bool) -> None:
    """The file goes with this message, or went before; Problem 409 where it went with another."""
    for media_id in own(content):
        if not again:
            media_store.enclose(connection, media_id, message_id, account)
        row: Any = media_store.get(connection, media_id)
        if row.message_id != message_id:
            raise Problem(409, "this file was sent already", code="file_sent")


class _Uploads:
    def __init__(self, doors: Doors, files: Files) -> None:
        self._doors, self._files = doors, files
        self._under_way: Counter[str] = Counter()  # by agent

    async def take(self, call: Call) -> Upload:
        """Who may see the conversation is asked before a byte is read."""
        await self._doors.database.read(_may, call.path["id"], call.who, call.query.purpose)
        if self._under_way[call.who.id] >= AT_ONCE:
            raise Problem(429, "too many files come at once", code="too_many_at_once", retry_after=1)
        self._under_way[call.who.id] += 1
        try:
            body = await _whole(call.request, self._files.largest)
            return await self._checked(call, body)
        finally:
            self._under_way[call.who.id] -= 1

    async def _checked(self, call: Call, body: bytes) -> Upload:
        agent, conversation_id = call.who, call.path["id"]
        file = await asyncio.to_thread(taken, body, call.query.name)
        if isinstance(file, Refusal):
            raise Problem(415, _REFUSED[file.code], code=file.code)
        media_id = new_id()
        await asyncio.to_thread(media.keep, self._files.folder, media_id, file.body)
        try:
            upload = await self._doors.database.write(
                self._keep, conversation_id, agent, media_id, file.known, len(file.body), call.query.purpose
            )
        except Exception:  # the conversation is gone meanwhile, or the database: nobody would find the file again
            media.forget(self._files.folder, [media_id])
            raise
        return upload

    def _keep(
        self, connection: Connection, conversation_id: str, agent: Agent, media_id: str, file: Known, size: int,
        purpose: Purpose,
    ) -> Upload:  # fmt: skip
        held, now = _may(connection, conversation_id, agent, purpose), self._doors.clock()
        media_store.upload(
            connection, media_id, held.customer_id, mime=file.mime, name=file.name, size=size, until=now + LASTS,
            agent_id=agent.id, purpose=purpose,
        )  # fmt: skip
        row = media_store.get(connection, media_id)
        return _shown(self._doors, row, ways.ways(connection, self._doors, held, agent, now))

    async def withdraw(self, call: Call) -> None:
        media_id = call.path["id"]
        if not await self._doors.database.write(_withdraw, media_id, call.who):
            raise Problem(404, "there is no such upload")
        await asyncio.to_thread(media.forget, self._files.folder, [media_id])

    async def fetch(self, call: Call) -> web.StreamResponse:
        row: Any = await self._doors.database.read(_linked, call.path["token"], self._doors.clock())
        if row is None or not (self._files.folder / row.id).is_file():
            raise Problem(404, "there is nothing at this path")
        headers = {**shown.headers(row, named=row.mime), "Cache-Control": "no-store"}
        return web.FileResponse(self._files.folder / row.id, headers=headers)


def _may(connection: Connection, conversation_id: str, agent: Agent, purpose: str) -> Any:
    """The conversation, where this agent may see it and not too much of theirs waits there already."""
    held = sight.must_see(connection, conversation_id, agent)
    if len(media_store.unsent(connection, held.customer_id, agent.id, purpose)) >= MOST:
        raise Problem(409, f"{MOST} files wait to be sent here", code="too_many_files", most=MOST)
    return held


def _withdraw(connection: Connection, media_id: str, agent: Agent) -> bool:
    conversation_id = sight_store.of_media(connection, media_id)
    if conversation_id is None or not sight_store.seen(connection, agent, [conversation_id]):
        return False
    return media_store.withdraw(connection, media_id, agent.id)


def _linked(connection: Connection, token: str, now: int) -> Any:
    secret = secret_store.find(connection, file_link.KEY)
    media_id = file_link.opened(secret, token, now) if secret else None
    row: Any = media_store.get(connection, media_id) if media_id else None
    return row if row is not None and row.state == "stored" and message_store.get(connection, row.message_id) else None


def _shown(doors: Doors, row: Any, places: list[dict[str, Any]]) -> Upload:
    only = None if row.purpose == "reply" else row.purpose
    found = [_carried(doors, way, row, only) for way in places]
    return Upload(row.id, own_kind(row.mime), row.mime, row.name, row.size, found)


def _carried(doors: Doors, way: dict[str, Any], row: Any, only: MediaKind | None) -> Carried:
    connector = doors.accounts[way["account"]]
    kind = carried(connector.capabilities, row.mime, row.size, only)
    if isinstance(kind, Refusal):
        return Carried(way["account"], why_not=kind.code, most=kind.most)
    return Carried(way["account"], kind, caption=enclosure.caption(connector, way["address"], kind, row))


async def _whole(request: web.Request, largest: int) -> bytes:
    """The file as it comes, no byte more than may be."""
    if (request.content_length or 0) > largest:
        raise _too_large(largest)
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > largest:
            raise _too_large(largest)
    if not body:
        raise Problem(422, "the file is empty", code="file_empty")
    return bytes(body)


def _too_large(largest: int) -> Problem:
    return Problem(413, f"the file is larger than {largest} bytes", code="file_too_large", most=largest)
