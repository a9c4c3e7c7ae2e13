"""Who speaks, where and when. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from connectors.message import ChatKind
from connectors.telegram.wire import Chat, User


def kind_of(chat: Chat) -> ChatKind:
    return "private" if chat.type == "private" else "group"


def caller(chat: Chat, person: User | None) -> str | None:
    """Whom the conversation is named after: the person, or the group."""
    if chat.type != "private":
        return chat.title
    return name_of(person) if person is not None else chat.first_name


def author(chat: Chat, sender: User | None, spoken_as: Chat | None = None, signature: str | None = None) -> str | None:
    """In a group: who spoke; an anonymous admin speaks as the group itself, or signs with a name or a title."""
    if chat.type == "private":
        return None
    if signature is not None:
        return signature
    if spoken_as is not None:
        return f"{spoken_as.id} {spoken_as.title}"
    return f"{sender.id} {name_of(sender)}" if sender is not None else None


def language(user: User | None) -> str | None:
    """`language_code` is an IETF tag: the language is its first part."""
    code = user.language_code if user is not None else None
    return code.partition("-")[0].lower() if code else None


def at(seconds: int) -> datetime:
    """Telegram's times are seconds; what carries none (a tap, a deletion) says 1970, and counts as of its arrival."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def name_of(user: User) -> str | None:
    return " ".join(part for part in (user.first_name, user.last_name) if part) or user.username
