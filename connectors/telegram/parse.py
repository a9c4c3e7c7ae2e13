"""An Update as events. Telegram sends exactly one in a call, and repeats it until it is answered 2xx.

https://core.telegram.org/bots/api#update; no delivery or read receipts exist, and no deletions in ordinary chats.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.content import ChoiceReply, Content, Deleted, Edited, Reaction, System
from connectors.document import document, mended, without_nul
from connectors.message import ChatKind, Echo, Event, Inbound, Unreadable
from connectors.telegram import contents, odd
from connectors.telegram.contents import name_of
from connectors.telegram.wire import (
    Callback,
    Chat,
    DeletedMessages,
    MemberChange,
    Message,
    ReactionChange,
    Update,
    User,
)  # fmt: skip

_update = msgspec.json.Decoder(Update).decode
_message = msgspec.json.Decoder(Message).decode
_callback = msgspec.json.Decoder(Callback).decode
_fields = msgspec.json.Decoder(dict[str, Any]).decode
_BLOCKED = frozenset({"kicked", "left"})
_BOT_NAME = re.compile(r"@\w*bot", re.IGNORECASE)  # every bot's name ends so, no person's does

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def parse(body: bytes) -> list[Event]:
    """Every event of one call: none is lost, whatever it holds."""
    body = without_nul(body)
    try:
        update = _update(body)
    except UNREADABLE:
        return [odd.update(body)]
    for name, read in _READERS:
        raw: msgspec.Raw = getattr(update, name)
        if bytes(raw):
            return _read(read, update.update_id, raw, name)
    return [odd.update(body)]


Reader = Callable[[int, msgspec.Raw], list[Event]]


def _read(read: Reader, number: int, raw: msgspec.Raw, name: str) -> list[Event]:
    try:
        return read(number, raw)
    except UNREADABLE:
        pass
    try:
        return read(number, msgspec.Raw(mended(bytes(raw))))
    except UNREADABLE:
        return [odd.event(number, name, bytes(raw))]


def _said(number: int, raw: msgspec.Raw) -> list[Event]:
    message = _message(raw)
    if message.from_ is not None and message.from_.is_bot and message.sender_chat is None:
        return [Unreadable(reason="bot", raw=document(bytes(raw)))]
    content = contents.happened(message) or contents.said(message, _rest(message, raw))
    if isinstance(content, System):
        moved = str(message.migrate_to_chat_id) if message.migrate_to_chat_id is not None else None
        return [_inbound(number, message, content, kind="system", moved_to=moved, **_UNHEARD)]
    return [_inbound(number, message, content, addressed=_is_addressed(message), reply_to=_reply_to(message))]


def _business(number: int, raw: msgspec.Raw) -> list[Event]:
    """A chat of a business account that the bot may read: what its owner says there is an echo.

    Never answered by the bot: a reply would need the connection's id, which an address does not hold.
    """
    message = _message(raw)
    content = contents.said(message, _rest(message, raw))
    if message.from_ is None or message.from_.id == message.chat.id:
        return [_inbound(number, message, content, addressed=False, reply_to=_reply_to(message))]
    return [
        Echo(
            key=str(number),
            address=str(message.chat.id),
            content=content,
            sent_at=_at(message.date),
            provider_id=str(message.message_id),
        )
    ]


def _edited(number: int, raw: msgspec.Raw) -> list[Event]:
    message = _message(raw)
    content = Edited(target=str(message.message_id), content=contents.said(message, _rest(message, raw)))
    return [_inbound(number, message, content, kind="edit", **_UNHEARD)]


def _posted(_number: int, raw: msgspec.Raw) -> list[Event]:
    """In a channel that the bot is in: there is nobody to answer."""
    return [Unreadable(reason="channel_post", raw=document(bytes(raw)))]


def _tapped(_number: int, raw: msgspec.Raw) -> list[Event]:
    callback = _callback(raw)
    message, data = callback.message, callback.data or callback.game_short_name or ""
    chat = message.chat if message is not None else Chat(id=callback.from_.id, first_name=callback.from_.first_name)
    prompt = str(message.message_id) if message is not None else None
    return [
        Inbound(
            key=callback.id,
            kind="callback",
            address=str(chat.id),
            content=ChoiceReply(
                option_id=data, label=_label(message, data) or data, via="tap", prompt=prompt, payload=data
            ),
            sent_at=_at(0),
            name=_caller(chat, callback.from_),
            language=_language(callback.from_),
            reply_to=prompt,
            author=_author(chat, callback.from_),
            chat=_chat(chat),
            callback_id=callback.id,
        )
    ]


def _own_member(number: int, raw: msgspec.Raw) -> list[Event]:
    """In a private chat, the only news of a block."""
    change = msgspec.json.decode(raw, type=MemberChange)
    if change.chat.type != "private":
        return [_membership(number, change, "my_chat_member")]
    blocked = change.new_chat_member.status in _BLOCKED
    return [_membership(number, change, "blocked" if blocked else "unblocked", blocked=blocked)]


def _member(number: int, raw: msgspec.Raw) -> list[Event]:
    return [_membership(number, msgspec.json.decode(raw, type=MemberChange), "chat_member")]


def _membership(number: int, change: MemberChange, event: str, *, blocked: bool | None = None) -> Inbound:
    return Inbound(
        key=str(number),
        kind="system",
        address=str(change.chat.id),
        content=System(event=event, data={"status": change.new_chat_member.status}),
        sent_at=_at(change.date),
        name=_caller(change.chat, change.from_),
        chat=_chat(change.chat),
        blocked=blocked,
        **_UNHEARD,
    )


def _reacted(number: int, raw: msgspec.Raw) -> list[Event]:
    change = msgspec.json.decode(raw, type=ReactionChange)
    shown = [kind.emoji or kind.custom_emoji_id for kind in change.new_reaction]
    return [
        Inbound(
            key=str(number),
            kind="reaction",
            address=str(change.chat.id),
            content=Reaction(target=str(change.message_id), emoji=shown[0] if shown else None),
            sent_at=_at(change.date),
            name=_caller(change.chat, change.user),
            author=_author(change.chat, change.user),
            chat=_chat(change.chat),
            **_UNHEARD,
        )
    ]


def _deleted(number: int, raw: msgspec.Raw) -> list[Event]:
    gone = msgspec.json.decode(raw, type=DeletedMessages)
    return [
        Inbound(
            key=f"{number}:{message_id}",
            kind="delete",
            address=str(gone.chat.id),
            content=Deleted(target=str(message_id)),
            sent_at=_at(0),
            chat=_chat(gone.chat),
            **_UNHEARD,
        )
        for message_id in gone.message_ids
    ]


_UNHEARD: dict[str, Any] = {"opens_window": False, "makes_conversation": False}
_READERS: tuple[tuple[str, Reader], ...] = (
    ("message", _said),
    ("callback_query", _tapped),
    ("edited_message", _edited),
    ("my_chat_member", _own_member),
    ("message_reaction", _reacted),
    ("business_message", _business),
    ("edited_business_message", _edited),
    ("deleted_business_messages", _deleted),
    ("chat_member", _member),
    ("channel_post", _posted),
    ("edited_channel_post", _posted),
)


def _inbound(number: int, message: Message, content: Content, **more: Any) -> Inbound:
    chat, sender = message.chat, message.from_
    return Inbound(
        key=str(number),
        address=str(chat.id),
        content=content,
        sent_at=_at(message.edit_date or message.date),
        name=_caller(chat, sender),
        language=_language(sender),
        provider_id=str(message.message_id),
        author=_author(chat, sender, message.sender_chat),
        chat=_chat(chat),
        **more,
    )


def _rest(message: Message, raw: msgspec.Raw) -> dict[str, Any]:
    """All fields, where `Message` may not name what was said; most messages are text and spare this."""
    return {} if message.text is not None else _fields(raw)


def _reply_to(message: Message) -> str | None:
    return str(message.reply_to_message.message_id) if message.reply_to_message else None


def _is_addressed(message: Message) -> bool:
    """In a group: by a command, a reply to a bot, or a mention of one. Our own name is not known here."""
    if message.chat.type == "private":
        return True
    replied = message.reply_to_message
    if replied is not None and replied.from_ is not None and replied.from_.is_bot:
        return True
    units = (message.text or message.caption or "").encode("utf-16-le")
    for entity in (*message.entities, *message.caption_entities):
        words = units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace")
        to_bot = entity.user is not None and entity.user.is_bot
        if entity.type == "bot_command" or to_bot or (entity.type == "mention" and _BOT_NAME.fullmatch(words)):
            return True
    return False


def _label(message: Message | None, data: str) -> str | None:
    """The words on the button, where the message still shows it."""
    if message is None or message.reply_markup is None:
        return None
    buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
    return next((button.text for button in buttons if button.callback_data == data), None)


def _chat(chat: Chat) -> ChatKind:
    return "private" if chat.type == "private" else "group"


def _caller(chat: Chat, person: User | None) -> str | None:
    """Whom the conversation is named after: the person, or the group."""
    if chat.type != "private":
        return chat.title
    return name_of(person) if person is not None else chat.first_name


def _author(chat: Chat, sender: User | None, spoken_as: Chat | None = None) -> str | None:
    """In a group: who spoke; an anonymous admin speaks as the group itself."""
    if chat.type == "private":
        return None
    if spoken_as is not None:
        return f"{spoken_as.id} {spoken_as.title}"
    return f"{sender.id} {name_of(sender)}" if sender is not None else None


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
