"""The porter: files of another desk's people are fetched, looked at as our own agents' are, and sent as ours."""

from __future__ import annotations

import asyncio
from collections.abc import Container
from pathlib import Path
from typing import Any

import msgspec

from connectors.media_source import name_of
from gateway.actions.line import Line
from gateway.actions.task import Failed
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.ground.ids import new_id
from gateway.journey import media
from gateway.journey.holding import corresponding
from gateway.journey.holding.corresponding import Fetched, Piece
from gateway.journey.posting import Refused
from gateway.journey.world import World
from gateway.messages.upload import Refusal, taken
from gateway.workers.embassy import NotTold
from gateway.workers.relay import Relay

PATIENCE = 60.0  # seconds for one file: less than an errand is leased for


class Porter:
    """Brings what waited for a file. `near`: hosts that may lie where only we reach."""

    def __init__(
        self, database: Database, world: World, clock: Clock, relay: Relay, *, folder: Path, largest: int,
        near: Container[str], line: Line | None = None,
    ) -> None:  # fmt: skip
        self._database, self._world, self._clock, self._relay = database, world, clock, relay
        self._folder, self._largest, self._near, self._line = folder, largest, near, line or Line()

    async def close(self) -> None:
        await self._line.close()

    async def bring(self, errand: Any) -> None:
        """Raises NotTold where it cannot leave."""
        piece = msgspec.json.decode(errand.words, type=Piece)
        file = await self._fetch(piece.url) if piece.url is not None else None
        account = None
        try:
            account = await self._say(errand.conversation_id, piece, file)
        finally:
            if account is None and file is not None:  # it left before, or cannot: nobody would find the file again
                await asyncio.to_thread(media.forget, self._folder, [file.id])
        if account is not None:
            self._relay.ring_senders({account})
            self._relay.changed([errand.conversation_id], "message")

    async def _fetch(self, url: str) -> Fetched:
        """No byte more than an agent may send, and nothing that an agent may not."""
        reached = await self._line.fetch(url, most=self._largest, timeout=PATIENCE, near=self._near)
        if isinstance(reached, Failed):
            raise NotTold(reached.code, again=reached.again)
        if reached.status != 200:
            raise NotTold(f"http_{reached.status}", again=reached.status in (408, 429) or reached.status >= 500)
        if not reached.whole:
            raise NotTold("file_too_large", again=False)
        if not reached.body:
            raise NotTold("file_empty", again=False)
        file = await asyncio.to_thread(taken, reached.body, name_of(url) or "file")
        if isinstance(file, Refusal):
            raise NotTold(file.code, again=False)
        media_id = new_id()
        await asyncio.to_thread(media.keep, self._folder, media_id, file.body)
        return Fetched(media_id, file.known.mime, file.known.name, len(file.body))

    async def _say(self, conversation_id: str, piece: Piece, file: Fetched | None) -> str | None:
        world = self._world
        try:
            return await self._database.write(
                corresponding.bring, world.rulebook, world.accounts, conversation_id, piece, file, self._clock()
            )
        except Refused as refused:
            raise NotTold(str(refused), again=False) from refused
