"""Visiting: a customer came from the brand's site, and what they looked at there is known to whoever takes over."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, Referral, Text
from connectors.message import Inbound
from gateway.journey.talk import Talk
from handoff import visit, visit_store


def came(connection: Connection, talk: Talk, said: Inbound, now: int) -> Inbound:
    """What was said beside the code. Late or used, it is no more than a word that says nothing."""
    carried = _carried(said.content)
    code = visit.find(carried) if carried and visit.MARK in carried.upper() else None
    if code is None:
        return said
    visit_store.claim(connection, code, talk.conversation_id, now)
    return msgspec.structs.replace(said, content=_beside(said.content))


def _carried(content: Content) -> str | None:
    if isinstance(content, Text):
        return content.body
    referral = content if isinstance(content, Referral) else getattr(content, "referral", None)
    return referral.ref if referral is not None else None


def _beside(content: Content) -> Content:
    """Nothing but a code is a coming by a link."""
    if not isinstance(content, Text):
        return content
    words = visit.without(content.body)
    return msgspec.structs.replace(content, body=words) if words else Referral(source="site")
