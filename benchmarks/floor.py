"""The bare floor: what a webhook, a signature, a JSON body and one call to the provider cost, with nothing kept.

aiohttp and uvloop as the gateway uses them. Run: python -m benchmarks.floor PORT PROVIDER_PORT
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import sys

import aiohttp
import msgspec
from aiohttp import web

from benchmarks.wire import SECRET

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


class Floor:
    """Both webhooks, and the one session that answers them."""

    def __init__(self, provider: str) -> None:
        self._provider = provider
        self._http: aiohttp.ClientSession
        self._tasks: set[asyncio.Task[None]] = set()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/hooks/telegram", self._telegram)
        app.router.add_post("/hooks/messenger", self._messenger)
        app.on_startup.append(self._start)
        return app

    async def _start(self, _app: web.Application) -> None:
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def _telegram(self, request: web.Request) -> web.Response:
        raw = await request.read()
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), SECRET.encode()):
            raise web.HTTPForbidden
        message = _decode(raw)["message"]
        said = {"chat_id": message["chat"]["id"], "text": f"You said {message['text']}"}
        self._later("/botT/sendMessage", _encode(said))
        return web.Response()

    async def _messenger(self, request: web.Request) -> web.Response:
        raw = await request.read()
        want = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(request.headers.get("X-Hub-Signature-256", "").encode(), want.encode()):
            raise web.HTTPForbidden
        for event in _decode(raw)["entry"][0]["messaging"]:
            said = {"text": f"You said {event['message']['text']}"}
            self._later("/v25.0/1/messages", _encode({"recipient": {"id": event["sender"]["id"]}, "message": said}))
        return web.Response()

    def _later(self, path: str, body: bytes) -> None:
        task = asyncio.create_task(self._reply(path, body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reply(self, path: str, body: bytes) -> None:
        headers = {"Content-Type": "application/json"}
        async with self._http.post(self._provider + path, data=body, headers=headers) as answer:
            _decode(await answer.read())


async def _serve(port: int, provider_port: int) -> None:
    runner = web.AppRunner(Floor(f"http://127.0.0.1:{provider_port}").app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    import uvloop

    uvloop.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
