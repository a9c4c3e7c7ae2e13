"""A simulated agent hub, over real HTTP: it takes conversations and activities as the Bot Connector has them, and
speaks the handoff protocol back. It reads the specification for itself:
https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md
https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
from aiohttp import web

from tests.pictures import PNG
from tests.ports import free_port

TOKEN, SECRET = "key of the bot", "a secret of the hub"
PICTURE = PNG
KINDS = {"message", "event", "endOfConversation", "typing", "trace", "conversationUpdate"}


@dataclass
class Talk:
    id: str
    members: list[dict]
    activities: list[dict] = field(default_factory=list)

    def said(self) -> list[str]:
        return [one["text"] for one in self.activities if one["type"] == "message"]

    def events(self, name: str) -> list[dict]:
        return [one for one in self.activities if one["type"] == "event" and one["name"] == name]

    @property
    def is_over(self) -> bool:
        return any(one["type"] == "endOfConversation" for one in self.activities)


@dataclass
class Hub:
    hook: str = ""
    port: int = field(default_factory=free_port)
    talks: dict[str, Talk] = field(default_factory=dict)
    is_down: bool = False
    accepts: bool = True  # by itself, as soon as it is asked
    odd: list[str] = field(default_factory=list)  # what was wrong with what it was sent
    later: list[asyncio.Task] = field(default_factory=list)
    numbers: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> web.AppRunner:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_get("/files/a.png", self._picture)
        app.router.add_post("/v3/conversations", self._begin)
        app.router.add_post("/v3/conversations/{id}/activities", self._hear)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        return runner

    def _refusal(self, request) -> web.Response | None:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": {"code": "Unauthorized", "message": "no"}}, status=401)
        if self.is_down:
            return web.json_response({"error": {"code": "ServiceError", "message": "down"}}, status=503)
        return None

    async def _picture(self, _request):
        return web.Response(body=PICTURE, content_type="image/png")

    async def _begin(self, request):
        """ConversationParameters in, ConversationResourceResponse out."""
        refused, asked = self._refusal(request), await request.json()
        if refused is not None:
            return refused
        talk = Talk(f"hub|{self.numbers():07d}:x", asked["members"])
        self.talks[talk.id] = talk
        return web.json_response({"id": talk.id, "serviceUrl": self.url}, status=201)

    async def _hear(self, request):
        refused, activity = self._refusal(request), await request.json()
        if refused is not None:
            return refused
        talk = self.talks.get(request.match_info["id"])
        if talk is None:
            return web.json_response({"error": {"code": "ConversationNotFound", "message": "?"}}, status=404)
        self._look_at(talk, activity)
        talk.activities.append(activity)
        if activity.get("name") == "handoff.initiate" and self.accepts:
            self.later.append(asyncio.create_task(self.status(talk, "accepted")))
        return web.json_response({"id": f"{talk.id}|{self.numbers()}"})

    def _look_at(self, talk: Talk, activity: dict) -> None:
        """A2010 type, A2080 from, A2050 channelId, A2070 conversation; an event has a name; an attachment its kind."""
        must = {
            "type": activity.get("type") in KINDS, "channelId": bool(activity.get("channelId")),
            "from": bool(activity.get("from", {}).get("id")),
            "conversation": activity.get("conversation", {}).get("id") == talk.id,
            "name": activity["type"] != "event" or bool(activity.get("name")),
            "attachments": all(one.get("contentType") for one in activity.get("attachments", ())),
        }  # fmt: skip
        self.odd += [f"{activity['type']}: {name}" for name, holds in must.items() if not holds]

    # -- what it and its people do; the status that it is answered with

    async def status(self, talk: Talk, state: str, **more) -> int:
        value = {"state": state, **more}
        return await self.tell(talk, {"type": "event", "name": "handoff.status", "value": value})

    async def answer(self, talk: Talk, words: str, *, key: str | None = None, **more) -> int:
        return await self.tell(talk, {"type": "message", "text": words, "id": key or str(self.numbers()), **more})

    async def tell(self, talk: Talk, activity: dict, *, secret: str = SECRET) -> int:
        whole = {
            "id": str(self.numbers()), "timestamp": datetime.now(UTC).isoformat(), "channelId": "hub",
            "serviceUrl": self.url, "from": {"id": "agent-7", "name": "Zoé", "role": "user"},
            "conversation": {"id": talk.id}, "recipient": {"id": "causerie", "role": "bot"}, **activity,
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {secret}"}
        async with aiohttp.ClientSession() as http, http.post(self.hook, json=whole, headers=headers) as answer:
            return answer.status
