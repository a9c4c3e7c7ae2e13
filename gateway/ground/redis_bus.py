"""The bus over Redis. Imported only where there is one: its client takes fifteen megabytes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from typing import Any

import msgspec
import structlog
from redis.exceptions import RedisError

from gateway.ground.bus import Hear, News, Waiting
from gateway.ground.redis import PATIENCE, PREFIX, Redis

CHANNEL = f"{PREFIX}bus"
SILENCE = 10.0  # seconds without news before the line is tried
PAUSES = (0.1, 0.5, 2.0)  # seconds before listening is tried again; the last for ever

log = structlog.get_logger()


class RedisBus:
    """Told over a channel of Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._name = secrets.token_hex(6)
        self._waiting = Waiting()
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
                self._waiting = Waiting()
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
