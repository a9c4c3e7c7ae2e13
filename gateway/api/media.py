"""Files of a conversation, shown to agents: pictures and sounds as such, everything else only as a download."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import sight, sight_store
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.messages import media_store

_ID = re.compile(r"[0-9a-f-]{36}")
_SHOWN = re.compile(r"image/(png|jpe?g|gif|webp)|audio/[\w.+-]+|video/(mp4|webm|3gpp|ogg)")
SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'",  # a page that a customer sent must not run as ours
    "Cache-Control": "private, max-age=3600",
}


def operations(doors: Doors, folder: Path) -> list[Operation]:
    async def show(call: Call) -> web.StreamResponse:
        media_id = call.path["id"]
        row: Any = await doors.database.read(_seen, media_id, call.who) if _ID.fullmatch(media_id) else None
        file = folder / media_id
        if row is None or row.state not in ("stored", "unsent") or not file.is_file():
            raise Problem(404, "there is no such file")
        await sight.glanced(doors, call.who, row.customer_id)
        return web.FileResponse(file, headers=headers(row))

    return [
        Operation(method="GET", path="/desk/api/media/{id}", summary="A file that was sent, or is to be", run=show,
                  guard="agent", returns=bytes),
    ]  # fmt: skip


def headers(row: Any, named: str = "application/octet-stream") -> dict[str, str]:
    """How a file is given: what is shown as what it is, everything else as a download called `named`."""
    kind = (row.mime or "").partition(";")[0].strip().lower()
    shown = _SHOWN.fullmatch(kind) is not None
    disposition = {} if shown else {"Content-Disposition": _attachment(row.name or row.id)}
    return {**SAFE, "Content-Type": kind if shown else named, **disposition}


def _seen(connection: Connection, media_id: str, agent: Agent) -> Any:
    """The file, where its conversation is one that this agent may see. What is not sent yet is its agent's alone."""
    conversation_id = sight_store.of_media(connection, media_id)
    if conversation_id is None or not sight_store.seen(connection, agent, [conversation_id]):
        return None
    row: Any = media_store.get(connection, media_id)
    is_draft = row is not None and row.state == "unsent"
    return None if is_draft and row.agent_id not in (None, agent.id) else row


def _attachment(name: str) -> str:
    """The file's name without what could end the header it stands in, once plain and once whole (RFC 6266)."""
    whole = re.sub(r"[^\w. -]", "_", name)[:100]
    plain = whole.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole)}"
