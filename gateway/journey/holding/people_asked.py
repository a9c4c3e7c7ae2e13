"""People asked: what the turns of a batch leave to people: cases that open, the trail, and who waits for an answer."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.journey import recall
from gateway.journey.crossing import pivoting
from gateway.journey.holding import controlling, passing, waiting
from gateway.journey.holding.opening import open_case
from gateway.journey.routing import WITH_PEOPLE
from gateway.journey.talk import Harvest, PeopleAsked, Talk
from gateway.messages.inbox_store import Waiting
from gateway.people import conversation_store
from gateway.terms import terms_store
from handoff import case_store
from handoff.case import Act
from handoff.context import Context, Trigger


def tell(connection: Connection, harvest: Harvest, now: int) -> None:
    """After the turns are stored: everything that people must know of them."""
    for talk in harvest.talks:
        for changed in talk.changes:
            passing.leave_trail(connection, changed, changed.move, changed.epoch, None, None, now)
            if changed.move.owner == "external":
                controlling.let_go(connection, changed.id, now)
    for asked in harvest.asked:
        is_theirs = asked.talk.owner_kind in WITH_PEOPLE  # still: the turn may have gone on
        if is_theirs and case_store.current(connection, asked.talk.conversation_id) is None:
            _open(connection, asked.talk, asked, now)
    for spoke in harvest.spoke:
        waiting.tell(connection, spoke, now)
    for linked in harvest.linked:
        pivoting.tell(connection, linked, now)


def bot_failed(connection: Connection, row: Waiting, now: int) -> None:
    """An event that could not be handled: the conversation is the people's."""
    talk = Talk.of(row, terms_store.load(connection, row.customer_id))
    held: Any = conversation_store.get(connection, row.conversation_id)
    if held.owner_kind != "bot" or held.status != "active":
        return
    passed = passing.pass_on(connection, held, Act.FAIL, now=now)
    if passed is not None:
        talk.owner_epoch = passed.epoch
        _open(connection, talk, PeopleAsked(talk, "bot_failed", "", "", None), now)


def _open(connection: Connection, talk: Talk, asked: PeopleAsked, now: int) -> None:
    context = _context(connection, talk, asked)
    open_case(
        connection, talk.conversation_id, talk.customer_id, talk.owner_epoch, context, now, language=talk.language,
        waits=asked.code not in controlling.ELSEWHERE, team=asked.team, skills=asked.skills, priority=asked.priority,
    )  # fmt: skip


def _context(connection: Connection, talk: Talk, asked: PeopleAsked) -> Context:
    trigger = Trigger(code=asked.code, flow=asked.flow)
    context = recall.context(connection, talk.conversation_id, trigger, asked.team)
    if not asked.summary and not asked.title:
        return context
    need = msgspec.structs.replace(
        context.need,
        title=context.need.title or asked.title,
        summary=context.need.summary or asked.summary,
    )
    return msgspec.structs.replace(context, need=need)
