"""People asked: open the cases that turns call for, with what an agent must know."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from dialogs import state
from gateway.ground.ids import new_id
from gateway.journey import recall
from gateway.journey.talk import Harvest, PeopleAsked, Talk
from gateway.messages.inbox_store import Waiting
from gateway.people import conversation_store
from gateway.terms import terms_store
from handoff import case_store
from handoff.case import due_at
from handoff.context import Context, Trigger

_encode = msgspec.json.Encoder().encode


def open_cases(connection: Connection, harvest: Harvest, now: int) -> None:
    """One case for each conversation that passed to people in this batch."""
    for asked in harvest.asked:
        if case_store.current(connection, asked.talk.conversation_id) is None:
            _open(connection, asked.talk, asked, now)


def bot_failed(connection: Connection, row: Waiting, now: int) -> None:
    """An event that could not be handled: the conversation is the people's."""
    talk = Talk.of(row, terms_store.load(connection, row.customer_id))
    seen = row.owner_epoch
    if row.owner_kind != "bot" or not conversation_store.own(
        connection, row.conversation_id, kind="queue", owner=None, status="active", seen=seen, now=now
    ):
        return
    talk.owner_epoch = seen + 1
    _open(connection, talk, PeopleAsked(talk, "bot_failed", "", "", None), now)


def _open(connection: Connection, talk: Talk, asked: PeopleAsked, now: int) -> None:
    context = _context(connection, talk, asked)
    case_store.open_case(
        connection,
        id=new_id(),
        conversation_id=talk.conversation_id,
        customer_id=talk.customer_id,
        epoch=talk.owner_epoch,
        reason=asked.code,
        context=_encode(context).decode(),
        opened_at=now,
        due_at=due_at(now),
    )


def _context(connection: Connection, talk: Talk, asked: PeopleAsked) -> Context:
    standing = state.decode(talk.state)
    known: dict[str, Any] = {}
    for frame in standing.frames:
        known |= {name: value for name, value in frame.vars.items() if isinstance(value, str | int | float | bool)}
    question = standing.pending.body if standing.pending and standing.pending.kind != "offer" else None
    context = recall.context(
        connection,
        talk.conversation_id,
        Trigger(code=asked.code, flow=asked.flow),
        facts=known,
        open_question=question,
        language=standing.language,
    )
    if not asked.summary and not asked.title:
        return context
    need = msgspec.structs.replace(
        context.need,
        title=context.need.title or asked.title,
        summary=context.need.summary or asked.summary,
    )
    return msgspec.structs.replace(context, need=need)
