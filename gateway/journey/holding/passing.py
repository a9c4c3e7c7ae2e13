"""Passing: the pen goes from one holder to the next. One compare-and-set on the epoch that was seen, and its trail.

Before:  an agent, the router or a deadline asks.      After:  the sender's fence voids what the bot still had to say.
Order:   whoever commits first; the other is told that it came too late.
Never:   opens or ends a case; leaves a deadline of the holder before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from gateway.journey import announcing
from gateway.journey.holding import entrusting, offices
from gateway.messages import message_store
from gateway.people import conversation_store
from handoff import deadline_store, stretch_store
from handoff.case import Act, Move, move
from handoff.deadlines import PATIENCE, Deadline, agent_by
from handoff.stretch_store import Stretch


@dataclass(frozen=True)
class Passed:
    """What the conversation is now."""

    move: Move
    epoch: int


def pass_on(
    connection: Connection, held: Any, act: Act, *, now: int, owner: str | None = None, by: str | None = None,
    conclusion: str | None = None,
) -> Passed | None:  # fmt: skip
    """Do one act of the table on a conversation as `held` saw it; None: somebody was quicker. Raises IllegalMove."""
    moved = move(held.owner_kind, act, held.status)
    if not moved.changes:
        return Passed(moved, held.owner_epoch)
    won = conversation_store.own(
        connection, held.id, kind=moved.owner, owner=owner, status=moved.status, seen=held.owner_epoch, now=now
    )
    if not won:
        return None
    leave_trail(connection, held, moved, held.owner_epoch + 1, owner, by, now, conclusion)
    return Passed(moved, held.owner_epoch + 1)


def leave_trail(
    connection: Connection, held: Any, moved: Move, epoch: int, owner: str | None, by: str | None, now: int,
    conclusion: str | None = None,
) -> None:  # fmt: skip
    """One stretch ends and the next begins; what waited for the holder before waits no more."""
    if held.owner_epoch == 0 and epoch == 1 and moved.act is not Act.BEGIN_WITH_PEOPLE:
        _begin_with_the_bot(connection, held, now)
    stretch_store.begin(
        connection,
        Stretch(
            conversation_id=held.id, customer_id=held.customer_id, epoch=epoch, owner_kind=moved.owner, owner_id=owner,
            status=moved.status, act=moved.act, began_at=now, by=by,
        ),
    )  # fmt: skip
    announcing.passed(connection, held, moved, epoch, owner, by, now, conclusion)
    entrusting.passed(connection, held, moved.owner, now)
    deadline_store.forget(connection, held.id)
    for kind in moved.sets:
        if kind in (Deadline.OFFER, Deadline.NO_AGENT, Deadline.SURVEY):
            deadline_store.put(connection, held.id, kind, epoch, _due(connection, held.id, moved, kind, now))


def _due(connection: Connection, conversation_id: str, moved: Move, kind: Deadline, now: int) -> int:
    if kind is not Deadline.NO_AGENT:
        return now + PATIENCE.wait(kind)
    # Whose a case is that only opens is not known here: `open_case` knows
    return agent_by(now, offices.brand(connection) if moved.opens else offices.of_case(connection, conversation_id))


def _begin_with_the_bot(connection: Connection, held: Any, now: int) -> None:
    """The first stretch of all is the bot's, from the first words on."""
    began = message_store.began_at(connection, held.id)
    first = Stretch(
        conversation_id=held.id, customer_id=held.customer_id, epoch=0, owner_kind="bot", owner_id=None,
        status="active", act=Act.BEGIN, began_at=min(began or now, now),
    )  # fmt: skip
    stretch_store.begin(connection, first)
