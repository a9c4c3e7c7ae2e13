"""Thread control, where Meta lends a thread to one app of the brand at a time: agents pass it, take it, ask for it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection

from connectors.contract import Deed, ThreadControl
from connectors.errors import Failure
from gateway.api.auth import Agent
from gateway.api.desk import acts, audit_store, sight
from gateway.api.desk.acts import Shown
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.shapes import Place
from gateway.journey.holding import controlling
from gateway.people import address_store, conversation_store
from handoff import case_store
from handoff.case import Act
from handoff.roles import Right


class Control(msgspec.Struct, kw_only=True):
    """`to`: another app by its id, on WhatsApp a role; null: where people answer by hand. `note` is for who has it
    next."""

    deed: Deed
    epoch: Place
    to: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    note: Annotated[str, msgspec.Meta(max_length=2000)] = ""


def operations(doors: Doors, show: Shown) -> list[Operation]:
    thread = _Thread(doors, show)
    return [
        Operation(method="POST", path="/desk/api/conversations/{id}/thread", summary="Pass, take or ask for a thread",
                  run=thread.control, body=Control, returns=dict, guard="agent"),
    ]  # fmt: skip


class _Thread:
    def __init__(self, doors: Doors, show: Shown) -> None:
        self._doors, self._show = doors, show

    async def control(self, call: Call) -> dict[str, Any]:
        """The provider is asked first, outside of any transaction; what it said is written down whatever it is."""
        body, conversation_id, agent = call.body, call.path["id"], call.who
        account, address = await self._doors.database.read(self._whom, conversation_id, agent, body)
        connector = self._doors.accounts[account]
        assert isinstance(connector, ThreadControl)  # else nobody was found
        failed = await connector.control(body.deed, address, to=body.to, note=body.note)
        now = self._doors.clock()
        await self._doors.database.write(_record, conversation_id, agent, body, failed, now)
        if failed is not None:
            raise _refused(failed)
        await self._doors.database.write(_carry, conversation_id, agent, body, now)
        self._doors.changed([conversation_id], "owner", "case")
        return await self._doors.database.read(self._after, conversation_id, agent)

    def _whom(self, connection: Connection, conversation_id: str, agent: Agent, body: Control) -> tuple[str, str]:
        """By which account, and whose thread it is."""
        held = sight.must_see(connection, conversation_id, agent)
        if held.owner_epoch != body.epoch:
            raise Problem(409, "somebody was quicker: look again", code="owner_changed")
        if held.owner_kind == "agent" and held.owner_id != agent.id and not agent.may(Right.SUPERVISE):
            raise Problem(409, "somebody else holds this conversation", code="owner_changed")
        where: Any = address_store.get(connection, held.address_id) if held.address_id else None
        connector = self._doors.accounts.get(where.account) if where is not None else None
        if connector is None or body.deed not in getattr(connector, "DEEDS", ()):
            raise Problem(409, f"{body.deed}: this app lends no threads", code="no_thread_control")
        return where.account, where.value

    def _after(self, connection: Connection, conversation_id: str, agent: Agent) -> dict[str, Any]:
        return {"conversation": self._show(connection, conversation_id, agent)["conversation"]}


def _record(
    connection: Connection, conversation_id: str, agent: Agent, body: Control, failed: Failure | None, now: int
) -> None:
    held: Any = conversation_store.get(connection, conversation_id)
    outcome = "done" if failed is None else f"{failed.kind} {failed.code}".strip()
    audit_store.record(connection, agent.id, f"thread_{body.deed}", held.customer_id, now, outcome)


def _refused(failed: Failure) -> Problem:
    if failed.kind == "unknown":
        hint = "Do not ask again before you know: Meta's own webhook will tell, or the next message"
        return Problem(504, "Meta did not answer: it may have been done", code="thread_control_unknown", hint=hint)
    return Problem(502, f"Meta refused: {failed.code} {failed.text}".strip(), code="thread_control_refused")


def _carry(connection: Connection, conversation_id: str, agent: Agent, body: Control, now: int) -> None:
    """What was done at the provider, here: another app has it, or this agent; whoever asks waits for the answer."""
    if body.deed == "take":  # which holds the agent first
        seen: Any = conversation_store.get(connection, conversation_id)
        acts.carry(connection, conversation_id, agent, acts.asked(agent, Act.TAKE, seen.owner_epoch), None, now)
        return
    held: Any = conversation_store.hold(connection, conversation_id)
    if body.deed == "request":
        case_store.change(connection, conversation_id, agent_id=agent.id)
    elif held.owner_kind != "external":
        controlling.lose(connection, held, now, by=agent.id)
