"""Answers to questions: listed, made, changed and taken away, by programs with a key and by admins in the Studio."""

from __future__ import annotations

import asyncio

import msgspec
from sqlalchemy import Connection

from dialogs import knowledge_store
from dialogs.knowledge import BadKnowledge, KnowledgeItem, Question, check
from gateway.api.doors import Doors
from gateway.api.operation import Call, Guard, Operation
from gateway.api.problem import Problem
from gateway.api.shapes import Place
from gateway.journey.rehearsing import supposing
from gateway.journey.world import World


class KnowledgeList(msgspec.Struct):
    """`revisions` are by id, for whoever changes one of them."""

    items: list[KnowledgeItem]
    revisions: dict[str, int]


class Over(msgspec.Struct, kw_only=True):
    """`seen` is the revision that is changed, 0: there was none. Without, it is put whatever there was."""

    seen: Place | None = None


class Asked(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a customer might say."""

    text: Question


class NearShape(msgspec.Struct, kw_only=True):
    """An item by the question of its own that comes nearest. `score`: in a hundred."""

    item: str
    language: str
    question: str
    score: int


class Heard(msgspec.Struct, kw_only=True):
    """What the bot would make of it, said by somebody it has met and asks nothing. `flow`: the one that answers, by
    its name; null: none. `item`: the one that is sure, also where a flow comes first. `said`: what it answers."""

    flow: str | None
    item: str | None
    language: str | None
    said: list[str]
    near: list[NearShape]


def operations(doors: Doors, world: World, *, base: str, guard: Guard) -> list[Operation]:
    async def listing(_call: Call) -> KnowledgeList:
        return await doors.database.read(_listing)

    async def put(call: Call) -> KnowledgeItem:
        if call.body.id != call.path["id"]:
            raise Problem(422, f"body: id is {call.body.id}, the address says {call.path['id']}")
        item: KnowledgeItem = call.body
        await doors.write(keep, doors, item, call.query.seen)
        await doors.database.read(world.library.renew)
        return item

    async def remove(call: Call) -> None:
        if not await doors.write(knowledge_store.remove, call.path["id"]):
            raise Problem(404, "there is no such item")
        await doors.database.read(world.library.renew)

    async def ask(call: Call) -> Heard:
        return await asyncio.to_thread(_heard, world, call.body.text, doors.clock())

    one = base + "/{id}"
    return [
        Operation(method="GET", path=base, summary="Answers to questions, by id", run=listing, guard=guard,
                  returns=KnowledgeList),
        Operation(method="PUT", path=one, summary="Make an answer to questions, or change it", run=put, guard=guard,
                  body=KnowledgeItem, query=Over, returns=KnowledgeItem, errors=(409,)),
        Operation(method="DELETE", path=one, summary="Take an answer away", run=remove, guard=guard, status=204),
        Operation(method="POST", path=base + "/ask", summary="Try a question", run=ask, guard=guard, body=Asked,
                  returns=Heard),
    ]  # fmt: skip


def _listing(connection: Connection) -> KnowledgeList:
    return KnowledgeList(knowledge_store.listing(connection), knowledge_store.revisions(connection))


def keep(connection: Connection, doors: Doors, item: KnowledgeItem, seen: int | None = None) -> None:
    """Raises Problem where it cannot be answered from as it is, or somebody changed it meanwhile."""
    try:
        check([item], doors.languages)
    except BadKnowledge as bad:
        raise Problem(422, f"body: {bad}") from None
    if seen is None:
        knowledge_store.put(connection, [item])
        return
    try:
        knowledge_store.put_over(connection, item, seen)
    except knowledge_store.Changed:
        raise Problem(409, "somebody changed it meanwhile", code="stale", hint="Look at it, then save yours") from None


def _heard(world: World, text: str, now: int) -> Heard:
    supposed = supposing.suppose(world, text, now)
    return Heard(
        flow=supposed.flow, item=supposed.known.item.id if supposed.known else None,
        language=supposed.known.language if supposed.known else None, said=list(supposed.said),
        near=[
            NearShape(item=one.item, language=one.language, question=one.question, score=round(one.score * 100))
            for one in supposed.near
        ],
    )  # fmt: skip
