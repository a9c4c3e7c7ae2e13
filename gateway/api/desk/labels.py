"""Tags of conversations, canned replies and macros."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from gateway.api.auth import Agent
from gateway.api.desk import sight, worklist_store
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso
from gateway.ground.ids import new_id
from handoff import canned_store, tag_store, team_store
from handoff.roles import Right

Tag = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]
_json = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


class Tags(msgspec.Struct):
    """All that the conversation is to have."""

    tags: Annotated[list[Tag], msgspec.Meta(max_length=30)]


class KnownTag(msgspec.Struct):
    tag: str
    times: int


class KnownTags(msgspec.Struct):
    items: list[KnownTag]


class MacroAct(msgspec.Struct, kw_only=True):
    """Done after the text is sent: add tags, pass on to a team, snooze for some hours, or resolve."""

    act: Literal["tag", "transfer", "snooze", "resolve"]
    tags: list[Tag] = []
    team: str | None = None
    reason: str = ""
    hours: Annotated[int, msgspec.Meta(ge=1, le=720)] | None = None


class NewCanned(msgspec.Struct, kw_only=True):
    """`shortcut` is typed after "/". With `acts` it is a macro. `team` null: for everybody."""

    shortcut: Annotated[str, msgspec.Meta(pattern=r"^[\w-]{1,40}$")]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    texts: dict[str, Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]] = {}
    acts: list[MacroAct] = []
    team: str | None = None


class Canned(NewCanned, kw_only=True):
    id: str
    at: str


class AllCanned(msgspec.Struct):
    items: list[Canned]


def operations(doors: Doors) -> list[Operation]:
    labels = _Labels(doors)
    canned = "/desk/api/canned"
    return [
        Operation(method="PUT", path="/desk/api/conversations/{id}/tags", summary="Tag it", run=labels.tag, body=Tags,
                  returns=Tags, guard="agent"),
        Operation(method="GET", path="/desk/api/tags", summary="Tags in use", run=labels.tags, returns=KnownTags,
                  guard="agent"),
        Operation(method="GET", path=canned, summary="Canned replies and macros", run=labels.listing,
                  returns=AllCanned, guard="agent"),
        Operation(method="POST", path=canned, summary="A new one", run=labels.add, body=NewCanned, returns=Canned,
                  guard="supervisor"),
        Operation(method="PUT", path=f"{canned}/{{id}}", summary="Change it", run=labels.change, body=NewCanned,
                  returns=Canned, guard="supervisor"),
        Operation(method="DELETE", path=f"{canned}/{{id}}", summary="Take it away", run=labels.remove,
                  guard="supervisor"),
    ]  # fmt: skip


class _Labels:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def tag(self, call: Call) -> Tags:
        conversation_id = call.path["id"]
        now = self._doors.clock()
        tags = await self._doors.database.write(_tag, conversation_id, call.who, call.body.tags, now)
        self._doors.changed([conversation_id], "tags")
        return Tags(tags)

    async def tags(self, call: Call) -> KnownTags:
        return KnownTags([KnownTag(*one) for one in await self._doors.database.read(worklist_store.tags, call.who)])

    async def listing(self, call: Call) -> AllCanned:
        teams = None if call.who.may(Right.SEE_ALL) else call.who.teams
        rows: Any = await self._doors.database.read(canned_store.listing, teams)
        return AllCanned([show(row) for row in rows])

    async def add(self, call: Call) -> Canned:
        return await self._put(new_id(), call)

    async def change(self, call: Call) -> Canned:
        if await self._doors.database.read(canned_store.get, call.path["id"]) is None:
            raise Problem(404, "there is no such canned reply")
        return await self._put(call.path["id"], call)

    async def remove(self, call: Call) -> None:
        if not await self._doors.database.write(canned_store.remove, call.path["id"]):
            raise Problem(404, "there is no such canned reply")

    async def _put(self, canned_id: str, call: Call) -> Canned:
        try:
            return await self._doors.database.write(_put, canned_id, call.body, call.who, self._doors.clock())
        except IntegrityError:
            raise Problem(409, f"/{call.body.shortcut} is taken by another") from None


def show(row: Any) -> Canned:
    return Canned(
        id=row.id, shortcut=row.shortcut, title=row.title, texts=_json(row.texts), team=row.team_id,
        acts=msgspec.convert(_json(row.acts), list[MacroAct]), at=to_iso(row.at) or "",
    )  # fmt: skip


def _put(connection: Connection, canned_id: str, new: NewCanned, agent: Agent, now: int) -> Canned:
    if not new.texts and not new.acts:
        raise Problem(422, "texts: it says nothing and does nothing")
    for team in [new.team, *(act.team for act in new.acts)]:
        if team is not None and team_store.get(connection, team) is None:
            raise Problem(422, f"team: there is no {team!r}")
    canned_store.put(
        connection, canned_id, shortcut=new.shortcut, title=new.title, texts=_encode(new.texts).decode(),
        acts=_encode(new.acts).decode(), team_id=new.team, by=agent.id, at=now,
    )  # fmt: skip
    return show(canned_store.get(connection, canned_id))


def _tag(connection: Connection, conversation_id: str, agent: Agent, tags: list[str], now: int) -> list[str]:
    sight.must_see(connection, conversation_id, agent)
    tag_store.put(connection, conversation_id, tags, agent.id, now)
    return tag_store.of_conversations(connection, [conversation_id]).get(conversation_id, [])
