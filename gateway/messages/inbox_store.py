"""The inbox: every event that a conversation must react to, once, in order, until it is handled.

`lane` holds one row for each conversation that has something waiting: who waits longest is served first, so a customer
who sends a thousand messages waits behind one who sent one. States: waiting, done, failed (given up, an admin may
retry), unreadable (nobody to attach it to), unmatched (a status that came before the answer it belongs to).
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, Table, Text, delete, select, update
from sqlalchemy import text as sql

from gateway.ground.database import metadata
from gateway.ground.setwise import Query, Statement, insertion

BURST = 16  # places of one conversation handled in one turn

inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("dedupe", Text, nullable=False, unique=True),
    Column("account", Text, nullable=False),
    Column("conversation_id", Text),
    Column("customer_id", Text),
    Column("address_id", Text),
    Column("seq", BigInteger),
    Column("kind", Text, nullable=False),  # inbound, echo, command, status, unreadable
    Column("ref", Text),  # of an unmatched status: the provider's id it speaks of
    Column("payload", Text),
    Column("reason", Text),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("received_at", BigInteger, nullable=False),
    Index("inbox_waiting", "conversation_id", "seq", sqlite_where=sql("state = 'waiting'"),
          postgresql_where=sql("state = 'waiting'")),
    Index("inbox_odd", "state", "id", sqlite_where=sql("state IN ('failed', 'unreadable')"),
          postgresql_where=sql("state IN ('failed', 'unreadable')")),
    Index("inbox_unmatched", "ref", sqlite_where=sql("state = 'unmatched'"),
          postgresql_where=sql("state = 'unmatched'")),
)  # fmt: skip

lane = Table(
    "lane",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("due_at", BigInteger, nullable=False),
    Index("lane_due", "due_at"),
    sqlite_with_rowid=False,
)


class Overtaken(Exception):
    """What was taken up was another's meanwhile: undo all."""


class NewEvent(msgspec.Struct, array_like=True):
    dedupe: str
    account: str
    conversation_id: str | None
    customer_id: str | None
    address_id: str | None
    seq: int | None
    kind: str
    ref: str | None
    payload: str | None
    reason: str | None
    state: str
    received_at: int


class Waiting(msgspec.Struct, array_like=True):
    """An event to handle, with the conversation it belongs to as it stands."""

    id: int
    account: str
    kind: str
    seq: int
    payload: str
    attempts: int
    received_at: int
    conversation_id: str
    customer_id: str
    address_id: str | None
    conversation_seq: int
    owner_kind: str
    owner_id: str | None
    owner_epoch: int
    status: str
    state: str | None
    address: str | None
    address_status: str | None
    channel: str | None
    chat: str | None
    last_inbound_at: int | None
    name: str | None
    language: str | None
    timezone: str | None


class Fresh(msgspec.Struct, array_like=True):
    """An event that just arrived, `position` tells which: the address it came from, as its account names it."""

    position: int
    account: str
    key: str
    kind: str
    dedupe: str
    received_at: int


class Standing(Waiting):
    """How things stand where an event came from. `seq` is its position among the given, its payload is left empty."""

    is_repeated: bool  # we have this very event
    is_lined_up: bool  # something waits in its conversation
    is_busy: bool  # something is still to leave to that address, or leaving


class _Picked(msgspec.Struct, array_like=True):
    conversation_id: str


class _Dedupe(msgspec.Struct, array_like=True):
    dedupe: str


_ADD = insertion(inbox, NewEvent, "ON CONFLICT (dedupe) DO NOTHING")
_SEEN = Query(_Dedupe, ["i.dedupe"], "FROM [[wanted dedupe:text]] AS w JOIN inbox i ON i.dedupe = w.dedupe")
# Who is in the line stays in place: what came later neither gains nor ends the patience with an event that failed
_LINE_UP = Statement(
    """INSERT INTO lane (conversation_id, due_at) SELECT id, due FROM [[rows id:text due:bigint]] AS fresh WHERE true
    ON CONFLICT (conversation_id) DO NOTHING"""
)
_WAITING_COLUMNS = [
    "i.id", "coalesce(nullif(i.account, ''), a.account, '')", "i.kind", "i.seq", "i.payload", "i.attempts",
    "i.received_at", "c.id", "c.customer_id", "i.address_id", "c.seq", "c.owner_kind", "c.owner_id", "c.owner_epoch",
    "c.status", "c.state", "a.value", "a.status", "a.channel", "a.chat", "t.last_inbound_at", "u.name", "u.language",
    "u.timezone",
]  # fmt: skip
_WAITING = """FROM [[picked id:text]] AS picked
    JOIN conversation c ON c.id = picked.id
    JOIN inbox i ON i.conversation_id = c.id AND i.state = 'waiting' AND i.seq < :burst +
      (SELECT min(w.seq) FROM inbox w WHERE w.conversation_id = c.id AND w.state = 'waiting')
    JOIN customer u ON u.id = c.customer_id
    LEFT JOIN address a ON a.id = i.address_id
    LEFT JOIN thread t ON t.address_id = i.address_id
    ORDER BY c.id, i.seq"""
_CALLERS = """FROM [[fresh position:integer account:text key:text kind:text dedupe:text received_at:bigint]] AS f
    JOIN address_key k ON k.account = f.account AND k.key = f.key
    JOIN address a ON a.id = k.address_id
    JOIN conversation c ON c.customer_id = a.customer_id"""
_STANDING = Query(
    Standing,
    ["0", "f.account", "f.kind", "f.position", "''", "0", "f.received_at", "c.id", "c.customer_id", "a.id", "c.seq",
     "c.owner_kind", "c.owner_id", "c.owner_epoch", "c.status", "c.state", "a.value", "a.status", "a.channel", "a.chat",
     "t.last_inbound_at", "u.name", "u.language", "u.timezone",
     "EXISTS (SELECT 1 FROM inbox i WHERE i.dedupe = f.dedupe)",
     "EXISTS (SELECT 1 FROM lane l WHERE l.conversation_id = c.id)",
     "EXISTS (SELECT 1 FROM delivery d WHERE d.address_id = a.id AND d.state IN ('queued', 'sending'))"],
    f"""{_CALLERS}
    JOIN customer u ON u.id = c.customer_id
    LEFT JOIN thread t ON t.address_id = a.id
    ORDER BY c.id, f.position""",
)  # fmt: skip
_HOLD_CALLERS = Query(_Picked, ["c.id"], f"{_CALLERS} ORDER BY c.id FOR UPDATE OF c")
# SQLite has one writer; elsewhere a turn holds its conversations until it commits
_HELD = {
    dialect: Query(Waiting, _WAITING_COLUMNS, _WAITING + locked)
    for dialect, locked in (("sqlite", ""), ("postgresql", " FOR UPDATE OF c"))
}
# The conversation is the lock, here as for whoever stores an event: two that took one row each would wait for ever
_PICK = {
    dialect: Query(
        _Picked,
        ["l.conversation_id"],
        f"FROM lane l{held} WHERE l.due_at <= :now ORDER BY l.due_at LIMIT :most{locked}",
    )
    for dialect, held, locked in (
        ("sqlite", "", ""),
        ("postgresql", " JOIN conversation c ON c.id = l.conversation_id", " FOR UPDATE OF c SKIP LOCKED"),
    )
}
_SET_BACK = Statement("UPDATE lane SET due_at = :now WHERE due_at > :latest")
_DONE = Statement(
    """UPDATE inbox SET state = 'done', payload = NULL
    WHERE state = 'waiting' AND id IN (SELECT id FROM [[rows id:bigint]] AS handled)"""
)
# Whoever still has something waiting goes to the end of the line
_LEAVE = Statement(
    """DELETE FROM lane WHERE conversation_id IN (SELECT id FROM [[rows id:text]] AS served)
    AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.conversation_id = lane.conversation_id AND i.state = 'waiting')"""
)
_REQUEUE = Statement(
    "UPDATE lane SET due_at = :now WHERE conversation_id IN (SELECT id FROM [[rows id:text]] AS served)"
)
_by_dedupe = attrgetter("dedupe")


def seen(connection: Connection, dedupes: Sequence[str]) -> set[str]:
    """Which of these we have already."""
    return {row.dedupe for row in _SEEN.rows(connection, wanted=[(one,) for one in dedupes])}


def add(connection: Connection, events: Sequence[NewEvent]) -> None:
    """Keep these events; what we have already stays as it is."""
    _ADD.run(connection, rows=sorted(events, key=_by_dedupe))  # one order for everybody: no deadlock


def line_up(connection: Connection, conversations: dict[str, int]) -> None:
    """These conversations have something waiting, each from its instant on if it did not wait already."""
    _LINE_UP.run(connection, rows=sorted(conversations.items()))


def pick(connection: Connection, now: int, most: int) -> list[str]:
    """The conversations that wait longest, held by this transaction until it ends."""
    return [row.conversation_id for row in _PICK[connection.dialect.name].rows(connection, now=now, most=most)]


def waiting(connection: Connection, conversations: Sequence[str], burst: int) -> list[Waiting]:
    """What waits in these conversations, each in its order and at most `burst` places; they are held till commit."""
    return _HELD[connection.dialect.name].rows(connection, picked=[(one,) for one in conversations], burst=burst)


def standing(connection: Connection, fresh: Sequence[Fresh]) -> list[Standing]:
    """How things stand with those of these events whose address is known, conversation by conversation.

    Their conversations are held until this transaction ends.
    """
    if connection.dialect.name == "sqlite":  # which has one writer; else what we see must not have changed meanwhile
        return _STANDING.rows(connection, fresh=list(fresh))
    held = {row.conversation_id for row in _HOLD_CALLERS.rows(connection, fresh=list(fresh))}
    # Whom another process met between these two reads is seen by the second and held by neither: still a stranger
    return [row for row in _STANDING.rows(connection, fresh=list(fresh)) if row.conversation_id in held]


def finish(connection: Connection, events: Sequence[int], conversations: Sequence[str], now: int) -> int:
    """These events are handled; their conversations leave the line, or go to its end: how many have more waiting.

    Raises Overtaken where another process handled one of them: then nothing of this turn may stay.
    """
    if _DONE.run(connection, rows=[(one,) for one in events]) < len(events):
        raise Overtaken
    served = [(one,) for one in conversations]
    _LEAVE.run(connection, rows=served)
    return _REQUEUE.run(connection, rows=served, now=now)


def set_back(connection: Connection, now: int, longest: int) -> None:
    """The clock was set back: nobody waits longer than `longest` for that."""
    _SET_BACK.run(connection, now=now, latest=now + longest)


def postpone(connection: Connection, event: int, conversation_id: str, due_at: int, reason: str) -> None:
    """Handling this event failed: its conversation waits until `due_at`."""
    connection.execute(update(inbox).where(inbox.c.id == event).values(attempts=inbox.c.attempts + 1, reason=reason))
    connection.execute(update(lane).where(lane.c.conversation_id == conversation_id).values(due_at=due_at))


def give_up(connection: Connection, event: int, reason: str, *, shown: bool) -> None:
    """Out of the way of the next, and kept for an admin; with its payload, unless people see it as a message."""
    values = {"state": "failed", "attempts": inbox.c.attempts + 1, "reason": reason}
    connection.execute(
        update(inbox).where(inbox.c.id == event).values(**values, **({"payload": None} if shown else {}))
    )


def erase(connection: Connection, conversation_id: str) -> None:
    """What came from there is forgotten; that it came is not, so that a repetition stays one."""
    chosen = inbox.c.conversation_id == conversation_id
    connection.execute(update(inbox).where(chosen).values(payload=None, ref=None, state="done"))
    connection.execute(delete(lane).where(lane.c.conversation_id == conversation_id))


def drop_handled(connection: Connection, since: int, after: int, most: int) -> tuple[int, int | None]:
    """Of the next `most` events behind this id, those from before this instant that nobody waits for go.

    How many went, and behind which id to go on; None: the rest is younger. A failed event stays, an admin may retry it.
    """
    seen = connection.execute(
        select(inbox.c.id, inbox.c.received_at, inbox.c.state)
        .where(inbox.c.id > after)
        .order_by(inbox.c.id)
        .limit(most)
    ).all()
    gone = [row.id for row in seen if row.received_at < since and row.state not in ("waiting", "failed")]
    if gone:
        connection.execute(delete(inbox).where(inbox.c.id.in_(gone)))
    goes_on = len(seen) == most and seen[-1].received_at < since
    return len(gone), seen[-1].id if goes_on else None
