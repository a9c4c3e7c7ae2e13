"""What was not understood, in groups, for admins: each becomes an example of a flow, an answer, or is dismissed.

What becomes of it is written by the admin, who has seen it: customers' words go nowhere by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, plain_text
from dialogs import unclear_store
from dialogs.draft_store import Stale
from dialogs.errors import FlowProblem
from dialogs.flow_edit import EditRefused, edit
from dialogs.knowledge import KnowledgeItem, Question
from dialogs.publishing import Release
from dialogs.unclear import Saying, grouped
from dialogs.yaml_text import parsed, plain
from gateway.api.doors import Doors
from gateway.api.operation import Call, Guard, Operation
from gateway.api.problem import Problem
from gateway.api.programs import knowledge
from gateway.api.shapes import Place
from gateway.api.studio import drafts, shapes
from gateway.ground.clock import to_iso
from gateway.journey.library import Library
from gateway.messages import message_store

MOST_EXAMPLES = 20
KEPT = unclear_store.KEPT

_content = msgspec.json.Decoder(Content).decode


class UnclearGroup(msgspec.Struct, kw_only=True):
    """Things that customers said alike. `examples` are different wordings, the most frequent first."""

    language: str
    examples: list[str]
    count: int
    last: str
    messages: list[str]


class UnclearGroups(msgspec.Struct):
    items: list[UnclearGroup]


class NewExamples(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """For the draft of a flow; `seen` is the revision that was looked at, 0: there was none. `words` are said exactly
    so, examples are like what is said."""

    flow: str
    seen: Place
    language: Annotated[str, msgspec.Meta(pattern="^[a-z]{2}$")]
    words: Annotated[list[Question], msgspec.Meta(min_length=1, max_length=MOST_EXAMPLES)]
    as_: Literal["examples", "words"] = msgspec.field(default="examples", name="as")


class Resolve(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What becomes of a group: `examples` or an `answer`; neither dismisses it. `seen`: the answer's revision."""

    messages: Annotated[list[str], msgspec.Meta(min_length=1, max_length=unclear_store.MOST)]
    examples: NewExamples | None = None
    answer: KnowledgeItem | None = None
    seen: Place | None = None


class Restore(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A group that was dismissed by mistake: what stood in it is read from the messages again."""

    messages: Annotated[list[str], msgspec.Meta(min_length=1, max_length=unclear_store.MOST)]
    language: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}$")]


class Restored(msgspec.Struct, kw_only=True):
    """How many are on the list again: not those whose words are gone, or too old."""

    restored: int


class Resolved(msgspec.Struct, kw_only=True):
    """How many sayings are gone from the list; the draft that holds the examples."""

    resolved: int
    draft: shapes.Saved | None


def operations(doors: Doors, library: Library, *, base: str, guard: Guard) -> list[Operation]:
    async def listing(_call: Call) -> UnclearGroups:
        return await doors.database.read(_listing, doors.clock())

    async def resolve(call: Call) -> Resolved:
        by = Release(at=to_iso(doors.clock()) or "", author=call.who.name)
        try:
            resolved: Resolved = await doors.write(_resolve, doors, call.body, by)
        except Stale as stale:
            saved = drafts.draft(stale.row) if stale.row else None
            raise Problem(409, str(stale), code="stale", hint="Look at it, then save yours", draft=saved) from None
        except (EditRefused, FlowProblem) as refused:
            raise Problem(422, str(refused), code="edit_refused") from None
        await doors.database.read(library.renew)
        return resolved

    async def restore(call: Call) -> Restored:
        return Restored(restored=await doors.write(_restore, call.body, doors.clock()))

    return [
        Operation(method="GET", path=base, summary="What was not understood", run=listing, guard=guard,
                  returns=UnclearGroups),
        Operation(method="POST", path=base + "/resolve", summary="Say what becomes of a group", run=resolve,
                  guard=guard, body=Resolve, returns=Resolved, errors=(404, 409)),
        Operation(method="POST", path=base + "/restore", summary="Take a dismissal back", run=restore, guard=guard,
                  body=Restore, returns=Restored),
    ]  # fmt: skip


def _listing(connection: Connection, now: int) -> UnclearGroups:
    rows = unclear_store.newest(connection, now - unclear_store.KEPT)
    groups = grouped(Saying(row.message_id, row.language, row.words, row.at) for row in rows)
    return UnclearGroups([
        UnclearGroup(language=one.language, examples=list(one.examples), count=len(one.messages),
                     last=to_iso(one.last) or "", messages=list(one.messages))
        for one in groups
    ])  # fmt: skip


def _resolve(connection: Connection, doors: Doors, asked: Resolve, by: Release) -> Resolved:
    """All of it or nothing. Raises Stale, EditRefused, FlowProblem or Problem."""
    if asked.examples is not None and asked.answer is not None:
        raise Problem(422, "body: a group becomes examples or an answer, not both")
    saved = _exemplify(connection, asked.examples, doors.languages, by) if asked.examples is not None else None
    if asked.answer is not None:
        knowledge.keep(connection, doors, asked.answer, asked.seen)
    return Resolved(resolved=unclear_store.drop(connection, asked.messages), draft=saved)


def _restore(connection: Connection, asked: Restore, now: int) -> int:
    rows: Any = message_store.of_ids(connection, asked.messages)
    again = [_unclear(row, asked.language) for row in rows if _is_said(row) and row.received_at > now - KEPT]
    if again:
        unclear_store.add(connection, again)
    return len(again)


def _is_said(row: Any) -> bool:
    return row.direction == "in" and row.deleted_at is None and row.type == "text"


def _unclear(row: Any, language: str) -> dict[str, Any]:
    words = plain_text(_content(row.content)).strip()[: unclear_store.LONGEST]
    of = {"message_id": row.id, "conversation_id": row.conversation_id}
    return {**of, "language": language, "words": words, "at": row.received_at}


def _exemplify(
    connection: Connection, asked: NewExamples, languages: Sequence[str], by: Release
) -> shapes.Saved:  # fmt: skip
    text = drafts.newest(connection, asked.flow)
    if text is None:
        raise Problem(404, "there is no such flow")
    start = plain(parsed(text, asked.flow).get("start") or {}, asked.flow)
    learnt = {**start, asked.as_: _extended(start.get(asked.as_), asked)}
    fresh = edit(text, "", {"start": learnt})
    return drafts.save(connection, asked.flow, shapes.Save(yaml=fresh, seen=asked.seen), languages, by)


def _extended(held: Any, asked: NewExamples) -> Any:
    """Examples and words are a list by language, or one list for all."""
    if isinstance(held, list):
        return _with(held, asked.words)
    by_language = held if isinstance(held, dict) else {}
    return {**by_language, asked.language: _with(by_language.get(asked.language) or [], asked.words)}


def _with(held: list[Any], words: Sequence[str]) -> list[Any]:
    return [*held, *(one for one in dict.fromkeys(words) if one not in held)]
