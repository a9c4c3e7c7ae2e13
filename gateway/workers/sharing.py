"""Sharing: each account's rate is divided among the senders that are there.

No bucket is asked for leave at every batch: that would cost each a round trip, and all of them their pace with Redis.
Where Redis is lost, the shares stay as they were (docs/decisions/0006-rates-by-share.md).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gateway.workers.senders import Senders

if TYPE_CHECKING:  # with it comes the client of Redis, fifteen megabytes
    from gateway.ground.presence import Presence


class Sharing:
    """Announces this sender, and tells it how many share."""

    EVERY = 2.0  # seconds

    def __init__(self, presence: Presence, senders: Senders) -> None:
        self._presence, self._senders = presence, senders

    async def run(self) -> None:
        try:
            while True:
                there = await self._presence.announce()
                if there is not None:
                    self._senders.share(there)
                await asyncio.sleep(self.EVERY)
        finally:
            await self._presence.leave()
