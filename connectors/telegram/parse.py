"""An Update as events. Telegram sends exactly one in a call, and repeats it until it is answered 2xx.

https://core.telegram.org/bots/api#update; no delivery or read receipts exist, and no deletions in ordinary chats.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import msgspec

from connectors.content import ChoiceReply, Content, Edited, System
from connectors.document import document, mended, without_nul
from connectors.message import Echo, Event, Inbound, Unreadable
from connectors.telegram import changes, contents, forgiving, odd
from connectors.telegram.changes import UNHEARD
from connectors.telegram.people import at, author, caller, kind_of, language
from connectors.telegram.wire import (
    Callback,
    Chat,
    DeletedMessages,
    Id,
    MemberChange,
    Message,
    ReactionChange,
    Replied,
    Update,
)  # fmt: skip

_update = msgspec.json.Decoder(Update).decode
_message = msgspec.json.Decoder(Message).decode
_callback = msgspec.json.Decoder(Callback).decode
_fields = msgspec.json.Decoder(dict[str, Any]).decode
_BOT_NAME = re.compile(r"@\w*bot", re.IGNORECASE)  # every bot's name ends so, no person's does
_COMMAND = re.compile(r"/\w+(@\w+)?(\s|$)")

# Who writes in the name of a group or a channel: an anonymous admin, a channel; their name is in `sender_chat`, once
STAND_INS = frozenset({"1087968824", "136817688"})
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def parse(body: bytes) -> list[Event]:
    """Every event of one call: none is lost, whatever it holds."""
    body = without_nul(body)
    update = _envelope(body) or _envelope(mended(body))
    if update is None:
        return [odd.update(body)]
    for name, read, wire in _READERS:
        raw = bytes(getattr(update, name))
        if raw and raw != b"null":
            return _read(read, wire, _number(update, raw), raw, name)
    return [odd.update(body)]


def _number(update: Update, raw: bytes) -> Id:
    """What tells an update from its repetition: its number; where a stand-in for Telegram gives none, all it says."""
    return blake2b(raw, digest_size=16).hexdigest() if update.update_id is None else update.update_id


def _envelope(body: bytes) -> Update | None:
    try:
        return _update(body)
    except UNREADABLE:
        return None


Reader = Callable[[Id, bytes], list[Event]]


def _read(read: Reader, wire: type[msgspec.Struct], number: Id, raw: bytes, name: str) -> list[Event]:
    try:
        return read(number, raw)
    except UNREADABLE:
        pass
    try:
        return read(number, forgiving.spared(raw, wire))
    except UNREADABLE:
        return [odd.event(number, name, raw)]


def _said(number: Id, raw: bytes) -> list[Event]:
    message = _message(raw)
    sender = message.from_
    if sender is not None and sender.is_bot and message.sender_chat is None and str(sender.id) not in STAND_INS:
        return [Unreadable(reason="bot", raw=document(raw))]
    content = contents.happened(message) or contents.said(message, _rest(message, raw))
    if isinstance(content, System):
        moved = str(message.migrate_to_chat_id) if message.migrate_to_chat_id is not None else None
        return [_inbound(number, message, content, kind="system", moved_to=moved, **UNHEARD)]
    more = {"addressed": _is_addressed(message), "reply_to": _reply_to(message), "phone": contents.own_phone(message)}
    return [_inbound(number, message, content, **more)]


def _business(number: Id, raw: bytes) -> list[Event]:
    """A chat of a business account that the bot may read: what its owner says there is an echo.

    Never answered by the bot: a reply would need the connection's id, which an address does not hold.
    """
    message = _message(raw)
    content = contents.said(message, _rest(message, raw))
    if message.from_ is None or message.from_.id == message.chat.id:
        return [_inbound(number, message, content, addressed=False, reply_to=_reply_to(message))]
    return [_echo(number, message, content)]


def _echo(number: Id, message: Message, content: Content) -> Echo:
    return Echo(
        key=str(number),
        address=str(message.chat.id),
        content=content,
        sent_at=at(message.edit_date or message.date),
        provider_id=_id(message) or str(number),
    )


def _edited(number: Id, raw: bytes) -> list[Event]:
    """Of a person, who may have written before the bot was there, or of the owner of a business account."""
    message = _message(raw)
    target = _id(message)
    if target is None:
        return [Unreadable(reason="edit_of_nothing", raw=document(raw))]
    content = Edited(target=target, content=contents.said(message, _rest(message, raw)))
    chat, sender = message.chat, message.from_
    if chat.type == "private" and sender is not None and sender.id != chat.id:
        return [_echo(number, message, content)]
    return [_inbound(number, message, content, kind="edit", opens_window=False)]


def _posted(number: Id, raw: bytes) -> list[Event]:
    """In a channel that the bot is in: kept and shown as what is said in a group; there is nobody to answer."""
    message = _message(raw)
    content = contents.happened(message) or contents.said(message, _rest(message, raw))
    if isinstance(content, System):
        return [_inbound(number, message, content, kind="system", **UNHEARD)]
    return [_inbound(number, message, content, addressed=False, reply_to=_reply_to(message))]


def _guest(_number: Id, raw: bytes) -> list[Event]:
    """Said in a chat that the bot is not in. Its id may be that of another chat: it must never be taken for one."""
    return [Unreadable(reason="guest_message", raw=document(raw))]


def _tapped(_number: Id, raw: bytes) -> list[Event]:
    callback = _callback(raw)
    message, data = callback.message, callback.data or callback.game_short_name or ""
    chat = message.chat if message is not None else Chat(id=callback.from_.id, first_name=callback.from_.first_name)
    prompt = _id(message) if message is not None else None
    return [
        Inbound(
            key=str(callback.id),
            kind="callback",
            address=str(chat.id),
            content=ChoiceReply(
                option_id=data, label=_label(message, data) or data, via="tap", prompt=prompt, payload=data
            ),
            sent_at=at(0),
            name=caller(chat, callback.from_),
            language=language(callback.from_),
            reply_to=prompt,
            author=author(chat, callback.from_),
            chat=kind_of(chat),
            callback_id=str(callback.id),
        )
    ]


_READERS: tuple[tuple[str, Reader, type[msgspec.Struct]], ...] = (
    ("message", _said, Message),
    ("callback_query", _tapped, Callback),
    ("edited_message", _edited, Message),
    ("my_chat_member", changes.own_member, MemberChange),
    ("message_reaction", changes.reacted, ReactionChange),
    ("business_message", _business, Message),
    ("edited_business_message", _edited, Message),
    ("deleted_business_messages", changes.deleted, DeletedMessages),
    ("chat_member", changes.member, MemberChange),
    ("channel_post", _posted, Message),
    ("edited_channel_post", _edited, Message),
    ("guest_message", _guest, Message),
)


def _inbound(number: Id, message: Message, content: Content, **more: Any) -> Inbound:
    chat, sender = message.chat, message.from_
    return Inbound(
        key=str(number),
        address=str(chat.id),
        content=content,
        sent_at=at(message.edit_date or message.date),
        name=caller(chat, sender),
        language=language(sender),
        provider_id=_id(message),
        author=author(chat, sender, message.sender_chat, message.author_signature),
        chat=kind_of(chat),
        **more,
    )


def _id(message: Message) -> str | None:
    return str(message.message_id) if message.message_id is not None else None


def _rest(message: Message, raw: bytes) -> dict[str, Any]:
    """All fields, where `Message` may not name what was said; most messages are text and spare this."""
    return {} if message.text is not None else _fields(raw)


def _reply_to(message: Message) -> str | None:
    replied = _replied(message)
    return str(replied.message_id) if replied else None


def _replied(message: Message) -> Replied | None:
    """What is answered. In a topic of a group, what answers nothing names the topic's head: that is no answer."""
    replied = message.reply_to_message
    return replied if replied is not None and replied.forum_topic_created is None else None


def _is_addressed(message: Message) -> bool:
    """In a group: by a command, a reply to a bot, or a mention of one. Our own name is not known here."""
    if message.chat.type == "private":
        return True
    replied = _replied(message)
    if replied is not None and replied.from_ is not None and replied.from_.is_bot:
        return True
    said = message.text or message.caption or ""
    if not message.entities and _COMMAND.match(said):
        return True
    units = said.encode("utf-16-le")
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
