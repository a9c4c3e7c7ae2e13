"""`POST /api/v1/customers/{id}/erase`: what is known of somebody is forgotten, and they stay left alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso
from gateway.journey import erasing, media
from gateway.journey.erasing import NobodyThere


class Erased(msgspec.Struct):
    """`suppressed` addresses are kept as keyed hashes, so that nothing that sells goes there again."""

    erased_at: str
    messages: int
    suppressed: int


def operations(doors: Doors, folder: Path) -> list[Operation]:
    async def erase(call: Call) -> Erased:
        now = doors.clock()
        try:
            erased = await doors.database.write(erasing.erase, call.path["id"], now)
        except NobodyThere:
            raise Problem(404, "there is no such customer") from None
        await asyncio.to_thread(media.forget, folder, erased.media)
        doors.changed([erased.conversation_id] if erased.conversation_id else [], "message")
        return Erased(to_iso(now) or "", erased.messages, erased.addresses)

    return [
        Operation(method="POST", path="/api/v1/customers/{id}/erase", summary="Forget them", run=erase, returns=Erased),
    ]  # fmt: skip
