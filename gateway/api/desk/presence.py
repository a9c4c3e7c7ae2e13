"""What a customer sees of the agent who holds their conversation: that they type, and that they have read."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import sight
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.tries import Tries
from gateway.messages import message_store
from gateway.people import address_store

UNDER_WAY = 100  # signals at once; more are dropped, for they carry no content
OFTEN = (1, 3_000)  # one of a kind in a conversation in this many milliseconds


class Presence(msgspec.Struct, forbid_unknown_fields=True):
    kind: Literal["typing", "read"]


class _Presence:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._under_way: set[asyncio.Task[None]] = set()
        self._lately = Tries(*OFTEN)

    async def show(self, call: Call) -> None:
        conversation_id, kind = call.path["id"], call.body.kind
        where, target = await self._doors.database.read(_last_heard, conversation_id, call.who)
        connector = self._doors.accounts.get(where.account)
        name, now = f"{conversation_id} {kind}", self._doors.clock()
        if connector is None or len(self._under_way) >= UNDER_WAY or self._lately.wait(name, now):
            return
        self._lately.count(name, now)
        task = asyncio.create_task(connector.signal(kind, where.value, target))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


def operations(doors: Doors) -> list[Operation]:
    return [
        Operation(method="POST", path="/desk/api/conversations/{id}/presence", summary="Types, or has read",
                  run=_Presence(doors).show, body=Presence, guard="agent"),
    ]  # fmt: skip


def _last_heard(connection: Connection, conversation_id: str, agent: Agent) -> tuple[Any, str | None]:
    """Where the customer wrote last, and what, as the provider calls it. Problem where the agent has not the pen."""
    held = sight.must_see(connection, conversation_id, agent)
    where: Any = address_store.get(connection, held.address_id) if held.address_id else None
    if where is None:
        raise Problem(404, "there is no such conversation")
    if (held.owner_kind, held.owner_id) != ("agent", agent.id):
        raise Problem(409, "somebody else holds this conversation", code="owner_changed")
    return where, message_store.last_heard(connection, conversation_id, where.id)
