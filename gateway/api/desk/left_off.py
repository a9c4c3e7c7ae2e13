"""Left off: how far this agent has seen a conversation, so that they find their place on any computer.

It is the agent's own: told to nobody else, and written down nowhere beside.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import sight
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.shapes import Place
from handoff import left_off_store


class LeftOff(msgspec.Struct):
    """`seq` null: this agent never looked at it, or too long ago."""

    seq: Place | None


class Reached(msgspec.Struct):
    """The newest place of the conversation that is before the agent's eyes. What they had seen before stays seen."""

    seq: Place


def operations(doors: Doors) -> list[Operation]:
    path = "/desk/api/conversations/{id}/left-off"
    places = _Places(doors)
    return [
        Operation(method="GET", path=path, summary="How far I have seen it", run=places.show, returns=LeftOff,
                  guard="agent"),
        Operation(method="PUT", path=path, summary="I have seen it as far as this", run=places.see, body=Reached,
                  guard="agent"),
    ]  # fmt: skip


class _Places:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def show(self, call: Call) -> LeftOff:
        return await self._doors.database.read(_show, call.path["id"], call.who)

    async def see(self, call: Call) -> None:
        await self._doors.database.write(_see, call.path["id"], call.who, call.body.seq, self._doors.clock())


def _show(connection: Connection, conversation_id: str, agent: Agent) -> LeftOff:
    sight.must_see(connection, conversation_id, agent)
    return LeftOff(left_off_store.of(connection, conversation_id, agent.id))


def _see(connection: Connection, conversation_id: str, agent: Agent, seq: int, now: int) -> None:
    """Nobody has seen what has not come yet."""
    held = sight.must_see(connection, conversation_id, agent)
    left_off_store.see(connection, conversation_id, agent.id, min(seq, held.seq), now)
