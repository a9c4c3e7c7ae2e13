"""Cases, one open at most in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    Row,
    Table,
    Text,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy import text as sql

from handoff.tables import metadata

AFTER_WORK = 5 * 60_000  # milliseconds after the end that still belong to a case

_OPEN = sql("resolved_at IS NULL")

case = Table(
    "case",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),  # of the owner it opened with
    Column("reason", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("taken_at", BigInteger),
    Column("agent_id", Text),
    Column("answered_at", BigInteger),  # first answer of a person
    Column("resolved_at", BigInteger),
    Column("outcome", Text),  # resolved, handed_back
    Column("priority", Text, nullable=False, server_default="normal"),  # urgent, high, normal
    Column("target", BigInteger, nullable=False, server_default="1800000"),  # milliseconds, as it was when queued
    Column("queued_at", BigInteger),  # when it began to wait for an agent; skills that are missed are let go by it
    Column("team_id", Text),  # whose it is; None: everybody's
    Column("language", Text),
    Column("skills", Text, nullable=False, server_default="[]"),  # none of them may be missing
    Column("prefers", Text, nullable=False, server_default="[]"),  # better with these, in the order of letting them go
    Column("wanted", Text),  # the agent who should have it, if free
    Column("excluded", Text, nullable=False, server_default="{}"),  # {agent: until}: declined
    Column("offered_until", BigInteger),
    Column("hops", Integer, nullable=False, server_default="0"),  # transfers
    Column("is_async", Boolean, nullable=False, server_default=sql("false")),  # nobody waits at a screen any more
    Column("waiting_since", BigInteger),  # the first words nobody answered; None: the customer's turn
    Column("answers", Integer, nullable=False, server_default="0"),  # of people
    Column("quiet_since", BigInteger),  # the last answer of a person
    Column("snoozed_until", BigInteger),
    Column("thanks", Integer, nullable=False, server_default="0"),  # after the end, that needed no answer
    Column("conclusion", Text),  # what came of it: a word of the brand's own, or "other"
    Column("focus", BigInteger, nullable=False, server_default="0"),  # milliseconds that agents were at it
    Index("case_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("case_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("case_past", "conversation_id", "opened_at"),
)


class _Need(msgspec.Struct):
    title: str = ""


class _About(msgspec.Struct):
    """What a line about a case reads of its context package."""

    need: _Need = msgspec.field(default_factory=_Need)


_about = msgspec.json.Decoder(_About).decode


def open_case(connection: Connection, **values: Any) -> None:
    """Open a case; the database refuses a second one in the same conversation."""
    connection.execute(insert(case).values(**values))


def current(connection: Connection, conversation_id: str) -> Row[Any] | None:
    """The open case of a conversation."""
    chosen = (case.c.conversation_id == conversation_id, case.c.resolved_at.is_(None))
    return connection.execute(select(case).where(*chosen)).first()


def named(connection: Connection, case_id: str) -> Row[Any] | None:
    """The case of this id, open or not."""
    return connection.execute(select(case).where(case.c.id == case_id)).first()


def past(connection: Connection, *conversation_ids: str, most: int = 5) -> Sequence[Row[Any]]:
    """Resolved cases of these conversations, newest first."""
    chosen = (case.c.conversation_id.in_(conversation_ids), case.c.resolved_at.is_not(None))
    return connection.execute(select(case).where(*chosen).order_by(case.c.opened_at.desc()).limit(most)).all()


def titles(connection: Connection, case_ids: Sequence[str]) -> dict[str, str]:
    """What these cases are about, in a line."""
    rows = connection.execute(select(case.c.id, case.c.context).where(case.c.id.in_(case_ids)))
    return {row.id: _about(row.context).need.title for row in rows}


def count(connection: Connection, conversation_id: str) -> int:
    """How many there were."""
    counted = select(func.count()).select_from(case).where(case.c.conversation_id == conversation_id)
    return int(connection.execute(counted).scalar_one())


def last(connection: Connection, conversation_id: str) -> Row[Any] | None:
    """The newest case, open or not."""
    chosen = select(case).where(case.c.conversation_id == conversation_id)
    return connection.execute(chosen.order_by(case.c.opened_at.desc(), case.c.id.desc()).limit(1)).first()


def take(connection: Connection, conversation_id: str, agent_id: str, now: int) -> None:
    """The open case is this agent's; when it was first taken is kept."""
    taken = func.coalesce(case.c.taken_at, now)
    change(connection, conversation_id, agent_id=agent_id, taken_at=taken, offered_until=None, snoozed_until=None)


def answered(connection: Connection, conversation_id: str, now: int) -> None:
    """A person answered: nobody waits; when it was first so is kept."""
    first = func.coalesce(case.c.answered_at, now)
    change(
        connection, conversation_id, answered_at=first, waiting_since=None, quiet_since=now, answers=case.c.answers + 1
    )


def waits(connection: Connection, conversation_id: str, at: int) -> None:
    """The customer said something that needs an answer; the first such words count."""
    change(connection, conversation_id, waiting_since=func.coalesce(case.c.waiting_since, at))


def end(
    connection: Connection, conversation_id: str, outcome: str, now: int, conclusion: str | None = None
) -> None:  # fmt: skip
    """The human stretch is over: `resolved` or `handed_back`; what came of it, if an agent said."""
    change(
        connection, conversation_id, outcome=outcome, resolved_at=now, offered_until=None, conclusion=conclusion
    )  # fmt: skip


def attended(connection: Connection, conversation_id: str, agent_id: str, milliseconds: int, now: int) -> None:
    """Whose the newest case is was at it for so long, also while what follows its end is tidied up."""
    lately = or_(case.c.resolved_at.is_(None), case.c.resolved_at > now - AFTER_WORK)
    newest = select(case.c.id).where(case.c.conversation_id == conversation_id, lately)
    newest = newest.order_by(case.c.opened_at.desc(), case.c.id.desc()).limit(1)
    added = update(case).where(case.c.id == newest.scalar_subquery(), case.c.agent_id == agent_id)
    connection.execute(added.values(focus=case.c.focus + milliseconds))


def is_any_open(connection: Connection) -> bool:
    return connection.execute(select(case.c.id).where(case.c.resolved_at.is_(None)).limit(1)).first() is not None


def thanked(connection: Connection, case_id: str) -> None:
    """Something that needs no answer came after the end."""
    connection.execute(update(case).where(case.c.id == case_id).values(thanks=case.c.thanks + 1))


def change(connection: Connection, conversation_id: str, **values: Any) -> None:
    """Of the open case."""
    chosen = (case.c.conversation_id == conversation_id, case.c.resolved_at.is_(None))
    connection.execute(update(case).where(*chosen).values(**values))


def erase(connection: Connection, conversation_id: str, context: str) -> None:
    """What agents were told of the customer is forgotten; `context` says only that."""
    connection.execute(update(case).where(case.c.conversation_id == conversation_id).values(context=context))
