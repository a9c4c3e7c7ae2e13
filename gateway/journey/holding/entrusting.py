"""Entrusting: where the brand has another desk, cases are to go there, and what happens in those that it has is told.

Before:  a case opens, a customer speaks, the pen passes on.      After:  envoys tell the other desk.
Order:   of each conversation; the case stays in our queue until they have it.
Never:   calls anybody; costs more than a look where there is no other desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, Media, plain_text
from connectors.errors import Failure
from gateway.desks import entrusted_store, errand_store
from gateway.messages import media_store, message_store
from gateway.messages.message_store import NewMessage

DESKS = ("chatwoot:", "bot_framework:")  # how keys of what another desk said begin, then its own name of it
FILES, LATELY = 5, 86_400_000  # of a customer go along with a case, and how old they may be in milliseconds
OURS = frozenset({"human_took", "thread_lost", "answered_elsewhere"})  # somebody has it already

_content = msgspec.json.Decoder(Content).decode


def opened(connection: Connection, case_id: str, conversation_id: str, customer_id: str, reason: str, now: int) -> None:
    """A case waits: the other desk is to have it."""
    if not entrusted_store.is_wanted(connection) or reason in OURS:
        return
    before: Any = entrusted_store.current(connection, conversation_id)
    if before is not None:
        entrusted_store.end(connection, before.case_id, now)
    entrusted_store.add(
        connection, case_id=case_id, conversation_id=conversation_id, customer_id=customer_id, began_at=now
    )
    errand_store.add(connection, case_id, conversation_id, customer_id, "open", now)
    for message_id in media_store.recent(connection, conversation_id, now - LATELY, FILES):
        errand_store.add(connection, case_id, conversation_id, customer_id, "say", now, message_id=message_id)


def said(connection: Connection, messages: Sequence[NewMessage]) -> None:
    """What customers say is told to the desk that has their case."""
    if not entrusted_store.is_wanted(connection):
        return
    spoken = [one for one in messages if one.direction == "in"]
    cases = entrusted_store.open_in(connection, sorted({one.conversation_id for one in spoken}))
    for one in spoken:
        if one.conversation_id in cases:
            content = _content(one.content)
            has_files = isinstance(content, Media) or bool(getattr(content, "attachments", ()))
            words = plain_text(content).strip() or ("" if has_files else f"({one.type})")
            errand_store.add(
                connection, cases[one.conversation_id], one.conversation_id, one.customer_id, "say", one.received_at,
                words, one.id if has_files else None,
            )  # fmt: skip


def missed(connection: Connection, failures: Sequence[tuple[str, str]], now: int) -> None:
    """What was to be sent did not arrive, and why: where the other desk said it, it is told. Once for each message."""
    if not failures or not entrusted_store.is_wanted(connection):
        return
    for message_id, why in dict(failures).items():
        row: Any = message_store.get(connection, message_id)
        theirs = entrusted_store.latest(connection, row.conversation_id) if row is not None else None
        if row is None or theirs is None or not (row.idempotency_key or "").startswith(DESKS):
            continue
        about = row.idempotency_key.split(":")[1]
        errand_store.add(
            connection, theirs.case_id, row.conversation_id, row.customer_id, "mark", now, why, about=about
        )  # fmt: skip


def reason(failure: Failure | None) -> str:
    """Why, in a few words of the provider's, or of our own kinds."""
    words = (failure.text or failure.code or failure.kind) if failure is not None else "failed"
    return words[:200]


def passed(connection: Connection, held: Any, owner_kind: str, now: int) -> None:
    """Somebody of ours has the conversation, or nobody needs it: theirs is over."""
    if not entrusted_store.is_wanted(connection) or owner_kind in ("external", "queue", "offer"):
        return
    row: Any = entrusted_store.current(connection, held.id)
    if row is not None and entrusted_store.end(connection, row.case_id, now):
        errand_store.add(connection, row.case_id, held.id, held.customer_id, "close", now)


def is_theirs(connection: Connection, conversation_id: str) -> bool:
    """Has another desk this conversation?"""
    wanted = entrusted_store.is_wanted(connection)
    return wanted and entrusted_store.current(connection, conversation_id) is not None
