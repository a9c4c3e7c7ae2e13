"""Bytes in and out: from which hosts an attachment may be fetched, and how one is uploaded.

https://developers.facebook.com/docs/messenger-platform/reference/attachment-upload-api
"""

from __future__ import annotations

from typing import Any

import msgspec

from connectors import media_source
from connectors.http import Piece, Reply

CDN = (".fbcdn.net", ".fbsbx.com", ".facebook.com", ".cdninstagram.com")
GRAPH = frozenset({"graph.facebook.com", "graph.instagram.com"})
KINDS = frozenset({"image", "audio", "video"})


def source(url: str | None, api_base: str) -> str:
    """Where to fetch an attachment: from Meta's hosts only, or from the server that stands in for them."""
    return media_source.source(url, api_base, api_hosts=GRAPH, media_hosts=CDN)


def pieces(body: bytes, mime: str, name: str) -> list[Piece]:
    """An upload, to be sent again by its id within 90 days."""
    major = mime.partition("/")[0]
    attachment = {"type": major if major in KINDS else "file", "payload": {"is_reusable": True}}
    message = msgspec.json.encode({"attachment": attachment}).decode()
    return [Piece("message", message), Piece("filedata", body, name, mime)]


def uploaded(reply: Reply) -> str | None:
    """The id that Meta gave an upload."""
    said = reply.json()
    media_id = said.get("attachment_id") if isinstance(said, dict) else None
    return None if media_id is None else str(media_id)


def shown(message: dict[str, Any], media_id: str) -> dict[str, Any]:
    """The same message with the attachment of this id."""
    return {**message, "attachment": {**message["attachment"], "payload": {"attachment_id": media_id}}}
