"""Recall: the last words of a conversation, for whoever takes it over."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, plain_text
from gateway.messages import message_store
from handoff.context import Context, Said, Trigger, package

RECENT = 30

_content = msgspec.json.Decoder(Content).decode


def context(
    connection: Connection,
    conversation_id: str,
    trigger: Trigger,
    *,
    facts: dict[str, Any],
    open_question: str | None = None,
    language: str | None = None,
) -> Context:
    """The context package of a conversation as it stands."""
    rows: Any = message_store.timeline(connection, conversation_id, before=None, after=None, limit=RECENT)
    recent = [Said(id=row.id, seq=row.seq, author=row.author, text=plain_text(_content(row.content))) for row in rows]
    return package(trigger, recent, facts=facts, open_question=open_question, language=language)
