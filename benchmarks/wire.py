"""A load generator and a provider in one lean process: raw HTTP/1.1 on asyncio, so that it is never what is measured.

Closed loop: so many customers write at once, each writes again when its answer arrived at the provider. The clock of
one message runs from its webhook's first byte out to its reply's last byte in.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

SECRET = "benchmark-secret"
DRAIN = 0.3  # seconds after a load for what is under way

_LENGTH = re.compile(rb"\r\n[Cc]ontent-[Ll]ength: *(\d+)")


@dataclass
class Tally:
    """Milliseconds of each message answered, and what went wrong."""

    latencies: list[float] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)
    refused: int = 0
    doubled: int = 0
    seconds: float = 0.0
    metered: float = 0.0

    def share(self, part: float) -> float:
        return _share(self.latencies, part)

    def acked(self, part: float) -> float:
        return _share(self.acks, part)


def _share(values: list[float], part: float) -> float:
    ordered = sorted(values) or [float("nan")]
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


@dataclass(frozen=True)
class Dialect:
    """How one provider writes a webhook, and where its reply says whom it is for."""

    webhook: Callable[[int, int], bytes]  # (customer, turn) -> a whole HTTP request
    addressee: Callable[[bytes], int]  # a whole HTTP request -> customer
    answer: Callable[[int], bytes]  # a running number -> a whole HTTP response


def _request(path: str, body: bytes, headers: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n{headers}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _response(body: object) -> bytes:
    raw = json.dumps(body).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(raw) + raw


def telegram(path: str, text: str) -> Dialect:
    """One Update a webhook, its secret in a header; the reply is a form with chat_id."""

    def webhook(customer: int, turn: int) -> bytes:
        chat = {"id": customer, "type": "private", "first_name": "Ann"}
        sender = {"id": customer, "is_bot": False, "first_name": "Ann", "language_code": "en"}
        message = {"message_id": turn, "date": int(time.time()), "chat": chat, "from": sender, "text": text}
        body = json.dumps({"update_id": customer * 1_000_000 + turn, "message": message}).encode()
        return _request(path, body, f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n")

    wanted = re.compile(rb'chat_id"?[=:] ?"?(\d+)')

    def answer(number: int) -> bytes:
        chat = {"id": 1, "type": "private"}
        return _response({"ok": True, "result": {"message_id": number, "date": 1, "chat": chat, "text": "x"}})

    return Dialect(webhook, lambda raw: _found(wanted, raw), answer)


def messenger(path: str, text: str, page: str) -> Dialect:
    """One event a webhook, signed over the body; the reply is JSON with recipient.id."""

    def webhook(customer: int, turn: int) -> bytes:
        now = int(time.time() * 1000)
        said = {"mid": f"m_{customer}_{turn}", "text": text}
        event = {"sender": {"id": str(customer)}, "recipient": {"id": page}, "timestamp": now, "message": said}
        body = json.dumps({"object": "page", "entry": [{"id": page, "time": now, "messaging": [event]}]}).encode()
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        return _request(path, body, f"X-Hub-Signature-256: sha256={signature}\r\n")

    wanted = re.compile(rb'"recipient": ?\{"id": ?"(\d+)"')
    return Dialect(
        webhook,
        lambda raw: _found(wanted, raw),
        lambda number: _response({"recipient_id": "1", "message_id": f"m_out_{number}"}),
    )


def _found(pattern: re.Pattern[bytes], raw: bytes) -> int:
    match = pattern.search(raw)
    return int(match[1]) if match else -1


class _Framed(asyncio.Protocol, ABC):
    """Cuts a stream into whole HTTP messages by Content-Length."""

    def __init__(self) -> None:
        self._buffer = b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end + 2)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            message, self._buffer = self._buffer[:whole], self._buffer[whole:]
            self.message(message)

    @abstractmethod
    def message(self, raw: bytes) -> None:
        """One whole message."""


class Provider(_Framed):
    """Takes replies, answers each after `delay` seconds, and tells who was answered."""

    number = 0

    def __init__(self, load: Load, delay: float = 0.0) -> None:
        super().__init__()
        self._load, self._delay = load, delay

    def message(self, raw: bytes) -> None:
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._answer, raw)
        else:
            self._answer(raw)

    def _answer(self, raw: bytes) -> None:
        Provider.number += 1
        self.transport.write(self._load.dialect.answer(Provider.number))
        self._load.answered(self._load.dialect.addressee(raw))


class Caller(_Framed):
    """One connection to the gateway; one webhook at a time."""

    def __init__(self, load: Load) -> None:
        super().__init__()
        self._load = load
        self._sent_at = 0.0
        self.free = True

    def send(self, raw: bytes) -> None:
        self.free = False
        self._sent_at = time.perf_counter()
        self.transport.write(raw)

    def message(self, raw: bytes) -> None:
        self.free = True
        self._load.tally.acks.append((time.perf_counter() - self._sent_at) * 1000)
        if not raw.startswith(b"HTTP/1.1 2"):
            self._load.tally.refused += 1
        self._load.pump()


class Load:
    """`customers` people writing at once over `connections` connections, until told to stop."""

    def __init__(self, dialect: Dialect, *, customers: int, connections: int, first_customer: int = 1000) -> None:
        self.dialect, self._connections = dialect, connections
        self._turns = dict.fromkeys(range(first_customer, first_customer + customers), 0)
        self._since: dict[int, float] = {}
        self._ready: list[int] = []
        self._callers: list[Caller] = []
        self.tally = Tally()
        self.thinks = 0.0  # seconds, on average, between an answer and the customer's next message
        self._stopping, self._run = False, 0

    async def run(
        self, host: str, port: int | Sequence[int], seconds: float, warm_up: float = 1.0,
        meter: Callable[[], float] = float,
    ) -> Tally:  # fmt: skip
        """Load for so long; what happened after the warm-up. May be called again: turns go on where they were.

        Of several ports each gets the same number of connections.

        `meter` is read when counting begins and when it ends: the tally has the difference.
        """
        loop = asyncio.get_running_loop()
        self._stopping, self._since, self._ready = False, {}, []
        self._run += 1
        ports = [port] if isinstance(port, int) else port
        for number in range(self._connections):
            _, caller = await loop.create_connection(lambda: Caller(self), host, ports[number % len(ports)])
            self._callers.append(caller)
        for customer in self._turns:
            loop.call_later(random.random() * self.thinks, self._again, customer, self._run)
        await asyncio.sleep(warm_up)
        self.tally, began, before = Tally(), time.perf_counter(), meter()
        await asyncio.sleep(seconds)
        kept, self.tally = self.tally, Tally()
        kept.seconds, kept.metered = time.perf_counter() - began, meter() - before
        self._stopping = True
        await asyncio.sleep(DRAIN)  # what is under way ends, and counts for nobody
        for caller in self._callers:
            caller.transport.close()
        self._callers.clear()
        return kept

    def pump(self) -> None:
        """Let whoever is ready write, as connections allow."""
        for caller in self._callers:
            if not self._ready or self._stopping:
                return
            if caller.free:
                customer = self._ready.pop()
                self._turns[customer] += 1
                self._since[customer] = time.perf_counter()
                caller.send(self.dialect.webhook(customer, self._turns[customer]))

    def answered(self, customer: int) -> None:
        since = self._since.pop(customer, None)
        if since is None:
            self.tally.doubled += 1
            return
        self.tally.latencies.append((time.perf_counter() - since) * 1000)
        if self.thinks:
            thinks = random.uniform(0.5, 1.5) * self.thinks
            asyncio.get_running_loop().call_later(thinks, self._again, customer, self._run)
        else:
            self._again(customer, self._run)

    def _again(self, customer: int, run: int) -> None:
        if run == self._run:
            self._ready.append(customer)
            self.pump()
