"""What every simulated provider has: its accounts, their phones, and the way webhooks go out."""

from __future__ import annotations

import asyncio
import json
import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from connectors.sandbox.faults import Fault, Faults
from connectors.sandbox.phones import Bubble, Phone, bubble_id

TRIES = 12  # of one webhook: about a minute
QUEUE = 10_000  # webhooks waiting for one account
LATE = 3.0  # seconds
GATHERED = 2.0  # seconds: what a batch holds


@dataclass(frozen=True)
class Hook:
    """A webhook call as it goes out."""

    body: bytes
    headers: Mapping[str, str]
    url: str = ""  # another address than the account's (Twilio's status callbacks)


@dataclass
class Line:
    """One account: its settings, its customers' phones, its webhooks in order."""

    id: str
    channel: str
    provider: str
    values: Mapping[str, str]
    hook: str
    brand: str
    phones: dict[str, Phone] = field(default_factory=dict)
    shown: str = ""  # the customer whose phone the page shows
    waiting: asyncio.Queue[tuple[Hook, Said | None]] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    opened: set[str] = field(default_factory=set)  # who wrote: their window is open
    lent: dict[str, str] = field(default_factory=dict)  # whose thread another app has, and which (Meta)

    def phone(self, address: str, name: str = "") -> Phone:
        """The phone of a customer, made when first met."""
        if address not in self.phones:
            title = {"whatsapp": "WhatsApp", "messenger": "Messenger", "sms": "SMS", "telegram": "Telegram"}
            customer = {"address": address, "name": name}
            number = self.values.get("from", "").removeprefix("whatsapp:")
            self.phones[address] = Phone(
                self.id,
                self.channel,
                self.provider,
                title.get(self.channel, self.channel),
                self.brand,
                customer,
                number,
            )
            self.shown = self.shown or address
        return self.phones[address]

    def held(self) -> Phone:
        """The phone on the page."""
        return self.phones[self.shown]


@dataclass(frozen=True)
class Said:
    """What a customer did, on which phone: the answer to its webhook is shown there."""

    phone: Phone
    bubble: Bubble


class Lost(Exception):
    """The answer never arrives."""


class Provider(ABC):
    """Base of the four: subclasses spell their own requests, answers and webhooks."""

    TAKEN = "delivered"  # what a customer's message is once the brand's server took it

    def __init__(self, faults: Faults, changed: Callable[[Phone], None]) -> None:
        self.faults, self.changed = faults, changed
        self.lines: dict[str, Line] = {}
        self.origin = ""  # where the sandbox is reached, once it listens
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._typing: dict[int, asyncio.TimerHandle] = {}

    def add(self, line: Line) -> None:
        self.lines[line.id] = line

    @abstractmethod
    def routes(self) -> list[web.RouteDef]:
        """The provider's own API, as far as brands call it."""

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20), trust_env=False)
        for line in self.lines.values():
            self.later(self._deliver(line))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def later(self, work: Any) -> None:
        """Run beside, and let go when it ends."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- what a subclass spells

    @abstractmethod
    def said(self, line: Line, phone: Phone, bubble: Bubble, reply_to: Bubble | None) -> Hook:
        """The webhook of something the customer did."""

    @abstractmethod
    def status(self, line: Line, phone: Phone, bubble: Bubble, status: str) -> Hook | None:
        """The webhook of a status; None where the provider has none."""

    def together(self, line: Line, hooks: Sequence[Hook]) -> Hook | None:
        """Several webhooks as one call; None where the provider has no such thing."""
        return None

    # -- what all share

    async def trouble(self, line: Line) -> Fault | None:
        """Before a call is carried out: wait if it is slow; the fault that stops it."""
        slow = self.faults.take(line.id, "slow")
        if slow is not None:
            await asyncio.sleep(min(slow.value, 60))
        return self.faults.take(line.id, "server_error", "throttled", "auth", "blocked", "closed_window")

    def after(self, line: Line) -> None:
        """After a call was carried out: the answer may be lost."""
        if self.faults.take(line.id, "lost_answer"):
            raise Lost

    def received(self, line: Line, phone: Phone, bubble: Bubble) -> None:
        """The brand's message is on the phone: statuses follow."""
        phone.add(bubble)
        self.changed(phone)
        if self.faults.take(line.id, "early_status"):
            self._announce(line, phone, bubble, "delivered")
        self.later(self._progress(line, phone, bubble))

    async def _progress(self, line: Line, phone: Phone, bubble: Bubble) -> None:
        for status, pause in (("sent", 0.05), ("delivered", 0.2)):
            await asyncio.sleep(pause)
            self._announce(line, phone, bubble, status)

    def read(self, line: Line, phone: Phone) -> None:
        """The customer looks at the screen."""
        for bubble in phone.messages:
            if bubble.direction == "out" and bubble.status in ("sent", "delivered"):
                self._announce(line, phone, bubble, "read")

    def _announce(self, line: Line, phone: Phone, bubble: Bubble, status: str) -> None:
        if bubble.status == "read":
            return
        hook = self.status(line, phone, bubble, status)
        if hook is not None or status == "read":  # read is read, also where nobody is told
            bubble.status = status
            self.changed(phone)
        if hook is not None:
            self.post(line, hook)

    def say(self, line: Line, phone: Phone, bubble: Bubble, reply_to: Bubble | None = None) -> Bubble:
        """The customer did something: it is on the phone and on its way to the brand."""
        bubble.id = bubble.id or bubble_id()
        phone.add(bubble)
        line.opened.add(phone.customer["address"])
        hook = self.said(line, phone, bubble, reply_to)
        bubble.raw = {"method": "POST", "path": line.hook, "headers": masked(hook.headers, line.values),
                      "body": _readable(hook.body), "answer": None}  # fmt: skip
        self.changed(phone)
        self.post(line, hook, Said(phone, bubble))
        return bubble

    def post(self, line: Line, hook: Hook, said: Said | None = None) -> None:
        """Queue a webhook, with whatever goes wrong on its way."""
        copies = 2 if self.faults.take(line.id, "duplicate") else 1
        late = self.faults.take(line.id, "late", "reordered")
        for _ in range(copies):
            if late is not None:
                self.later(self._send_late(line, hook, said))
            else:
                line.waiting.put_nowait((hook, said))

    async def _send_late(self, line: Line, hook: Hook, said: Said | None) -> None:
        await asyncio.sleep(LATE * random.random())
        line.waiting.put_nowait((hook, said))

    async def _deliver(self, line: Line) -> None:
        """One account's webhooks, one after the other, each tried a few times."""
        while True:
            waiting = [await line.waiting.get()]
            if self.faults.take(line.id, "batched"):
                await asyncio.sleep(GATHERED)
                waiting += [line.waiting.get_nowait() for _ in range(line.waiting.qsize())]
            whole = self.together(line, [hook for hook, _ in waiting])
            if whole is not None:
                await self._try(line, whole, [said for _, said in waiting])
                continue
            for hook, said in waiting:
                await self._try(line, hook, [said])

    async def _try(self, line: Line, hook: Hook, carried: Sequence[Said | None]) -> None:
        for attempt in range(TRIES):
            status, body = await self._call(hook.url or line.hook, hook)
            for said in carried:
                if said is not None:
                    self._answered(said, status, body, last=attempt == TRIES - 1)
            if status and status < 500:
                return
            await asyncio.sleep(min(0.5 * 2**attempt, 8))

    def _answered(self, said: Said, status: int, body: str, *, last: bool) -> None:
        """What the brand made of it, as far as the customer can tell."""
        if said.bubble.raw is not None:
            said.bubble.raw["answer"] = {"status": status, "body": body[:2000]}
        if 200 <= status < 300 and said.bubble.status != "read":
            said.bubble.status = self.TAKEN
        elif last or 400 <= status < 500:
            said.bubble.status = "failed"
        self.changed(said.phone)

    def types(self, phone: Phone, seconds: float) -> None:
        """The brand is said to type, for so long; 0: not any more."""
        if before := self._typing.pop(id(phone), None):
            before.cancel()
        phone.typing = seconds > 0
        if phone.typing:
            self._typing[id(phone)] = asyncio.get_running_loop().call_later(seconds, self.types, phone, 0)
        self.changed(phone)

    def seen(self, phone: Phone) -> None:
        """The brand looked at what the customer said up to now."""
        for bubble in phone.messages:
            if bubble.direction == "in" and bubble.status in ("sent", "delivered"):
                bubble.status = "read"
        self.changed(phone)

    async def _call(self, url: str, hook: Hook) -> tuple[int, str]:
        assert self._session is not None
        try:
            async with self._session.post(url, data=hook.body, headers=hook.headers) as answer:
                return answer.status, await answer.text()
        except (aiohttp.ClientError, TimeoutError) as error:
            return 0, type(error).__name__


def masked(headers: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Headers as they may be shown: secrets cut short."""
    secrets = [value for key, value in values.items() if any(w in key for w in ("token", "secret")) and len(value) > 3]
    shown = {}
    for name, value in headers.items():
        for secret in secrets:
            value = value.replace(secret, secret[:2] + "•••")  # noqa: PLW2901 - the same value, less of it
        shown[name] = "Basic •••" if value.startswith("Basic ") else value
    return shown


def raw_of(request: web.Request, body: bytes, line: Line, status: int, answer: Any) -> dict[str, Any]:
    """The brand's call that carried a bubble, as the page shows it."""
    path = request.path_qs
    for key in ("token", "auth_token", "access_token", "page_token"):
        secret = line.values.get(key)
        path = path.replace(secret, "•••") if secret else path
    return {
        "method": request.method,
        "path": path,
        "headers": masked(dict(request.headers), line.values),
        "body": _readable(body),
        "answer": {"status": status, "body": json.dumps(answer, ensure_ascii=False)},
    }


def _readable(body: bytes) -> str:
    return body.decode("utf-8", "replace")[:20_000]
