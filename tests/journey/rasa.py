"""A Rasa server of the tests: its REST channel and its understanding, as Rasa spells them, with faults on request."""

from __future__ import annotations

import asyncio

from aiohttp import web

from tests.ports import free_port

TOKEN = "rasa-token"
CONFIRM = [
    {"title": "Oui", "payload": '/confirm{"answer":"yes"}'},
    {"title": "Non", "payload": '/confirm{"answer":"no"}'},
]


class Rasa:
    """Says back what it was told, in its own voice; `told` keeps it, with who said it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.told: list[tuple[str, str]] = []
        self.answers: dict[str, list[dict]] = {
            "commander": [
                {"text": "Une lampe Lune ?", "image": "https://shop.example/lune.png"},
                {"text": "Je confirme ?", "buttons": CONFIRM},
            ],
            '/confirm{"answer":"yes"}': [{"text": "C'est commandé."}],
        }
        self.intents: dict[str, tuple[str, float]] = {}
        self.fault: int | str | None = None  # a status, "hang", "empty", "nonsense"
        self.let_go = asyncio.Event()
        self.runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/rest/webhook"

    @property
    def parse_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/model/parse"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self._talk)
        app.router.add_post("/model/parse", self._parse)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def stop(self) -> None:
        self.let_go.set()
        if self.runner is not None:
            await self.runner.cleanup()
            self.runner = None

    async def _talk(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        asked = await request.json()
        self.told.append((asked["sender"], asked["message"]))
        if self.fault == "hang":
            await self.let_go.wait()
        if isinstance(self.fault, int):
            return web.json_response({"reason": "down"}, status=self.fault)
        if self.fault == "nonsense":
            return web.Response(text="<html>", content_type="text/html")
        said = [] if self.fault == "empty" else self.answers.get(asked["message"], [{"text": f"> {asked['message']}"}])
        return web.json_response([{"recipient_id": asked["sender"], **one} for one in said])

    async def _parse(self, request: web.Request) -> web.Response:
        text = (await request.json())["text"]
        name, confidence = self.intents.get(text, ("nlu_fallback", 0.3))
        return web.json_response({"text": text, "intent": {"name": name, "confidence": confidence}, "entities": []})

    @property
    def words(self) -> list[str]:
        return [message for _, message in self.told]
