"""Notes, mentions and drafts: what agents write for each other and for later. Customers never see any of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from sqlalchemy import Connection

from gateway.api.auth import Agent
from gateway.api.desk import reading, sight, uploads
from gateway.api.desk.uploads import Upload
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso
from gateway.ground.ids import new_id
from handoff import agent_store, note_store, unsent_store

Body = Annotated[str, msgspec.Meta(min_length=1, max_length=10_000)]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class NewNote(msgspec.Struct, kw_only=True):
    """`client_id` makes a repeated click one note. `mentions` are ids of colleagues who are asked to look."""

    client_id: Key
    body: Body
    mentions: list[str] = []


class Note(msgspec.Struct, kw_only=True):
    """`seq`: it stands after that message of its conversation. `kind`: note, transfer or presence; `author` null: the
    gateway."""

    id: str
    conversation_id: str
    seq: int
    kind: str
    author: str | None
    author_name: str | None
    body: str
    mentions: list[str]
    at: str


class Notes(msgspec.Struct):
    items: list[Note]


class DraftBody(msgspec.Struct):
    """An empty body: there is none any more."""

    kind: Literal["reply", "note"]
    body: Annotated[str, msgspec.Meta(max_length=20_000)]


class Draft(msgspec.Struct):
    kind: Literal["reply", "note"]
    body: str
    at: str


class Drafts(msgspec.Struct):
    """`files` go with the reply, in this order."""

    items: list[Draft]
    files: list[Upload]


def operations(doors: Doors) -> list[Operation]:
    base = "/desk/api/conversations/{id}"
    notes = _Notes(doors)
    return [
        Operation(method="GET", path=f"{base}/notes", summary="Notes of colleagues", run=notes.listing, returns=Notes,
                  guard="agent"),
        Operation(method="POST", path=f"{base}/notes", summary="Write a note", run=notes.add, body=NewNote,
                  returns=Note, guard="agent"),
        Operation(method="GET", path=f"{base}/drafts", summary="My drafts", run=notes.drafts, returns=Drafts,
                  guard="agent"),
        Operation(method="PUT", path=f"{base}/drafts", summary="Keep a draft", run=notes.keep_draft,
                  body=DraftBody, guard="agent"),
    ]  # fmt: skip


class _Notes:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def listing(self, call: Call) -> Notes:
        customer_id, notes = await self._doors.database.write(_listing, call.path["id"], call.who, self._doors.clock())
        await sight.glanced(self._doors, call.who, customer_id)
        return Notes(notes)

    async def add(self, call: Call) -> Note:
        conversation_id = call.path["id"]
        note = await self._doors.database.write(_add, conversation_id, call.who, call.body, self._doors.clock())
        self._doors.changed([conversation_id], "note")
        return note

    async def drafts(self, call: Call) -> Drafts:
        return await self._doors.database.read(_drafts, self._doors, call.path["id"], call.who, self._doors.clock())

    async def keep_draft(self, call: Call) -> None:
        await self._doors.database.write(_keep_draft, call.path["id"], call.who, call.body, self._doors.clock())


def write(
    connection: Connection, held: Any, agent_id: str | None, body: str, client_id: str, now: int, *,
    kind: str = "note", mentioned: Sequence[str] = (),
) -> str:  # fmt: skip
    """Leave a note where the conversation is now; its id. The same `client_id` again: the same note."""
    before = note_store.by_client(connection, held.id, client_id)
    if before is not None:
        return str(before.id)
    note_id = new_id()
    note_store.add(
        connection, id=note_id, conversation_id=held.id, client_id=client_id, agent_id=agent_id, seq=held.seq,
        body=body, kind=kind, at=now,
    )  # fmt: skip
    note_store.mention_all(connection, note_id, held.id, mentioned, now)
    return note_id


def _listing(connection: Connection, conversation_id: str, agent: Agent, now: int) -> tuple[str, list[Note]]:
    """Looking at them answers the call of those who asked this agent to look."""
    held = sight.must_see(connection, conversation_id, agent)
    seen = reading.reach(connection, held, agent)
    for one in seen.all:
        note_store.see(connection, one, agent.id, now)
    return held.customer_id, _show(connection, note_store.of_conversations(connection, seen.all))


def _show(connection: Connection, rows: Sequence[Any]) -> list[Note]:
    names = agent_store.names(connection, sorted({row.agent_id for row in rows if row.agent_id}))
    mentioned = note_store.mentioned(connection, [row.id for row in rows])
    return [
        Note(
            id=row.id, conversation_id=row.conversation_id, seq=row.seq, kind=row.kind, author=row.agent_id,
            author_name=names.get(row.agent_id), body=row.body, mentions=mentioned.get(row.id, []),
            at=to_iso(row.at) or "",
        )
        for row in rows
    ]  # fmt: skip


def _add(connection: Connection, conversation_id: str, agent: Agent, new: NewNote, now: int) -> Note:
    held = sight.must_see(connection, conversation_id, agent)
    known = agent_store.names(connection, new.mentions)
    unknown = [one for one in new.mentions if one not in known]
    if unknown:
        raise Problem(422, "mentions: there is no such colleague")
    note_id = write(connection, held, agent.id, new.body, f"{agent.id}:{new.client_id}", now, mentioned=new.mentions)
    unsent_store.forget(connection, conversation_id, agent.id, "note")
    return next(
        one for one in _show(connection, note_store.of_conversations(connection, [held.id])) if one.id == note_id
    )


def _drafts(connection: Connection, doors: Doors, conversation_id: str, agent: Agent, now: int) -> Drafts:
    held = sight.must_see(connection, conversation_id, agent)
    rows: Any = unsent_store.of_agent(connection, conversation_id, agent.id)
    drafts = [Draft(row.kind, row.body, to_iso(row.at) or "") for row in rows]
    return Drafts(drafts, uploads.unsent(connection, doors, held, agent, now))


def _keep_draft(connection: Connection, conversation_id: str, agent: Agent, draft: DraftBody, now: int) -> None:
    sight.must_see(connection, conversation_id, agent)
    unsent_store.put(connection, conversation_id, agent.id, draft.kind, draft.body, now)
