"""Triage at the Desk: agents say what a message is; what they say is what the next ones are compared with."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, plain_text
from gateway.api.auth import Agent
from gateway.api.desk import sight
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.messages import message_store, triage_store
from handoff import case_store, deadline_store
from handoff.deadlines import Deadline
from handoff.triage import agreement

_content = msgspec.json.Decoder(Content).decode


class Correction(msgspec.Struct, kw_only=True):
    """`kind` left out: as it was read."""

    needs_answer: bool
    kind: Literal["problem", "advice", "comment", "thanks", "order", "feedback"] | None = None


class Agreement(msgspec.Struct, kw_only=True):
    """How often "needs an answer" was right, over what agents looked at; null where nothing tells."""

    precision: float | None
    recall: float | None
    corrected: int


def operations(doors: Doors) -> list[Operation]:
    async def correct(call: Call) -> None:
        conversation_id = await doors.database.write(_correct, call.path["id"], call.who, call.body, doors.clock())
        doors.changed([conversation_id], "case")

    async def agreed(_call: Call) -> Agreement:
        return await doors.database.read(_agreed)

    return [
        Operation(method="POST", path="/desk/api/messages/{id}/triage", summary="Say what a message is", run=correct,
                  body=Correction, guard="agent"),
        Operation(method="GET", path="/desk/api/triage", summary="How often triage is right", run=agreed,
                  returns=Agreement, guard="supervisor"),
    ]  # fmt: skip


def _correct(connection: Connection, message_id: str, agent: Agent, said: Correction, now: int) -> str:
    """The conversation. Where nothing needs an answer nobody waits, and the other way round."""
    message: Any = message_store.get(connection, message_id)
    if message is None or message.triage is None:
        raise Problem(404, "there is no such message of a customer")
    sight.must_see(connection, message.conversation_id, agent)
    corrected = triage_store.Correction(
        message_id=message_id, text=plain_text(_content(message.content)), kind=said.kind or message.triage,
        needs_answer=said.needs_answer, by=agent.id, at=now,
    )  # fmt: skip
    triage_store.correct(connection, corrected)
    if said.needs_answer:
        case_store.waits(connection, message.conversation_id, now)
    else:
        case_store.change(connection, message.conversation_id, waiting_since=None)
        deadline_store.forget(connection, message.conversation_id, Deadline.NO_REPLY)
    return str(message.conversation_id)


def _agreed(connection: Connection) -> Agreement:
    rows: Any = triage_store.corrected(connection)
    found = agreement([(row.read, row.needs_answer) for row in rows])
    return Agreement(precision=found["precision"], recall=found["recall"], corrected=len(rows))
