"""What happened in a chat without anything new being said: members, a block, a reaction, a deletion. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.content import Deleted, Reaction, System
from connectors.message import Event, Inbound
from connectors.telegram.people import at, author, caller, kind_of
from connectors.telegram.wire import DeletedMessages, Id, MemberChange, ReactionChange

_change = msgspec.json.Decoder(MemberChange).decode
_reaction = msgspec.json.Decoder(ReactionChange).decode
_gone = msgspec.json.Decoder(DeletedMessages).decode
_BLOCKED = frozenset({"kicked", "left"})
PAID = "⭐"  # a reaction that was paid for has no emoji of its own

UNHEARD: dict[str, Any] = {"opens_window": False, "makes_conversation": False}


def own_member(number: Id, raw: bytes) -> list[Event]:
    """In a private chat, the only news of a block."""
    change = _change(raw)
    if change.chat.type != "private":
        return [_membership(number, change, "my_chat_member")]
    blocked = change.new_chat_member.status in _BLOCKED
    return [_membership(number, change, "blocked" if blocked else "unblocked", blocked=blocked)]


def member(number: Id, raw: bytes) -> list[Event]:
    return [_membership(number, _change(raw), "chat_member")]


def _membership(number: Id, change: MemberChange, event: str, *, blocked: bool | None = None) -> Inbound:
    return Inbound(
        key=str(number),
        kind="system",
        address=str(change.chat.id),
        content=System(event=event, data={"status": change.new_chat_member.status}),
        sent_at=at(change.date),
        name=caller(change.chat, change.from_),
        chat=kind_of(change.chat),
        blocked=blocked,
        **UNHEARD,
    )


def reacted(number: Id, raw: bytes) -> list[Event]:
    change = _reaction(raw)
    shown = [kind.emoji or kind.custom_emoji_id or PAID for kind in change.new_reaction]
    return [
        Inbound(
            key=str(number),
            kind="reaction",
            address=str(change.chat.id),
            content=Reaction(target=str(change.message_id), emoji=shown[0] if shown else None),
            sent_at=at(change.date),
            name=caller(change.chat, change.user),
            author=author(change.chat, change.user),
            chat=kind_of(change.chat),
            opens_window=False,
        )
    ]


def deleted(number: Id, raw: bytes) -> list[Event]:
    gone = _gone(raw)
    return [
        Inbound(
            key=f"{number}:{message_id}",
            kind="delete",
            address=str(gone.chat.id),
            content=Deleted(target=str(message_id)),
            sent_at=at(0),
            chat=kind_of(gone.chat),
            **UNHEARD,
        )
        for message_id in gone.message_ids
    ]
