"""Bulletins for admins: which webhooks did not hear what happened, and telling them again."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.bulletins import bulletin_store
from gateway.ground.clock import to_iso

MOST = 200


class DeadBulletin(msgspec.Struct, kw_only=True):
    """What was not heard, without what it tells. `error`: a short code, or the status of the last answer."""

    id: str
    webhook: str
    event: str
    attempts: int
    error: str | None
    at: str


class DeadBulletins(msgspec.Struct):
    items: list[DeadBulletin]
    counts: dict[str, int]  # waiting, dead


def operations(doors: Doors) -> list[Operation]:
    bulletins = _Bulletins(doors)
    return [
        Operation(method="GET", path="/desk/api/bulletins", summary="What webhooks of our own did not hear",
                  run=bulletins.listing, returns=DeadBulletins, guard="admin"),
        Operation(method="POST", path="/desk/api/bulletins/{id}/retry", summary="Tell it again",
                  run=bulletins.retry, guard="admin"),
    ]  # fmt: skip


class _Bulletins:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def listing(self, _call: Call) -> DeadBulletins:
        return await self._doors.database.read(_dead)

    async def retry(self, call: Call) -> None:
        if not await self._doors.database.write(bulletin_store.retry, call.path["id"], self._doors.clock()):
            raise Problem(404, "there is no such dead bulletin")


def _dead(connection: Connection) -> DeadBulletins:
    rows = bulletin_store.dead(connection, MOST)
    items = [
        DeadBulletin(id=row.id, webhook=row.webhook, event=row.event, attempts=row.attempts, error=row.error,
                     at=to_iso(row.at) or "")
        for row in rows
    ]  # fmt: skip
    return DeadBulletins(items, bulletin_store.counts(connection))
