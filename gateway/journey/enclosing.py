"""Enclosing: a file that an agent sends goes along with its message.

Before:  the Desk took the upload, and a part names it.      After:  connector.send has its bytes, or a link to it.
Order:   read anew for each try: the store is the truth.
Never:   keeps bytes in the outbox; gives a provider a link that lasts.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from connectors.contract import OwnFile
from gateway.ground import secret_store
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.messages import file_link, media_store


class Enclosures:
    """The files of ours that parts name."""

    def __init__(self, database: Database, clock: Clock, folder: Path, public_url: str) -> None:
        self._database, self._clock, self._folder, self._public_url = database, clock, folder, public_url

    async def read(self, media_id: str) -> OwnFile | None:
        """None where it is gone: erased with its customer, or deleted by age."""
        row: Any = await self._database.read(media_store.get, media_id)
        if row is None:
            return None
        try:
            body = await asyncio.to_thread((self._folder / media_id).read_bytes)
        except FileNotFoundError:
            return None
        secret = await self._secret()
        link = file_link.link(self._public_url, secret, media_id, row.name, self._clock())
        return OwnFile(body, row.mime, row.name, link)

    async def _secret(self) -> str:
        known: str | None = await self._database.read(secret_store.find, file_link.KEY)
        return await self._database.write(secret_store.made, file_link.KEY) if known is None else known
