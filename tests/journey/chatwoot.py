"""A simulated Chatwoot, over real HTTP: an inbox of its API channel, agents who write, its signed webhook.

https://developers.chatwoot.com/api-reference and chatwoot/chatwoot#13573. It reads the documentation for itself.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from tests.ports import free_port

ACCOUNT, INBOX, TOKEN, SECRET = 1, 5, "cw-token", "secret of the inbox"


@dataclass
class Talk:
    id: int
    contact_id: int
    status: str = "open"
    messages: list[dict] = field(default_factory=list)

    def said(self, kind: str, *, private: bool = False) -> list[str]:
        return [one["content"] for one in self.messages if (one["message_type"], one["private"]) == (kind, private)]


@dataclass
class Chatwoot:
    hook: str = ""
    clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    port: int = field(default_factory=free_port)
    contacts: dict[int, dict] = field(default_factory=dict)
    talks: dict[int, Talk] = field(default_factory=dict)
    is_down: bool = False
    is_old: bool = False
    takes_no_files: bool = False
    files: dict[str, tuple[int, bytes]] = field(default_factory=dict)  # what its storage answers, by name
    fetched: list[str] = field(default_factory=list)
    slow: set[str] = field(default_factory=set)  # names of files that come only once somebody lets them
    let: asyncio.Event = field(default_factory=asyncio.Event)
    refuses_once: set[str] = field(default_factory=set)  # ends of paths whose next call is answered 500

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> web.AppRunner:
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/rails/blobs/{name}", self._blob)
        app.router.add_get("/storage/{name}", self._stored)
        base = f"/api/v1/accounts/{ACCOUNT}"
        app.router.add_post(f"{base}/contacts", self._make_contact)
        app.router.add_get(f"{base}/contacts/search", self._search)
        app.router.add_post(f"{base}/conversations", self._make_conversation)
        app.router.add_post(base + "/conversations/{id}/messages", self._say)
        app.router.add_patch(base + "/conversations/{id}/messages/{message}", self._set_status)
        app.router.add_post(base + "/conversations/{id}/toggle_status", self._toggle)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        return runner

    @web.middleware
    async def _guard(self, request, handler):
        if request.path.startswith(("/rails/", "/storage/")):
            assert "api_access_token" not in request.headers  # a storage elsewhere must not learn it
            return await handler(request)
        if request.headers.get("api_access_token") != TOKEN:
            return web.json_response({"error": "You need to sign in or sign up"}, status=401)
        end = request.path.rpartition("/")[2]
        if self.is_down or end in self.refuses_once:
            self.refuses_once.discard(end)
            return web.json_response({"error": "down"}, status=500)
        return await handler(request)

    async def _make_contact(self, request):
        asked = await request.json()
        if any(one["identifier"] == asked["identifier"] for one in self.contacts.values()):
            return web.json_response({"message": "Identifier has already been taken"}, status=422)
        number = 100 + len(self.contacts)
        inbox = {"source_id": f"source-{number}", "inbox": {"id": asked["inbox_id"]}}
        contact = self.contacts[number] = {"id": number, **asked, "contact_inboxes": [inbox]}
        return web.json_response({"payload": {"contact": contact, "contact_inbox": inbox}})

    async def _search(self, request):
        found = [one for one in self.contacts.values() if request.query["q"] in one["identifier"]]
        return web.json_response({"meta": {"count": len(found)}, "payload": found})

    async def _make_conversation(self, request):
        asked = await request.json()
        contact = self.contacts[asked["contact_id"]]
        assert asked["source_id"] == contact["contact_inboxes"][0]["source_id"]
        talk = Talk(len(self.talks) + 1, contact["id"], asked["status"])
        self.talks[talk.id] = talk
        return web.json_response({"id": talk.id, "inbox_id": INBOX, "status": talk.status})

    async def _say(self, request):
        talk = self.talks[int(request.match_info["id"])]
        is_form = request.content_type == "multipart/form-data"
        asked = await _form(request) if is_form else await request.json()
        if asked.get("attachments") and self.takes_no_files:
            return web.json_response({"error": "file type not allowed"}, status=422)
        message = {"id": 1000 * talk.id + len(talk.messages), **asked}
        talk.messages.append(message)
        return web.json_response({**message, "attachments": [one[0] for one in asked.get("attachments", ())]})

    async def _set_status(self, request):
        """As its API channel has it since 4.2; a version before answers 403."""
        talk, number = self.talks[int(request.match_info["id"])], int(request.match_info["message"])
        if self.is_old:
            return web.json_response({"error": "Message status update is only allowed for API inboxes"}, status=403)
        found = [one for one in talk.messages if one["id"] == number]
        if not found:
            return web.json_response({"error": "Resource could not be found"}, status=404)
        found[0].update(await request.json())
        return web.json_response(found[0])

    async def _blob(self, request):
        """Its addresses of files lead to a storage, as Active Storage's do."""
        raise web.HTTPFound(f"{self.url}/storage/{request.match_info['name']}?signed=x")

    async def _stored(self, request):
        name = request.match_info["name"]
        self.fetched.append(name)
        if name in self.slow:
            await self.let.wait()
        status, body = self.files.get(name, (404, b"expired"))
        return web.Response(status=status, body=body, content_type="image/png")

    def keeps(self, name: str, body: bytes, status: int = 200, kind: str = "image") -> dict:
        """A file that an agent attached, as its webhook tells of it."""
        self.files[name] = (status, body)
        return {"file_type": kind, "data_url": f"{self.url}/rails/blobs/{name}"}

    async def _toggle(self, request):
        talk = self.talks[int(request.match_info["id"])]
        talk.status = (await request.json())["status"]
        return web.json_response({"payload": {"success": True, "current_status": talk.status}})

    # -- what its agents do; the status that its webhook is answered with

    async def answer(self, talk: Talk, words: str, *, private: bool = False, key: int | None = None, **more) -> int:
        message = {"id": key or 1000 * talk.id + len(talk.messages), "content": words, "message_type": "outgoing",
                   "private": private}  # fmt: skip
        talk.messages.append(message)
        event = {"event": "message_created", **message, "content_type": "text", "sender": {"id": 7, "name": "Zoé",
                 "type": "user"}, "inbox": {"id": INBOX}, "account": {"id": ACCOUNT},
                 "conversation": {"id": talk.id, "inbox_id": INBOX, "status": talk.status}, **more}  # fmt: skip
        return await self.tell(event)

    async def set_status(self, talk: Talk, status: str) -> int:
        talk.status = status
        return await self.tell({"event": "conversation_status_changed", "id": talk.id, "inbox_id": INBOX,
                                "status": status, "account": {"id": ACCOUNT}})  # fmt: skip

    async def tell(self, event: dict, *, secret: str = SECRET, at: float | None = None, path: str = "") -> int:
        body, stamp = json.dumps(event).encode(), str(int(at or self.clock() / 1000))
        mark = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"X-Chatwoot-Signature": f"sha256={mark}", "X-Chatwoot-Timestamp": stamp,
                   "Content-Type": "application/json"}  # fmt: skip
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{self.hook}{path}", data=body, headers=headers) as answer,
        ):
            return answer.status


async def _form(request) -> dict:
    """A form as Rails reads it: `attachments[]` are files, `private` is a word."""
    asked: dict = {"attachments": []}
    async for part in await request.multipart():
        if part.name == "attachments[]":
            asked["attachments"].append((part.filename, part.headers["Content-Type"], bytes(await part.read())))
        else:
            asked[part.name] = (await part.read()).decode()
    asked["private"] = asked.get("private") == "true"
    return asked
