"""Why did I get this? From the stored decision of the last message that we sent on our own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from gateway.messages import message_store
from gateway.terms.sentences import ByLanguage, both
from gateway.terms.topic import Topics

RECENT = 40
ASKED = both("Ce message suit une demande de votre part.", "This message follows something you asked for.")
BY_CATEGORY: dict[str, ByLanguage] = {
    "critical": both(
        "C'était important pour votre sécurité ou votre livraison : ces messages arrivent toujours.",
        "It mattered for your safety or your delivery: such messages always come.",
    ),
    "transactional": both(
        "Ce message suit une commande ou une demande de votre part. Ce n'est pas de la publicité.",
        "This message follows an order or a request of yours. It is no advertising.",
    ),
    "service": both(
        "Ce message concerne un service que vous utilisez chez nous. Ce n'est pas de la publicité.",
        "This message is about a service you use with us. It is no advertising.",
    ),
    "marketing": both(
        "Ce message est arrivé parce que vous avez accepté nos nouvelles.",
        "You got this message because you agreed to hear from us.",
    ),
}


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
            f"Ce message est arrivé parce que vous suivez {topic.label['fr']}.",
            f"You got this message because you follow {topic.label['en']}.",
        )
    return BY_CATEGORY.get(last.category, ASKED)
