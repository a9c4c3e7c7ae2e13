"""Answers to questions: listed, made, changed and taken away, by programs with a key and by admins in the Studio."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from dialogs import knowledge_store
from dialogs.knowledge import BadKnowledge, KnowledgeItem, check
from gateway.api.doors import Doors
from gateway.api.operation import Call, Guard, Operation
from gateway.api.problem import Problem
from gateway.journey.library import Library


class KnowledgeList(msgspec.Struct):
    items: list[KnowledgeItem]


def operations(doors: Doors, library: Library, *, base: str, guard: Guard) -> list[Operation]:
    async def listing(_call: Call) -> KnowledgeList:
        return KnowledgeList(await doors.database.read(knowledge_store.listing))

    async def put(call: Call) -> KnowledgeItem:
        if call.body.id != call.path["id"]:
            raise Problem(422, f"body: id is {call.body.id}, the address says {call.path['id']}")
        item: KnowledgeItem = call.body
        await doors.write(keep, doors, item)
        await doors.database.read(library.renew)
        return item

    async def remove(call: Call) -> None:
        if not await doors.write(knowledge_store.remove, call.path["id"]):
            raise Problem(404, "there is no such item")
        await doors.database.read(library.renew)

    one = base + "/{id}"
    return [
        Operation(method="GET", path=base, summary="Answers to questions, by id", run=listing, guard=guard,
                  returns=KnowledgeList),
        Operation(method="PUT", path=one, summary="Make an answer to questions, or change it", run=put, guard=guard,
                  body=KnowledgeItem, returns=KnowledgeItem),
        Operation(method="DELETE", path=one, summary="Take an answer away", run=remove, guard=guard, status=204),
    ]  # fmt: skip


def keep(connection: Connection, doors: Doors, item: KnowledgeItem) -> None:
    """Raises Problem where it cannot be answered from as it is."""
    try:
        check([item], doors.languages)
    except BadKnowledge as bad:
        raise Problem(422, f"body: {bad}") from None
    knowledge_store.put(connection, [item])
