"""What a Telegram message holds, by the field that is there. https://core.telegram.org/bots/api#message"""

from __future__ import annotations

import msgspec

from connectors.content import (
    Contact,
    ContactCard,
    Content,
    Location,
    Media,
    MediaKind,
    Referral,
    System,
    Text,
    Unsupported,
)  # fmt: skip
from connectors.telegram.wire import File, Message, kinds_of, name_of

_any = msgspec.json.Decoder().decode
_START = "/start"

# Which field holds which kind; an animation also fills `document`, a venue also `location`: the first found counts
_FILES: tuple[tuple[str, MediaKind], ...] = (
    ("animation", "animation"), ("video", "video"), ("video_note", "video"), ("voice", "voice"), ("audio", "audio"),
    ("sticker", "sticker"), ("document", "file"),
)  # fmt: skip


def content_of(message: Message, raw: msgspec.Raw) -> Content:
    if message.text is not None:
        return Text(body=message.text, referral=_deep_link(message.text))
    if message.photo:
        return _media("image", message.photo[-1], message.caption)
    for name, kind in _FILES:
        file: File | None = getattr(message, name)
        if file is not None:
            return _media(kind, file, message.caption)
    if message.venue is not None:
        place = message.venue.location
        return Location(
            latitude=place.latitude, longitude=place.longitude, name=message.venue.title, address=message.venue.address
        )
    if message.location is not None:
        return Location(latitude=message.location.latitude, longitude=message.location.longitude)
    if message.contact is not None:
        card = message.contact
        name = " ".join(part for part in (card.first_name, card.last_name) if part)
        return ContactCard(contacts=(Contact(name=name, phones=(card.phone_number,) if card.phone_number else ()),))
    kinds = kinds_of(_any(raw))
    return Unsupported(kind=kinds[0] if kinds else "empty")


def system_of(message: Message) -> System | None:
    if message.migrate_to_chat_id is not None:
        return System(event="migrated", data={"chat_id": str(message.migrate_to_chat_id)})
    if message.new_chat_members is not None:
        return System(event="members_joined", data={"members": [name_of(one) for one in message.new_chat_members]})
    if message.left_chat_member is not None:
        return System(event="member_left", data={"member": name_of(message.left_chat_member)})
    if message.new_chat_title is not None:
        return System(event="title_changed", data={"title": message.new_chat_title})
    return None


def moved_to(message: Message) -> str | None:
    return str(message.migrate_to_chat_id) if message.migrate_to_chat_id is not None else None


def _media(kind: MediaKind, file: File, caption: str | None) -> Media:
    return Media(kind=kind, media_id=file.file_id, mime=file.mime_type, name=file.file_name, caption=caption)


def _deep_link(text: str) -> Referral | None:
    """`t.me/bot?start=payload` arrives as the words "/start payload"."""
    command, _, payload = text.partition(" ")
    return Referral(source="deep_link", ref=payload.strip()) if command == _START and payload.strip() else None
