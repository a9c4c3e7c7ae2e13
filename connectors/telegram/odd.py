"""What we have no reader for: an update of a kind we do not know, or one whose fields are not what they should be.

Kept with its chat where it has one, else for the admins to look at. Nothing here may raise.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from connectors.content import Content, Edited, System, Unsupported
from connectors.document import document
from connectors.message import Event, Inbound, Unreadable
from connectors.telegram.wire import Id

NOT_A_PERSON = frozenset({"chat_boost", "removed_chat_boost", "message_reaction_count", "channel_post"})


def update(body: bytes) -> Event:
    """An update of an unknown kind, or no update at all."""
    known = document(body)
    if not isinstance(known, dict):
        return Unreadable(reason="not_an_update", raw=known)
    number = known.get("update_id")
    name = next((name for name, value in known.items() if name != "update_id" and value is not None), "empty_update")
    return _kept(number, name, known[name]) if _is_id(number) and name in known else Unreadable(reason=name, raw=known)


def event(number: Id, name: str, raw: bytes) -> Event:
    """An update of a known kind that our reader refused."""
    return _kept(number, name, document(raw))


def _kept(number: Any, name: str, fields: Any) -> Event:
    chat = _chat(fields)
    if chat is None:
        return Unreadable(reason=name, raw=fields)
    private = chat.get("type", "private") == "private"
    title = chat.get("first_name" if private else "title")
    message_id = fields.get("message_id")
    content, kind = _content(name, fields, message_id)
    return Inbound(
        key=str(number),
        kind=kind,
        address=str(chat["id"]),
        content=content,
        sent_at=_at(fields.get("date")),
        name=title if isinstance(title, str) else None,
        provider_id=str(message_id) if _is_id(message_id) else None,
        chat="private" if private else "group",
        addressed=private,
        opens_window=kind in ("message", "callback"),
        makes_conversation=kind in ("message", "callback"),
    )


def _content(name: str, fields: dict[str, Any], message_id: Any) -> tuple[Content, Any]:
    """Only what a person must have said is shown as said."""
    spoken = Unsupported(kind=name, note="unreadable fields")
    if name.startswith("edited_") and _is_id(message_id):
        return Edited(target=str(message_id), content=spoken), "edit"
    if name == "callback_query":
        return spoken, "callback"
    if (_is_id(message_id) or name == "message") and "from" in fields and name not in NOT_A_PERSON:
        return spoken, "message"
    return System(event=name), "system"


def _chat(fields: Any) -> dict[str, Any] | None:
    """The chat of a message, of the message that a callback is about, or the private one of who calls."""
    if not isinstance(fields, dict):
        return None
    message = fields.get("message")
    places = [fields.get("chat"), message.get("chat") if isinstance(message, dict) else None]
    if "message_id" not in fields:
        places.append(fields.get("from"))
    return next((one for one in places if isinstance(one, dict) and _is_id(one.get("id"))), None)


def _is_id(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value != "")


def _at(seconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(seconds if isinstance(seconds, int) else 0, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)
