"""What Telegram puts into an Update, as far as we read it. Fields we do not name are left alone.

https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

from typing import Any

import msgspec

Id = int | str  # a number, but for programs that stand in for Telegram


class _Wire(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Chat(_Wire, frozen=True):
    id: Id
    type: str = "private"
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class User(_Wire, frozen=True):
    id: Id
    is_bot: bool = False
    first_name: str = ""
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Entity(_Wire, frozen=True):
    type: str
    offset: int = 0  # in UTF-16 units
    length: int = 0
    user: User | None = None  # of a text_mention: somebody without a username


class File(_Wire, frozen=True):
    """A photo size, video, voice, document…: what they have in common."""

    file_id: str
    width: int = 0
    height: int = 0
    mime_type: str | None = None
    file_name: str | None = None
    file_size: int | None = None
    emoji: str | None = None  # what a sticker stands for


class Place(_Wire, frozen=True):
    latitude: float
    longitude: float


class Venue(_Wire, frozen=True):
    location: Place
    title: str | None = None
    address: str | None = None


class Card(_Wire, frozen=True):
    phone_number: Id = ""
    first_name: str = ""
    last_name: str | None = None
    user_id: int | None = None


class Replied(_Wire, frozen=True):
    message_id: Id
    from_: User | None = msgspec.field(default=None, name="from")
    forum_topic_created: Any = None  # the head of a topic, under which everything in it is said


class Button(_Wire, frozen=True):
    text: str = ""
    callback_data: str | None = None


class Markup(_Wire, frozen=True):
    inline_keyboard: list[list[Button]] = []


class Message(_Wire, frozen=True):
    chat: Chat
    message_id: Id | None = None  # Telegram's own always have one
    date: int = 0
    edit_date: int | None = None
    from_: User | None = msgspec.field(default=None, name="from")
    sender_chat: Chat | None = None
    author_signature: str | None = None
    text: str | None = None
    entities: list[Entity] = []
    caption: str | None = None
    caption_entities: list[Entity] = []
    photo: list[File] = []
    video: File | None = None
    video_note: File | None = None
    live_photo: File | None = None  # its film; what stands still is in `photo`, too
    animation: File | None = None
    audio: File | None = None
    voice: File | None = None
    document: File | None = None
    sticker: File | None = None
    location: Place | None = None
    venue: Venue | None = None
    contact: Card | None = None
    reply_to_message: Replied | None = None
    reply_markup: Markup | None = None
    migrate_to_chat_id: Id | None = None
    new_chat_members: list[User] | None = None
    left_chat_member: User | None = None
    new_chat_title: str | None = None


class Callback(_Wire, frozen=True):
    id: Id
    from_: User = msgspec.field(name="from")
    message: Message | None = None
    data: str | None = None
    game_short_name: str | None = None


class Member(_Wire, frozen=True):
    status: str = ""
    user: User | None = None


class MemberChange(_Wire, frozen=True):
    chat: Chat
    from_: User = msgspec.field(name="from")
    new_chat_member: Member
    date: int = 0
    old_chat_member: Member | None = None


class ReactionKind(_Wire, frozen=True):
    type: str = "emoji"
    emoji: str | None = None
    custom_emoji_id: str | None = None


class ReactionChange(_Wire, frozen=True):
    chat: Chat
    message_id: Id
    new_reaction: list[ReactionKind]
    date: int = 0
    user: User | None = None


class DeletedMessages(_Wire, frozen=True):
    chat: Chat
    message_ids: list[Id]


class Update(_Wire, frozen=True):
    """The envelope; each kind is decoded by itself, so that an odd field spoils one update only."""

    update_id: Id | None = None  # Telegram's own always have one
    message: msgspec.Raw = msgspec.Raw()
    edited_message: msgspec.Raw = msgspec.Raw()
    channel_post: msgspec.Raw = msgspec.Raw()
    edited_channel_post: msgspec.Raw = msgspec.Raw()
    guest_message: msgspec.Raw = msgspec.Raw()
    business_message: msgspec.Raw = msgspec.Raw()
    edited_business_message: msgspec.Raw = msgspec.Raw()
    deleted_business_messages: msgspec.Raw = msgspec.Raw()
    callback_query: msgspec.Raw = msgspec.Raw()
    my_chat_member: msgspec.Raw = msgspec.Raw()
    chat_member: msgspec.Raw = msgspec.Raw()
    message_reaction: msgspec.Raw = msgspec.Raw()
