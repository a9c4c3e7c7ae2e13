"""`/api/v1/items`: content by topic, told by digests, to who asks, and on the board."""

from __future__ import annotations

from typing import Annotated

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.shapes import MOST, Limit
from gateway.outreach import item_store
from gateway.outreach.item import BadItem, Item, check


class ItemQuery(msgspec.Struct, kw_only=True):
    after: Annotated[str, msgspec.Meta(min_length=1)] | None = None
    limit: Limit = 200


class Items(msgspec.Struct):
    items: list[Item]
    next: str | None


def operations(doors: Doors) -> list[Operation]:
    async def listing(call: Call) -> Items:
        return await doors.database.read(_listing, call.query)

    async def put(call: Call) -> Item:
        return await doors.write(_put, doors, call.body)

    async def remove(call: Call) -> None:
        if not await doors.write(item_store.remove, call.path["id"]):
            raise Problem(404, "there is no such item")

    base = "/api/v1/items"
    return [
        Operation(method="GET", path=base, summary="Items, by id", run=listing, query=ItemQuery, returns=Items),
        Operation(method="POST", path=base, summary="Make an item, or change it", run=put, body=Item, returns=Item),
        Operation(method="DELETE", path=base + "/{id}", summary="Take an item away", run=remove, status=204),
    ]


def _listing(connection: Connection, asked: ItemQuery) -> Items:
    limit = min(asked.limit, MOST)
    found = item_store.listing(connection, asked.after, limit + 1)
    return Items(found[:limit], found[limit - 1].id if len(found) > limit else None)


def _put(connection: Connection, doors: Doors, item: Item) -> Item:
    try:
        check([item], doors.topics, doors.languages, doors.zone)
    except BadItem as bad:
        raise Problem(422, f"body: {bad}") from None
    item_store.put(connection, [item], doors.zone)
    return item
