"""Redis: what several processes share and what can be rebuilt. Its loss costs speed, never a message.

Everything has a time-out, and after a failure nothing is asked for a moment: a Redis that is slow must not slow us.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import redis
import redis.asyncio
import structlog
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PREFIX = "causerie:"  # of every key and channel; each installation has a Redis database of its own
PATIENCE = 2.0  # seconds for one answer to the event loop, which works on meanwhile, and may be busy itself
HASTE = 0.25  # seconds for one answer to a database thread, which holds a transaction open
REST = 2.0  # seconds after a failure without asking again

T = TypeVar("T")

log = structlog.get_logger()


class Redis:
    """Connections to one Redis: `threaded` for database threads, `looped` for the event loop."""

    def __init__(self, url: str) -> None:
        once = Retry(NoBackoff(), 0)
        common: dict[str, Any] = {"decode_responses": True, "retry": once}
        self.threaded = redis.Redis.from_url(url, socket_timeout=HASTE, socket_connect_timeout=HASTE, **common)
        self.looped = redis.asyncio.Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, **common
        )
        # A subscriber waits for news as long as there are none
        self._listening = redis.asyncio.Redis.from_url(url, decode_responses=True, socket_connect_timeout=PATIENCE)
        self._asked_again_at = 0.0
        self._scripts: dict[str, Any] = {}

    @property
    def is_up(self) -> bool:
        """False for a moment after a failure."""
        return time.monotonic() >= self._asked_again_at

    def ask(self, question: Callable[[redis.Redis], T]) -> T | None:
        """From a database thread: the answer, or None where there is none now."""
        if not self.is_up:
            return None
        try:
            return question(self.threaded)
        except (RedisError, OSError) as error:
            self.failed(error)
            return None

    def run(self, script: str, keys: Sequence[str], arguments: Sequence[str | int | float]) -> Any | None:
        """From a database thread: a Lua script's answer, or None where there is none now."""
        if script not in self._scripts:
            self._scripts[script] = self.threaded.register_script(script)
        return self.ask(lambda client: self._scripts[script](keys=keys, args=arguments, client=client))

    def subscriber(self) -> Any:
        """A connection that listens."""
        return self._listening.pubsub()

    def failed(self, error: Exception) -> None:
        """Ask nothing for a while."""
        if self.is_up:
            log.warning("redis_lost", error=type(error).__name__)
        self._asked_again_at = time.monotonic() + REST

    async def close(self) -> None:
        await self.looped.aclose()
        await self._listening.aclose()
        self.threaded.close()
