"""Acting: what others do for a flow comes back into the line of its conversation.

Before:  turn wrote down what is wanted; somebody outside did it.      After:  the turn goes on with its result.
Order:   the result takes the next place of its conversation, like anything that is said.
Never:   takes the same result twice; holds a conversation while somebody outside works.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.actions import action_store
from gateway.actions.action_store import Waiting
from gateway.actions.task import Answer, Failed
from gateway.ground.ids import new_id
from gateway.journey import inbox
from gateway.messages.inbox_store import NewEvent

_encode = msgspec.json.Encoder().encode


class ActionEnded(msgspec.Struct, frozen=True, tag="action_ended"):
    """A command to the turn: an action that somebody did outside is over."""

    id: str
    result: Any = None
    error: str | None = None


class FlowAsked(msgspec.Struct, frozen=True, tag="flow_asked"):
    """A command to the turn: begin this flow."""

    flow: str
    args: dict[str, Any] = {}


def ask_flow(connection: Connection, held: Any, flow: str, args: dict[str, Any], now: int) -> bool:
    """Line up the beginning of a flow, at the address where this conversation last was; False where there is none."""
    if held.address_id is None:
        return False
    return _line_up(connection, held.id, held.customer_id, held.address_id, FlowAsked(flow, args), now)


def settle(connection: Connection, row: Waiting, answer: Answer, now: int) -> bool:
    """Line up what came of an action; False where that was done before."""
    if not action_store.end(connection, row.id):
        return False
    if isinstance(answer, Failed):
        ended = ActionEnded(row.effect_id, error=answer.code)
    else:
        ended = ActionEnded(row.effect_id, answer.result)
    return _line_up(connection, row.conversation_id, row.customer_id, row.address_id, ended, now)


def _line_up(
    connection: Connection, conversation_id: str, customer_id: str, address_id: str | None, command: msgspec.Struct,
    now: int,
) -> bool:  # fmt: skip
    event = NewEvent(
        new_id(), "", conversation_id, customer_id, address_id, None, "command", None, _encode(command).decode(), None,
        "waiting", now,
    )  # fmt: skip
    return inbox.store(connection, [event], now)
