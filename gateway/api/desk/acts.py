"""What agents do with a conversation: take, accept, decline, transfer, snooze, give back, resolve. Each by an epoch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import notes, sight
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.shapes import Place
from gateway.ground.clock import to_millis
from gateway.journey.holding.ownership import Ask, IllegalMove, NotYours, OwnerChanged, carry_out
from handoff import agent_store, team_store
from handoff.case import Act
from handoff.roles import Right

Shown = Callable[[Connection, str, Agent], dict[str, Any]]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]

OTHER = "other"  # what came of it is none of what the brand names
ACTS = (
    ("take", Act.TAKE, "Take over"),
    ("hand_back", Act.HAND_BACK, "Give it back to the bot"),
    ("accept", Act.ACCEPT, "Accept an offer"),
    ("decline", Act.DECLINE, "Decline an offer"),
)


class Seen(msgspec.Struct):
    """The epoch the agent saw: a stale one changes nothing."""

    epoch: Place


class Conclude(Seen, kw_only=True):
    """`conclusion`: what came of it, one of the brand's own or "other"; null: not said."""

    conclusion: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | None = None


class Transfer(msgspec.Struct, kw_only=True):
    """To a team, to an agent, or back to everybody; why, in words for colleagues."""

    epoch: Place
    reason: Words
    team: str | None = None
    agent: str | None = None
    priority: Literal["urgent", "high", "normal"] | None = None


class Snooze(msgspec.Struct, kw_only=True):
    """`until` null: until the customer writes."""

    epoch: Place
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


def operations(doors: Doors, show: Shown) -> list[Operation]:
    """`show` gives the conversation as the Desk shows it."""
    base = "/desk/api/conversations/{id}"
    acts = _Acts(doors, show)
    return [
        *(
            Operation(method="POST", path=f"{base}/{name}", summary=summary, run=acts.acting(act), body=Seen,
                      returns=dict, guard="agent")
            for name, act, summary in ACTS
        ),
        Operation(method="POST", path=f"{base}/resolve", summary="It is done", run=acts.resolve, body=Conclude,
                  returns=dict, guard="agent"),
        Operation(method="POST", path=f"{base}/transfer", summary="Pass it on", run=acts.transfer, body=Transfer,
                  returns=dict, guard="agent"),
        Operation(method="POST", path=f"{base}/snooze", summary="Later", run=acts.snooze, body=Snooze, returns=dict,
                  guard="agent"),
    ]  # fmt: skip


class _Acts:
    def __init__(self, doors: Doors, show: Shown) -> None:
        self._doors, self._show = doors, show

    def acting(self, act: Act) -> Callable[[Call], Awaitable[dict[str, Any]]]:
        async def run(call: Call) -> dict[str, Any]:
            return await self._do(call, asked(call.who, act, call.body.epoch), None)

        return run

    async def transfer(self, call: Call) -> dict[str, Any]:
        body: Transfer = call.body
        ask = asked(
            call.who, Act.TRANSFER, body.epoch, team=body.team, to_agent=body.agent, priority=body.priority
        )  # fmt: skip
        return await self._do(call, ask, body.reason)

    async def resolve(self, call: Call) -> dict[str, Any]:
        conclusion = call.body.conclusion
        if conclusion not in (None, OTHER, *self._doors.conclusions):
            raise Problem(422, f"conclusion: there is no {conclusion!r}", hint="They are named in the settings")
        return await self._do(call, asked(call.who, Act.RESOLVE, call.body.epoch, conclusion=conclusion), None)

    async def snooze(self, call: Call) -> dict[str, Any]:
        until = _later(call.body.until, self._doors.clock())
        return await self._do(call, asked(call.who, Act.SNOOZE, call.body.epoch, until=until), None)

    async def _do(self, call: Call, ask: Ask, reason: str | None) -> dict[str, Any]:
        conversation_id = call.path["id"]
        await self._doors.database.write(carry, conversation_id, call.who, ask, reason, self._doors.clock())
        self._doors.changed([conversation_id], "owner", "case")
        self._doors.ring_turns()
        return await self._doors.database.read(self._after, conversation_id, call.who)

    def _after(self, connection: Connection, conversation_id: str, agent: Agent) -> dict[str, Any]:
        """As it is now; `conversation` null where the agent gave it to where they may not look."""
        try:
            return {"conversation": self._show(connection, conversation_id, agent)["conversation"]}
        except Problem:
            return {"conversation": None}


def asked(agent: Agent, act: Act, seen: int, **more: Any) -> Ask:
    supervises = agent.may(Right.SUPERVISE)
    return Ask(act=act, agent_id=agent.id, agent_name=agent.name, seen=seen, supervises=supervises, **more)


def carry(connection: Connection, conversation_id: str, agent: Agent, ask: Ask, reason: str | None, now: int) -> None:
    """Do it, and leave the note that goes with it."""
    held = sight.must_see(connection, conversation_id, agent)
    _check_target(connection, ask)
    try:
        epoch = carry_out(connection, conversation_id, ask, now)
    except LookupError:
        raise Problem(404, "there is no such conversation") from None
    except (OwnerChanged, NotYours) as changed:
        raise Problem(409, str(changed), code="owner_changed") from None
    except IllegalMove as illegal:
        raise Problem(409, str(illegal), code="illegal_move") from None
    if reason is not None:
        key = f"transfer:{epoch}"
        mentioned = [ask.to_agent] if ask.to_agent else []
        notes.write(connection, held, agent.id, reason, key, now, kind="transfer", mentioned=mentioned)


def _check_target(connection: Connection, ask: Ask) -> None:
    if ask.team is not None and team_store.get(connection, ask.team) is None:
        raise Problem(422, f"team: there is no {ask.team!r}")
    if ask.to_agent is not None:
        row = agent_store.get(connection, ask.to_agent)
        if row is None or row.disabled_at is not None:
            raise Problem(422, "agent: there is no such agent")


def _later(until: datetime | None, now: int) -> int | None:
    if until is not None and to_millis(until) <= now:
        raise Problem(422, "until: is no time to come")
    return to_millis(until) if until is not None else None
