"""Presence: how many processes of a role there are, as far as Redis knows."""

from __future__ import annotations

import secrets
from typing import Any

from redis.exceptions import RedisError

from gateway.ground.redis import PREFIX, Redis

LASTS = 10_000  # milliseconds that who says nothing is taken to be there

# By the clock of Redis: those of the processes may differ
_ANNOUNCE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
"""


class Presence:
    """One process among those of its role."""

    def __init__(self, redis: Redis, role: str) -> None:
        self._redis, self._key, self._name = redis, f"{PREFIX}present:{role}", secrets.token_hex(6)
        self._announce: Any = redis.looped.register_script(_ANNOUNCE)

    async def announce(self) -> int | None:
        """We are here; how many are, we among them. None: nobody can say."""
        if not self._redis.is_up:
            return None
        try:
            return int(await self._announce(keys=[self._key], args=[self._name, LASTS]))
        except (RedisError, OSError) as error:
            self._redis.failed(error)
            return None

    async def leave(self) -> None:
        """The others need not wait until we are forgotten."""
        try:
            await self._redis.looped.zrem(self._key, self._name)
        except (RedisError, OSError) as error:
            self._redis.failed(error)
