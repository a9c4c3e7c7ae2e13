"""Why did I get this? From the stored decision of the last message that we sent on our own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from gateway.messages import message_store
from gateway.terms.sentences import ByLanguage, both
from gateway.terms.topic import Topics

RECENT = 40


def why(connection: Connection, topics: Topics, conversation_id: str) -> ByLanguage:
    """One sentence about the last message that was no answer."""
    rows: Any = message_store.timeline(connection, conversation_id, before=None, after=None, limit=RECENT)
    sent = [row for row in rows if row.direction == "out" and row.category not in (None, "conversation")]
    if not sent:
        return both(
            "Je vous réponds seulement : je ne vous ai rien écrit de moi-même.",
            "I only answer you: I wrote nothing on my own.",
        )
    last = sent[-1]
    topic = topics.get(last.topic) if last.topic else None
    if topic is not None:
        return both(
            f"Ce message est arrivé parce que vous suivez « {topic.label['fr']} ».",
            f"You got this message because you follow “{topic.label['en']}”.",
        )
    return both("Ce message concerne une demande de votre part.", "This message is about something you asked for.")
