"""The simulated providers as one server, with the phones that write to the brand.

`start(config)` serves them beside a gateway, in tests and alone. See phones.py for what the Phones page is told.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from connectors.sandbox import deeds
from connectors.sandbox.faults import KINDS, Faults
from connectors.sandbox.kept import Kept
from connectors.sandbox.lending import Lending
from connectors.sandbox.meta_files import MetaFiles
from connectors.sandbox.meta_messenger import MessengerPlatform
from connectors.sandbox.meta_whatsapp import WhatsAppCloud
from connectors.sandbox.phones import Bubble, Phone, bubble_id, option
from connectors.sandbox.provider import Line, Lost, Provider
from connectors.sandbox.telegram import TelegramBots
from connectors.sandbox.templates import Templates
from connectors.sandbox.twilio import TwilioMessaging

NAMES = ("Camille", "Marie", "Karim", "Julie", "Emma", "Lucas", "Inès", "Hugo", "Alice", "Noah")
LARGEST = 30 * 1024 * 1024
WATCHERS = 100
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data: blob:; media-src * data: blob:; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)

Account = tuple[str, str, str, Mapping[str, str], str]  # id, channel, provider, keys, hook URL


@dataclass(frozen=True)
class Config:
    """`accounts` as configured at the gateway; `console` is the folder of the built pages."""

    accounts: tuple[Account, ...]
    host: str = "127.0.0.1"
    port: int = 0
    brand: str = "Brand"
    console: Path | None = None
    desk_url: str = ""
    keep: Path | None = None  # the file that keeps the phones between two runs


def config(accounts: Iterable[Account], **more: Any) -> Config:
    return Config(tuple(accounts), **more)


async def start(settings: Config) -> Sandbox:
    """Serve; returns once it listens."""
    sandbox = Sandbox(settings)
    try:
        await sandbox.start()
    except OSError:  # the port is taken
        await sandbox.stop()
        raise
    return sandbox


class Sandbox:
    """All simulated providers, and what their customers do."""

    def __init__(self, settings: Config) -> None:
        self.faults = Faults()
        self._settings = settings
        self._watchers: set[asyncio.Queue[Phone]] = set()
        self._numbers = WhatsAppCloud(self.faults, self.changed)
        self._pages = MessengerPlatform(self.faults, self.changed)
        self.lending = Lending(self._pages, self._numbers)
        self._files = MetaFiles(self._pages, self._numbers)
        self._providers: dict[tuple[str, str], Provider] = {
            ("whatsapp", "meta"): self._numbers,
            ("messenger", "meta"): self._pages,
            ("telegram", "telegram"): TelegramBots(self.faults, self.changed),
        }
        twilio = TwilioMessaging(self.faults, self.changed)
        self._templates = Templates(self._numbers, twilio)
        self._providers |= {("sms", "twilio"): twilio, ("whatsapp", "twilio"): twilio}
        self.lines: dict[str, Line] = {}
        self._kept = Kept(settings.keep, self.lines)
        for account in settings.accounts:
            self._add(*account)
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    def _add(self, name: str, channel: str, provider: str, keys: Mapping[str, str], hook: str) -> None:
        line = Line(name, channel, provider, keys, hook, self._settings.brand)
        self.lines[name] = line
        self._providers[channel, provider].add(line)
        if not self._kept.restore(line):
            self.new_customer(name, NAMES[0])

    async def start(self) -> None:
        app = web.Application(client_max_size=LARGEST, middlewares=[_lose_answers])
        app.on_response_prepare.append(_tell_browsers)
        app.add_routes([*self._own_routes(), *self.lending.routes(), *self._files.routes(),
                        *self._templates.routes()])  # fmt: skip
        for provider in dict.fromkeys(self._providers.values()):
            app.add_routes(provider.routes())
            await provider.start()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._settings.host, self._settings.port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}"
        for provider in self._providers.values():
            provider.origin = self.base_url

    async def stop(self) -> None:
        for provider in dict.fromkeys(self._providers.values()):
            await provider.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        self._kept.write()

    # -- what customers do

    def new_customer(self, account: str, name: str | None = None) -> Phone:
        """Somebody who never wrote takes the phone in hand."""
        line = self.lines[account]
        before = line.held().customer["name"] if line.shown else ""
        address = {
            "telegram": lambda: str(random.randint(10**8, 10**9)),
            "messenger": lambda: str(random.randint(10**15, 10**16)),
        }.get(
            line.channel, lambda: ("" if line.provider == "meta" else "+") + f"336{random.randint(10**7, 10**8 - 1)}"
        )()
        line.shown = address
        phone = line.phone(address, name or random.choice([one for one in NAMES if one != before]))
        self.changed(phone)
        return phone

    def say(self, account: str, text: str, *, address: str | None = None) -> Bubble:
        """A customer writes; the one whose phone is shown, or another by address."""
        line, phone = self._phone(account, address)
        return self.provider(line).say(line, phone, Bubble(bubble_id(), "in", "text", text))

    def tap(self, account: str, message_id: str, option_id: str, *, address: str | None = None) -> Bubble | None:
        """A customer taps an option under a message of the brand."""
        line, phone = self._phone(account, address)
        under = phone.by_id(message_id)
        chosen = option({"option_id": option_id}, under) if under is not None else None
        if under is None or chosen is None:
            return None
        bubble = Bubble(bubble_id(), "in", "tap", chosen["label"], reference=option_id)
        bubble.media = {"list": chosen in (under.list or {}).get("rows", []), "quick": chosen in under.quick_replies}
        provider = self.provider(line)
        if provider.__class__ is TwilioMessaging:
            bubble.kind, bubble.media = "text", None
        said = provider.say(line, phone, bubble, under)
        said.media = None
        return said

    def sent(self, account: str, address: str | None = None) -> list[Bubble]:
        """What the brand said to a customer."""
        _, phone = self._phone(account, address)
        return [one for one in phone.messages if one.direction == "out"]

    def provider(self, line: Line) -> Provider:
        return self._providers[line.channel, line.provider]

    def _phone(self, account: str, address: str | None) -> tuple[Line, Phone]:
        line = self.lines[account]
        return line, line.phone(address, "") if address else line.held()

    # -- what the Phones page asks

    def _own_routes(self) -> list[web.RouteDef]:
        own = [
            web.get("/_sandbox/phones", self._show),
            web.get("/_sandbox/events", self._events),
            web.post("/_sandbox/phones/{account}/say", self._say),
            web.post("/_sandbox/phones/{account}/read", self._read),
            web.get("/_sandbox/faults", self._faults),
            web.put("/_sandbox/faults", self._set_fault),
            web.delete("/_sandbox/faults", self._clear_faults),
            web.get("/", self._page),
            web.post(r"/{version:v\d+\.\d+}/{id}/messages", self._graph),
        ]
        assets = self._settings.console and self._settings.console / "assets"
        return [*own, web.static("/assets", assets)] if assets and assets.is_dir() else own  # type: ignore[list-item]

    async def _graph(self, request: web.Request) -> web.StreamResponse:
        """Graph tells a page from a number by its id."""
        is_page = self._pages.line_of(request.match_info["id"]) is not None
        return await (self._pages.send(request) if is_page else self._numbers.send(request))

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        page = self._settings.console / "phones.html" if self._settings.console else None
        if page is None or not page.is_file():
            return web.Response(
                text="Simulated providers are running. The Phones page is not built: make run builds it."
            )
        return web.FileResponse(page, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})

    async def _show(self, _request: web.Request) -> web.Response:
        phones = [line.held().show() for line in self.lines.values()]
        return web.json_response({"phones": phones, "desk_url": self._settings.desk_url}, dumps=_dumps)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        if len(self._watchers) >= WATCHERS:
            return response
        watcher: asyncio.Queue[Phone] = asyncio.Queue(1000)
        self._watchers.add(watcher)
        try:
            for number in range(10**9):
                phone = await _next(watcher)
                data = b": still here\n\n" if phone is None else _event(number, phone)
                await response.write(data)
        except ConnectionResetError:
            return response  # the page was closed
        finally:
            self._watchers.discard(watcher)
        return response

    def changed(self, phone: Phone) -> None:
        """Only phones in somebody's hand are worth telling of."""
        phone.changed()
        self._kept.changed()
        line = self.lines.get(phone.account)
        if line is None or line.shown != phone.customer["address"]:
            return
        for watcher in self._watchers:
            if not watcher.full():
                watcher.put_nowait(phone)

    async def _say(self, request: web.Request) -> web.Response:
        account = request.match_info["account"]
        if account not in self.lines:
            raise web.HTTPNotFound
        problem = deeds.do(self, account, await request.json())
        return web.json_response({"error": problem} if problem else {"ok": True}, status=400 if problem else 200)

    async def _read(self, request: web.Request) -> web.Response:
        line = self.lines.get(request.match_info["account"])
        if line is None:
            raise web.HTTPNotFound
        self.provider(line).read(line, line.held())
        return web.json_response({"ok": True})

    async def _faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self.faults.show())

    async def _set_fault(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked.get("account") not in self.lines or asked.get("kind") not in KINDS:
            return web.json_response({"error": "account or kind is not known"}, status=400)
        self.faults.set(asked["account"], asked["kind"], asked.get("count"), float(asked.get("value") or 1.0))
        return web.json_response(self.faults.show())

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self.faults.clear(request.query.get("account"), request.query.get("kind"))
        return web.json_response(self.faults.show())


async def _tell_browsers(_request: web.Request, response: web.StreamResponse) -> None:
    """A file that a customer sent is no page of ours, whatever it calls itself."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")


@web.middleware
async def _lose_answers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A lost answer is a connection that ends in silence after the call was carried out."""
    try:
        return await handler(request)
    except Lost:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()


async def _next(watcher: asyncio.Queue[Phone]) -> Phone | None:
    try:
        async with asyncio.timeout(20):
            return await watcher.get()
    except TimeoutError:
        return None


def _event(number: int, phone: Phone) -> bytes:
    return f"id: {number}\nevent: phone\ndata: {_dumps(phone.show())}\n\n".encode()


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda _bytes: None)
