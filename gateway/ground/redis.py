"""Redis: what several processes share and what can be rebuilt. Its loss costs speed, never a message.

Everything has a time-out, and after a failure nothing is asked for a moment: a Redis that is slow must not slow us.
"""

from __future__ import annotations

import time
from typing import Any

import redis.asyncio
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

PREFIX = "causerie:"  # of every key and channel; each installation has a Redis database of its own
PATIENCE = 2.0  # seconds for one answer: the event loop works on meanwhile, and may be busy itself
REST = 2.0  # seconds after a failure without asking again

log = structlog.get_logger()


class Redis:
    """Connections to one Redis, for the event loop."""

    def __init__(self, url: str) -> None:
        common: dict[str, Any] = {"decode_responses": True, "socket_connect_timeout": PATIENCE}
        once = Retry(NoBackoff(), 0)
        self.looped = redis.asyncio.Redis.from_url(url, socket_timeout=PATIENCE, retry=once, **common)
        # A subscriber waits for news as long as there are none
        self._listening = redis.asyncio.Redis.from_url(url, **common)
        self._asked_again_at = 0.0

    @property
    def is_up(self) -> bool:
        """False for a moment after a failure."""
        return time.monotonic() >= self._asked_again_at

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
