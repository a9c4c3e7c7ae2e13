"""An Update as events. Telegram sends exactly one in a call, and repeats it until it is answered 2xx.

https://core.telegram.org/bots/api#update; no delivery or read receipts exist, and no deletions in ordinary chats.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.content import (
    ChoiceReply,
    Content,
    Deleted,
    Edited,
    Reaction,
    System,
    Unsupported,
)  # fmt: skip
from connectors.message import ChatKind, Event, Inbound, Unreadable
from connectors.telegram.contents import content_of, moved_to, system_of
from connectors.telegram.wire import (
    Callback,
    Chat,
    DeletedMessages,
    Loose,
    MemberChange,
    Message,
    ReactionChange,
    Update,
    User,
    name_of,
)  # fmt: skip

_update = msgspec.json.Decoder(Update).decode
_any = msgspec.json.Decoder().decode
_BLOCKED = frozenset({"kicked", "left"})


def parse(body: bytes) -> list[Event]:
    """Every event of one call: none is lost, whatever it holds."""
    try:
        update = _update(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [Unreadable(reason="not_an_update", raw=_loose(body))]
    return _events(update, body)


def _events(update: Update, body: bytes) -> list[Event]:
    for name, read in _READERS:
        raw: msgspec.Raw = getattr(update, name)
        if not bytes(raw):
            continue
        try:
            return read(update, raw, name)
        except (msgspec.DecodeError, RecursionError):
            return [_odd(update, raw, name)]
    return [Unreadable(reason=_kind(body), raw=_loose(body))]


def _said(update: Update, raw: msgspec.Raw, _kind_of: str) -> list[Event]:
    message = msgspec.json.decode(raw, type=Message)
    sender = message.from_
    if sender is not None and sender.is_bot:
        return [Unreadable(reason="bot", raw=_any(raw))]
    system = system_of(message)
    if system is not None:
        return [_inbound(update, message, system, kind="system", makes_conversation=False,
                         moved_to=moved_to(message))]  # fmt: skip
    content = content_of(message, raw)
    return [_inbound(update, message, content, reply_to=_reply_to(message))]


def _edited(update: Update, raw: msgspec.Raw, _kind_of: str) -> list[Event]:
    message = msgspec.json.decode(raw, type=Message)
    content = Edited(target=str(message.message_id), content=content_of(message, raw))
    return [_inbound(update, message, content, kind="edit", opens_window=False, makes_conversation=False)]


def _channel(_update: Update, raw: msgspec.Raw, name: str) -> list[Event]:
    """Posts of a channel the bot is in: nobody to answer."""
    return [Unreadable(reason=name, raw=_any(raw))]


def _tapped(_update: Update, raw: msgspec.Raw, _kind_of: str) -> list[Event]:
    callback = msgspec.json.decode(raw, type=Callback)
    message, data = callback.message, callback.data or ""
    chat = message.chat if message is not None else Chat(id=callback.from_.id)
    content = ChoiceReply(
        option_id=data,
        label=_label(message, data) or data,
        via="tap",
        prompt=str(message.message_id) if message is not None else None,
        payload=data,
    )
    return [
        Inbound(
            key=callback.id,
            kind="callback",
            address=str(chat.id),
            content=content,
            sent_at=_at(0),
            name=name_of(callback.from_),
            language=_language(callback.from_),
            provider_id=None,
            reply_to=str(message.message_id) if message is not None else None,
            author=_author(chat, callback.from_),
            chat=_chat(chat),
            callback_id=callback.id,
        )
    ]


def _member(update: Update, raw: msgspec.Raw, name: str) -> list[Event]:
    change = msgspec.json.decode(raw, type=MemberChange)
    status = change.new_chat_member.status
    private = change.chat.type == "private"
    blocked = status in _BLOCKED if private and name == "my_chat_member" else None
    event = name if blocked is None else "blocked" if blocked else "unblocked"
    return [
        Inbound(
            key=str(update.update_id),
            kind="system",
            address=str(change.chat.id),
            content=System(event=event, data={"status": status}),
            sent_at=_at(change.date),
            name=name_of(change.from_),
            chat=_chat(change.chat),
            opens_window=False,
            makes_conversation=False,
            blocked=blocked,
        )
    ]


def _reacted(update: Update, raw: msgspec.Raw, _kind_of: str) -> list[Event]:
    change = msgspec.json.decode(raw, type=ReactionChange)
    shown = [kind.emoji or kind.custom_emoji_id for kind in change.new_reaction]
    return [
        Inbound(
            key=str(update.update_id),
            kind="reaction",
            address=str(change.chat.id),
            content=Reaction(target=str(change.message_id), emoji=shown[0] if shown else None),
            sent_at=_at(change.date),
            name=name_of(change.user) if change.user else None,
            chat=_chat(change.chat),
            opens_window=False,
            makes_conversation=False,
        )
    ]


def _deleted(update: Update, raw: msgspec.Raw, _kind_of: str) -> list[Event]:
    gone = msgspec.json.decode(raw, type=DeletedMessages)
    return [
        Inbound(
            key=f"{update.update_id}:{message_id}",
            kind="delete",
            address=str(gone.chat.id),
            content=Deleted(target=str(message_id)),
            sent_at=_at(0),
            chat=_chat(gone.chat),
            opens_window=False,
            makes_conversation=False,
        )
        for message_id in gone.message_ids
    ]


_READERS = (
    ("message", _said),
    ("callback_query", _tapped),
    ("edited_message", _edited),
    ("my_chat_member", _member),
    ("message_reaction", _reacted),
    ("business_message", _said),
    ("edited_business_message", _edited),
    ("deleted_business_messages", _deleted),
    ("chat_member", _member),
    ("channel_post", _channel),
    ("edited_channel_post", _channel),
)


def _inbound(update: Update, message: Message, content: Content, **more: Any) -> Inbound:
    chat, sender = message.chat, message.from_
    return Inbound(
        key=str(update.update_id),
        address=str(chat.id),
        content=content,
        sent_at=_at(message.edit_date or message.date),
        name=name_of(sender) if chat.type == "private" and sender else chat.title,
        language=_language(sender),
        provider_id=str(message.message_id),
        author=_author(chat, sender),
        chat=_chat(chat),
        addressed=_addressed(message),
        **more,
    )


def _reply_to(message: Message) -> str | None:
    return str(message.reply_to_message.message_id) if message.reply_to_message else None


def _addressed(message: Message) -> bool:
    """In a group the bot is spoken to by command, mention, or a reply to a bot. Its own name is not known here."""
    if message.chat.type == "private":
        return True
    replied = message.reply_to_message
    if replied is not None and replied.from_ is not None and replied.from_.is_bot:
        return True
    return any(entity.type in ("bot_command", "mention") for entity in (*message.entities, *message.caption_entities))


def _label(message: Message | None, data: str) -> str | None:
    if message is None or message.reply_markup is None:
        return None
    buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
    return next((button.text for button in buttons if button.callback_data == data), None)


def _chat(chat: Chat) -> ChatKind:
    return "private" if chat.type == "private" else "group"


def _author(chat: Chat, sender: User | None) -> str | None:
    return f"{sender.id} {name_of(sender)}" if sender is not None and chat.type != "private" else None


def _language(user: User | None) -> str | None:
    """`language_code` is an IETF tag: the language is its first part."""
    code = user.language_code if user is not None else None
    return code.partition("-")[0].lower() if code else None


def _at(seconds: int) -> datetime:
    """Telegram's times are seconds; what carries none (a tap, a deletion) says 1970, and counts as of its arrival."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def _odd(update: Update, raw: msgspec.Raw, name: str) -> Event:
    """A kind we know with fields we cannot read: kept with its chat if it has one."""
    try:
        loose = msgspec.json.decode(raw, type=Loose)
    except msgspec.DecodeError:
        return Unreadable(reason=f"odd_{name}", raw=_any(raw))
    return Inbound(
        key=str(update.update_id),
        address=str(loose.chat.id),
        content=Unsupported(kind=name, note="unreadable fields"),
        sent_at=_at(loose.date),
        name=name_of(loose.from_) if loose.from_ else None,
        provider_id=str(loose.message_id),
        chat=_chat(loose.chat),
    )


def _kind(body: bytes) -> str:
    known = _loose(body)
    names = [name for name in known if name != "update_id"] if isinstance(known, dict) else []
    return names[0] if names else "empty_update"


def _loose(body: bytes) -> Any:
    try:
        return _any(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return body[:2000].decode("utf-8", "replace")
