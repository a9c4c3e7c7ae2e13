"""The bus: processes of one installation tell each other that there is something to do, or to show.

What is told is only a hint: whoever misses it finds the same in the database, a little later. So it is kept in no queue
that grows, and nobody waits for it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
import structlog
from redis.exceptions import RedisError

from gateway.ground.redis import PATIENCE, PREFIX, Redis

CHANNEL = f"{PREFIX}bus"
MOST_TOLD = 500  # conversations in one piece of news; where there are more, all are to be looked at again
SILENCE = 10.0  # seconds without news before the line is tried
PAUSES = (0.1, 0.5, 2.0)  # seconds before listening is tried again; the last for ever

log = structlog.get_logger()


class News(msgspec.Struct, omit_defaults=True):
    """What one process tells the others. `missed`: look at everything again, there may have been more."""

    sender: str = ""
    turns: bool = False  # conversations wait
    accounts: list[str] = []  # these have something to send
    changes: list[tuple[str, tuple[str, ...]]] = []  # conversations, and what of them is new
    missed: bool = False


Hear = Callable[[News], None]


class Bus(Protocol):
    """How a process tells the others."""

    @property
    def is_up(self) -> bool:
        """Are the others told at once? If not they find out by looking."""

    def tell(
        self,
        *,
        turns: bool = False,
        accounts: Iterable[str] = (),
        changes: Iterable[str] = (),
        what: tuple[str, ...] = (),
    ) -> None:
        """On the loop, after the commit; returns at once."""

    async def run(self, hear: Hear) -> None:
        """Tell and listen, until cancelled."""


class NoBus:
    """Nobody is told: there is one process (`alone`), or all look by themselves."""

    def __init__(self, *, alone: bool) -> None:
        self.is_up = alone

    def tell(
        self,
        *,
        turns: bool = False,
        accounts: Iterable[str] = (),
        changes: Iterable[str] = (),
        what: tuple[str, ...] = (),
    ) -> None:
        """Nobody there."""

    async def run(self, _hear: Hear) -> None:
        await asyncio.Event().wait()


@dataclass
class _Waiting:
    """News not told yet: what is told twice is told once."""

    turns: bool = False
    accounts: set[str] = field(default_factory=set)
    changes: dict[str, set[str]] = field(default_factory=dict)

    def taken(self, sender: str) -> News:
        many = len(self.changes) > MOST_TOLD
        changes = [] if many else [(one, tuple(sorted(what))) for one, what in self.changes.items()]
        news = News(sender, self.turns, sorted(self.accounts), changes, missed=many)
        self.turns, self.accounts, self.changes = False, set(), {}
        return news

    def __bool__(self) -> bool:
        return self.turns or bool(self.accounts or self.changes)


class RedisBus:
    """Told over a channel of Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._name = secrets.token_hex(6)
        self._waiting = _Waiting()
        self._bell = asyncio.Event()
        self._listens = False

    @property
    def is_up(self) -> bool:
        return self._listens and self._redis.is_up

    def tell(
        self, *, turns: bool = False, accounts: Iterable[str] = (), changes: Iterable[str] = (),
        what: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self._waiting.turns = self._waiting.turns or turns
        self._waiting.accounts.update(accounts)
        for one in changes:
            self._waiting.changes.setdefault(one, set()).update(what)
        self._bell.set()

    async def run(self, hear: Hear) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tell_all())
            group.create_task(self._listen_always(hear))

    async def _tell_all(self) -> None:
        while _goes_on():
            await self._bell.wait()
            self._bell.clear()
            if not self._waiting or not self._redis.is_up:
                self._waiting = _Waiting()
                continue
            try:
                await self._redis.looped.publish(CHANNEL, msgspec.json.encode(self._waiting.taken(self._name)))
            except (RedisError, OSError) as error:
                self._redis.failed(error)

    async def _listen_always(self, hear: Hear) -> None:
        tries = 0
        while _goes_on():
            try:
                await self._listen(hear)
            except (RedisError, OSError, asyncio.IncompleteReadError) as error:
                self._redis.failed(error)
            if self._listens:
                tries = 0
            self._listens = False
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    async def _listen(self, hear: Hear) -> None:
        subscriber = self._redis.subscriber()
        try:
            await subscriber.subscribe(CHANNEL)
            self._listens = True
            hear(News(missed=True))  # whatever was told before we listened
            log.info("bus_listens")
            while _goes_on():
                news = await _next(subscriber)
                if news is not None and news.sender != self._name:
                    hear(news)
        finally:
            await subscriber.aclose()


def _goes_on() -> bool:
    """Is nobody ending this task? A client that cleans up after a cancellation may answer it with another error."""
    task = asyncio.current_task()
    return task is None or not task.cancelling()


async def _next(subscriber: Any) -> News | None:
    """The next piece of news. A line that stays silent is tried, and a dead one is an error."""
    message = await subscriber.get_message(timeout=SILENCE)
    if message is None:
        await subscriber.ping()
        message = await subscriber.get_message(timeout=PATIENCE)
        if message is None:
            raise TimeoutError("the line is dead")
    return msgspec.json.decode(message["data"], type=News) if message["type"] == "message" else None
