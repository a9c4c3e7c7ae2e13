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


def _app(provider: str) -> web.Application:
    session: dict[str, aiohttp.ClientSession] = {}
    tasks: set[asyncio.Task[None]] = set()

    async def start(_app: web.Application) -> None:
        session["http"] = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def reply(path: str, body: bytes, content_type: str) -> None:
        headers = {"Content-Type": content_type}
        async with session["http"].post(provider + path, data=body, headers=headers) as answer:
            _decode(await answer.read())

    def later(path: str, body: bytes, content_type: str = "application/json") -> None:
        task = asyncio.create_task(reply(path, body, content_type))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def telegram(request: web.Request) -> web.Response:
        raw = await request.read()
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), SECRET.encode()):
            raise web.HTTPForbidden
        message = _decode(raw)["message"]
        later("/botT/sendMessage", _encode({"chat_id": message["chat"]["id"], "text": f"You said {message['text']}"}))
        return web.Response()

    async def messenger(request: web.Request) -> web.Response:
        raw = await request.read()
        want = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(request.headers.get("X-Hub-Signature-256", "").encode(), want.encode()):
            raise web.HTTPForbidden
        for event in _decode(raw)["entry"][0]["messaging"]:
            said = {"text": f"You said {event['message']['text']}"}
            later("/v25.0/1/messages", _encode({"recipient": {"id": event["sender"]["id"]}, "message": said}))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hooks/telegram", telegram)
    app.router.add_post("/hooks/messenger", messenger)
    app.on_startup.append(start)
    return app


async def _serve(port: int, provider_port: int) -> None:
    runner = web.AppRunner(_app(f"http://127.0.0.1:{provider_port}"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    import uvloop

    uvloop.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
