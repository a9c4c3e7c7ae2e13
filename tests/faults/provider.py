"""All four providers in one lean server: takes what the gateway sends, writes down what a customer sees, misbehaves.

Raw HTTP/1.1 on asyncio, so that it is never what is slow.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import parse_qs, urlsplit

from tests.faults.spelling import BOT, NUMBER, PAGE, Hook, Sent, Spelling, sms_listing

_LENGTH = re.compile(rb"\r\n[Cc]ontent-[Ll]ength: *(\d+)")
_PATHS = {f"/bot{BOT}/sendMessage": "telegram", f"/v25.0/{NUMBER}/messages": "whatsapp"}
_PATHS |= {f"/v25.0/{PAGE}/messages": "messenger"}
_SIGN = {"whatsapp": "wamid.out", "messenger": "m_out", "sms": "SMout", "telegram": ""}
HANGS = 40.0  # seconds: longer than the gateway waits


@dataclass(frozen=True)
class Heard:
    """One message on a customer's phone."""

    words: str
    at: float  # time.monotonic()
    provider_id: str


@dataclass
class Mood:
    """How often each misfortune happens, as a share of the calls; and how long every call takes."""

    error: float = 0.0  # refused with a 5xx
    throttled: float = 0.0  # refused with a 429
    lost: float = 0.0  # taken, and the answer never arrives
    hangs: float = 0.0  # neither taken nor answered
    slow: float = 0.0  # seconds


@dataclass
class Provider:
    """What was sent, by (channel, address). `tell` brings a receipt to the gateway."""

    spellings: dict[str, Spelling]
    chance: Random
    tell: Callable[[Hook], None] = lambda _hook: None
    receipts: float = 0.0  # how many messages get one
    mood: Mood = field(default_factory=Mood)
    moods: dict[str, Mood] = field(default_factory=dict)  # of a channel, where it is not that of all
    phones: defaultdict[tuple[str, str], list[Heard]] = field(default_factory=lambda: defaultdict(list))
    heard: Callable[[str, str, Heard], None] = lambda *_: None
    ambiguous: int = 0  # calls whose sender cannot know whether they were taken
    receipted: set[str] = field(default_factory=set)
    _number: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def call(self, connection: _Connection, raw: bytes) -> None:
        """One call came in."""
        head, _, body = raw.partition(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        path = urlsplit(target).path
        channel = _PATHS.get(path, "sms")
        mood = self.moods.get(channel, self.mood)
        if method == "GET":
            connection.answer(200, self._listing(target))
        elif mood.slow:
            asyncio.get_running_loop().call_later(mood.slow, self._meet, connection, channel, body, mood)
        else:
            self._meet(connection, channel, body, mood)

    def _meet(self, connection: _Connection, channel: str, body: bytes, mood: Mood) -> None:
        luck = self.chance.random()
        for misfortune in ("error", "throttled"):
            luck -= getattr(mood, misfortune)
            if luck < 0:
                self.ambiguous += misfortune == "error"
                connection.answer(*self.spellings[channel].refusals[misfortune])
                return
        luck -= mood.hangs
        if luck < 0:
            self.ambiguous += 1
            connection.busy = True
            return
        status, answer = self._take(channel, body)
        if luck < mood.lost:
            self.ambiguous += 1
            connection.transport.abort()
        else:
            connection.answer(status, answer)

    def _take(self, channel: str, body: bytes) -> tuple[int, object]:
        spelling = self.spellings[channel]
        sent = spelling.read(body)
        self._number += 1
        provider_id = f"{_SIGN[channel]}{self._number}"
        one = Heard(sent.words, time.monotonic(), provider_id)
        self.phones[channel, sent.to].append(one)
        self.heard(channel, sent.to, one)
        if self.chance.random() < self.receipts:
            self._receipt(spelling, sent, provider_id)
        return spelling.answer(provider_id, sent)

    def _receipt(self, spelling: Spelling, sent: Sent, provider_id: str) -> None:
        """Now and then before the answer is there."""
        hook = spelling.received(sent.to, provider_id, sent)
        if hook is not None:
            self.receipted.add(provider_id)
            asyncio.get_running_loop().call_later(self.chance.choice((0, 0.002, 0.01, 0.1)), self.tell, hook)

    def _listing(self, target: str) -> object:
        to = parse_qs(urlsplit(target).query)["To"][0]
        since = time.time() - time.monotonic()
        return sms_listing([(one.provider_id, one.words, one.at + since) for one in self.phones["sms", to]])

    async def start(self) -> int:
        """Its port."""
        server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])


class _Connection(asyncio.Protocol):
    """Cuts a stream into calls; one at a time, as HTTP/1.1 clients do without pipelining."""

    transport: asyncio.Transport

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._buffer = b""
        self.busy = False  # never answers again

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while not self.busy and (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end + 2)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            call, self._buffer = self._buffer[:whole], self._buffer[whole:]
            self._provider.call(self, call)

    def answer(self, status: int, body: object) -> None:
        raw = json.dumps(body).encode()
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
        self.transport.write(head.encode() + raw)
