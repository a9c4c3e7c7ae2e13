"""Those who write: customers on all channels, each message until a gateway acknowledged it, as providers do it."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import aiohttp

from tests.faults.provider import Heard, Provider
from tests.faults.spelling import Hook, Spelling
from tests.journey.product import CHANNELS, KEY

MANY = "+"  # words that end so are answered by three messages
AT_MOST = 400  # messages that wait for their answer at once
PATIENCE = 2.0  # seconds that a customer holds back while so many wait
TIRED = 30.0  # seconds after which a webhook call is given up, and made again
COPIES = 10  # of one webhook, where providers repeat themselves

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Said:
    """One message of a customer, acknowledged; instants of time.monotonic()."""

    words: str
    first: float
    acknowledged: float


@dataclass
class Customer:
    """Somebody who writes one message after the other; or all at once, where `jumbles`."""

    channel: str
    address: str
    jumbles: bool = False
    said: list[Said] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)  # what a program sent them


@dataclass
class Crowd:
    """Customers, the gateways' doors, and what became of the messages."""

    doors: Sequence[str]
    spellings: dict[str, Spelling]
    provider: Provider
    chance: Random
    http: aiohttp.ClientSession
    waiting: dict[str, float] = field(default_factory=dict)  # words not answered yet, since when
    answered: dict[str, float] = field(default_factory=dict)
    odd: Counter[str] = field(default_factory=Counter)  # answers that no provider should ever get
    refused: int = 0
    customers: list[Customer] = field(default_factory=list)
    repeats: float = 0.0  # how many webhooks come in many copies
    posts: float = 0.0  # how many messages of a program come beside one of a customer
    pause: float = 0.0  # seconds between the messages of a customer
    _acknowledged: int = 0
    _people: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.provider.heard, self.provider.tell = self._heard, self._receipt

    def _heard(self, _channel: str, _address: str, one: Heard) -> None:
        words = one.words.partition(" ")[0]
        if self.waiting.pop(words, None) is not None:
            self.answered[words] = one.at

    def _receipt(self, hook: Hook) -> None:
        self._spawn(self.tell(hook))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- writing

    async def write(self, until: Callable[[], bool], *, each: int = 10, at_once: int = 40) -> None:
        """So many people write at any time, one after the other, until told to stop; all is acknowledged then."""

        async def one_after_another() -> None:
            while not until():
                await self._converse(self._newcomer(), each)

        await asyncio.gather(*(one_after_another() for _ in range(at_once)))

    def _newcomer(self) -> Customer:
        number = next(self._people)
        channel = CHANNELS[number % len(CHANNELS)]
        address = self.spellings[channel].address(number)
        self.customers.append(Customer(channel, address, jumbles=self.chance.random() < self.repeats))
        return self.customers[-1]

    @property
    def acknowledged(self) -> int:
        return self._acknowledged

    async def _converse(self, customer: Customer, each: int) -> None:
        if customer.jumbles:
            await self._jumble(customer, each)
            return
        for _ in range(each):
            await self._room()
            await asyncio.sleep(self.pause * 2 * self.chance.random())
            await self._say(customer, self._hook(customer))
            if self.chance.random() < self.posts:
                self._spawn(self._post(customer))

    async def _room(self) -> None:
        """Nobody writes for ever without an answer."""
        until = time.monotonic() + PATIENCE
        while len(self.waiting) >= AT_MOST and time.monotonic() < until:
            await asyncio.sleep(0.01)

    def _hook(self, customer: Customer) -> tuple[str, Hook]:
        number = next(_numbers)
        words = f"k{number:07}{MANY if self.chance.random() < 0.1 else ''}"
        return words, self.spellings[customer.channel].said(customer.address, words, number)

    async def _say(self, customer: Customer, written: tuple[str, Hook]) -> None:
        words, hook = written
        first = time.monotonic()
        self.waiting[words] = first
        await self.tell(hook)
        customer.said.append(Said(words, first, time.monotonic()))
        self._acknowledged += 1

    async def _jumble(self, customer: Customer, each: int) -> None:
        """Everything in many copies, in any order, at once: after the first, which makes them known."""
        await self._say(customer, self._hook(customer))
        written = [self._hook(customer) for _ in range(each - 1)]
        copies = [hook for _, hook in written for _ in range(COPIES - 1)]
        self.chance.shuffle(copies)
        told = [self._say(customer, one) for one in written] + [self.tell(hook) for hook in copies]
        self.chance.shuffle(told)
        await asyncio.gather(*told)

    # -- one call

    async def tell(self, hook: Hook) -> None:
        """Again and again, at any door, until it is acknowledged."""
        while not await self._told(self.chance.choice(self.doors) + hook.path, hook):
            await asyncio.sleep(0.02 + self.chance.random() * 0.1)

    async def _told(self, url: str, hook: Hook) -> bool:
        try:
            async with self.http.post(url, data=hook.body, headers=hook.headers) as answer:
                self.refused += answer.status == 503
                if answer.status not in (200, 503):
                    self.odd[f"{answer.status} {await answer.text()}"[:120]] += 1
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False  # killed, or held: it will be back

    async def _post(self, customer: Customer) -> None:
        """A program sends something, with one key, until it is taken."""
        words = f"p{next(_numbers):07}"
        content = {"type": "text", "body": words}
        body = {"account": customer.channel, "to": customer.address, "content": content, "category": "transactional",
                "idempotency_key": words}  # fmt: skip
        customer.posted.append(words)
        while not await self._posted(body):
            await asyncio.sleep(0.05)

    async def _posted(self, body: object) -> bool:
        headers = {"Authorization": f"Bearer {KEY}"}
        url = f"{self.chance.choice(self.doors)}/api/v1/messages"
        try:
            async with self.http.post(url, json=body, headers=headers) as answer:
                if answer.status not in (202, 503):
                    self.odd[f"API {answer.status} {await answer.text()}"[:120]] += 1
                return answer.status == 202
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def quiet(self) -> None:
        """No call of ours is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)


@contextmanager
def changed(thing: object, **values: object) -> Iterator[None]:
    """Other values until the end of the block."""
    before = {name: getattr(thing, name) for name in values}
    for name, value in values.items():
        setattr(thing, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(thing, name, value)
