"""Files at Meta, simulated: what customers sent and what brands uploaded, by its id.

https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
https://developers.facebook.com/docs/messenger-platform/reference/attachment-upload-api
"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from connectors.sandbox.meta_common import refused, token_of
from connectors.sandbox.phones import as_url, counted
from connectors.sandbox.provider import Line, Provider

_ids = counted()
_files: dict[str, dict[str, Any]] = {}  # one simulated Meta keeps all its files


def keep(body: bytes, mime: str) -> str:
    """The id of a file from now on."""
    media_id = f"9{next(_ids):09d}"
    _files[media_id] = {"bytes": body, "mime": mime}
    return media_id


def is_known(media_id: str | None) -> bool:
    return media_id in _files


def url(media_id: str | None) -> str | None:
    """A file as a phone shows it."""
    found = _files.get(media_id or "")
    return as_url(found["bytes"], found["mime"]) if found else None


class MetaFiles:
    """Uploads and downloads of numbers and pages."""

    def __init__(self, pages: Provider, numbers: Provider) -> None:
        self._pages, self._numbers = pages, numbers

    def routes(self) -> list[web.RouteDef]:
        version = r"/{version:v\d+\.\d+}"
        return [
            web.post(version + "/{id}/media", self.upload),
            web.post(version + "/{id}/message_attachments", self.attach),
            web.get(version + "/{media}", self.located),
            web.get("/_media/{media}", self.download),
        ]

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """By a number."""
        line = _line(self._numbers, "phone_number_id", request)
        if line is None or token_of(request) != line.values["access_token"]:
            return refused(401, 190, "Invalid OAuth access token")
        form = await request.post()
        file = form.get("file")
        if form.get("messaging_product") != "whatsapp" or not isinstance(file, web.FileField):
            return refused(400, 100, "Invalid parameter", details="messaging_product and file are required")
        if self._numbers.faults.take(line.id, "server_error"):
            return refused(500, 131000, "Something went wrong")
        return web.json_response({"id": keep(file.file.read(), str(form.get("type") or file.content_type))})

    async def attach(self, request: web.Request) -> web.StreamResponse:
        """By a page."""
        line = _line(self._pages, "page_id", request)
        if line is None or token_of(request) != line.values["page_token"]:
            return refused(401, 190, "Invalid OAuth access token")
        form = await request.post()
        file, message = form.get("filedata"), json.loads(str(form.get("message") or "{}"))
        if not isinstance(file, web.FileField) or "type" not in message.get("attachment", {}):
            return refused(400, 100, "Upload attachment failure.", subcode=2018047)
        return web.json_response({"attachment_id": keep(file.file.read(), file.content_type)})

    async def located(self, request: web.Request) -> web.StreamResponse:
        """Where a media is: an address that lives for five minutes, and wants the token too."""
        media_id = request.match_info["media"]
        found = _files.get(media_id)
        if found is None:
            return refused(400, 100, "Unsupported get request", subcode=33)
        answer = {"url": f"{request.url.origin()}/_media/{media_id}", "mime_type": found["mime"]}
        return web.json_response({**answer, "id": media_id, "file_size": len(found["bytes"])})

    async def download(self, request: web.Request) -> web.StreamResponse:
        found = _files.get(request.match_info["media"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found["bytes"], content_type=found["mime"])


def _line(provider: Provider, key: str, request: web.Request) -> Line | None:
    lines = provider.lines.values()
    return next((one for one in lines if one.values[key] == request.match_info["id"]), None)
