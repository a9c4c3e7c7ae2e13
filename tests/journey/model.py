"""An endpoint of the tests that speaks as OpenAI's does, and answers what it is told to, or breaks on request."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from tests.ports import free_port

KEY = "sk-of-the-tests"


class Endpoint:
    """`says` is what the model writes; `asked` keeps the bodies of the calls."""

    def __init__(self) -> None:
        self.port = free_port()
        self.says: object = {"none": True}
        self.asked: list[dict] = []
        self.fault: int | str | None = None  # a status, or "hang"
        self.tokens = 120
        self.let_go = asyncio.Event()
        self.runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def documents(self) -> list[dict]:
        """What stood in the user's turn of each call."""
        return [json.loads(one["messages"][-1]["content"]) for one in self.asked]

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        self.let_go.set()
        if self.runner is not None:
            await self.runner.cleanup()

    async def _complete(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {KEY}"
        self.asked.append(await request.json())
        if self.fault == "hang":
            await self.let_go.wait()
        if isinstance(self.fault, int):
            return web.json_response({"error": {"message": "no"}}, status=self.fault)
        written = self.says if isinstance(self.says, str) else json.dumps(self.says)
        message = {"role": "assistant", "content": written}
        return web.json_response(
            {"choices": [{"index": 0, "message": message}], "usage": {"total_tokens": self.tokens}}
        )
