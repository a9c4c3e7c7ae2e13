"""What a Telegram message says, as content. Pure.

https://core.telegram.org/bots/api#message: one field a kind of content, among many that are about the message itself.
"""

from __future__ import annotations

import re
from typing import Any

from connectors.content import (
    Contact,
    ContactCard,
    Content,
    FormReply,
    Location,
    Media,
    MediaKind,
    Referral,
    System,
    Text,
    Unsupported,
)  # fmt: skip
from connectors.document import document
from connectors.telegram import rich
from connectors.telegram.people import name_of
from connectors.telegram.wire import File, Message

MB = 1_000_000
LARGEST_DOWNLOAD = 20 * MB  # by getFile
START = "/start"

# Which field holds which kind; an animation also fills `document`, a venue also `location`: the first found counts
_FILES: tuple[tuple[str, MediaKind], ...] = (
    ("animation", "animation"), ("video", "video"), ("video_note", "video"), ("live_photo", "video"),
    ("voice", "voice"), ("audio", "audio"), ("sticker", "sticker"), ("document", "file"),
)  # fmt: skip
# Said by Telegram about a chat, not by a person
_SERVICE = frozenset({
    "pinned_message", "group_chat_created", "supergroup_chat_created", "channel_chat_created", "new_chat_photo",
    "delete_chat_photo", "migrate_from_chat_id", "message_auto_delete_timer_changed", "successful_payment",
    "refunded_payment", "users_shared", "chat_shared", "write_access_allowed", "connected_website",
    "proximity_alert_triggered", "boost_added", "chat_background_set", "forum_topic_created", "forum_topic_edited",
    "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden",
    "giveaway_created", "giveaway_completed", "video_chat_scheduled", "video_chat_started", "video_chat_ended",
    "video_chat_participants_invited", "chat_owner_left", "chat_owner_changed", "giveaway_winners", "gift",
    "unique_gift", "gift_upgrade_sent", "checklist_tasks_done", "checklist_tasks_added", "managed_bot_created",
    "direct_message_price_changed", "paid_message_price_changed", "poll_option_added", "poll_option_deleted",
    "suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid",
    "suggested_post_refunded",
    # as comings and goings were told before there were several at once
    "new_chat_member", "new_chat_participant", "left_chat_participant",
    # under their names of before Bot API 6.0 and 7.0
    "voice_chat_scheduled", "voice_chat_started", "voice_chat_ended", "voice_chat_participants_invited", "user_shared",
})  # fmt: skip
# About a message, not what it says
_ABOUT = frozenset({
    "message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat", "sender_boost_count",
    "sender_business_bot", "sender_tag", "date", "business_connection_id", "chat", "forward_origin",
    "is_topic_message", "is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story",
    "reply_to_checklist_task_id", "via_bot", "edit_date", "has_protected_content", "is_from_offline", "is_paid_post",
    "media_group_id", "author_signature", "paid_star_count", "entities", "caption", "caption_entities",
    "show_caption_above_media", "has_media_spoiler", "link_preview_options", "effect_id", "reply_markup",
    "guest_query_id", "guest_bot_caller_user", "guest_bot_caller_chat", "reply_to_poll_option_id",
    "suggested_post_info",
    # as forwards were told before Bot API 7.0
    "forward_from", "forward_from_chat", "forward_from_message_id", "forward_signature", "forward_sender_name",
    "forward_date",
})  # fmt: skip


def said(message: Message, fields: dict[str, Any]) -> Content:
    """What a message says; `fields` is the same as plain JSON, for kinds that are not named in `Message`."""
    if message.text is not None:
        return Text(body=message.text, referral=_deep_link(message.text))
    return _media(message) or _place(message) or _card(message) or _other(fields, message.caption)


def happened(message: Message) -> System | None:
    """What Telegram says of a chat by a message; None for what a person said."""
    if message.migrate_to_chat_id is not None:
        return System(event="migrated", data={"chat_id": str(message.migrate_to_chat_id)})
    if message.new_chat_members is not None:
        return System(event="members_joined", data={"members": [name_of(one) for one in message.new_chat_members]})
    if message.left_chat_member is not None:
        return System(event="member_left", data={"member": name_of(message.left_chat_member)})
    if message.new_chat_title is not None:
        return System(event="title_changed", data={"title": message.new_chat_title})
    return None


def _deep_link(text: str) -> Referral | None:
    """`t.me/bot?start=payload` arrives as the words "/start payload"."""
    command, _, payload = text.partition(" ")
    is_start = command.partition("@")[0] == START  # in a group "/start@name_of_the_bot"
    return Referral(source="deep_link", ref=payload.strip()) if is_start and payload.strip() else None


def _media(message: Message) -> Media | None:
    if message.photo:
        sizes = sorted(message.photo, key=lambda size: size.width * size.height)
        return _file("image", sizes[-1], message.caption)
    for name, kind in _FILES:
        file: File | None = getattr(message, name)
        if file is not None:
            return _file(kind, file, message.caption)
    return None


def _file(kind: MediaKind, file: File, caption: str | None) -> Media:
    missing = "too_large" if (file.file_size or 0) > LARGEST_DOWNLOAD else None
    return Media(
        kind=kind, media_id=file.file_id, mime=file.mime_type, name=file.file_name or file.emoji,
        caption=caption or None, missing=missing,
    )  # fmt: skip


def _place(message: Message) -> Location | None:
    venue, place = message.venue, message.location
    if venue is not None:
        where = venue.location
        return Location(latitude=where.latitude, longitude=where.longitude, name=venue.title, address=venue.address)
    return Location(latitude=place.latitude, longitude=place.longitude) if place is not None else None


def _card(message: Message) -> ContactCard | None:
    card = message.contact
    if card is None:
        return None
    name = " ".join(part for part in (card.first_name, card.last_name) if part)
    return ContactCard(contacts=(Contact(name=name, phones=(str(card.phone_number),) if card.phone_number else ()),))


def own_phone(message: Message) -> str | None:
    """The number of whoever shares their own contact. Telegram itself says whose it is: `user_id`, not the card's name.

    https://core.telegram.org/bots/api#contact
    """
    card, sender = message.contact, message.from_
    if card is None or sender is None or card.user_id != sender.id or message.chat.type != "private":
        return None
    digits = re.sub(r"\D", "", str(card.phone_number))
    return f"+{digits}" if 7 <= len(digits) <= 15 else None


def _other(fields: dict[str, Any], caption: str | None) -> Content:
    """A mini app's answer, an event of the chat, or something that we cannot show: a dice, a poll, a game."""
    answer = fields.get("web_app_data")
    if isinstance(answer, dict):
        return FormReply(values=_filled_in(answer.get("data")), body=str(answer.get("button_text", "")) or None)
    spelled = rich.words(fields.get("rich_message"))
    if spelled:
        return Text(body=spelled)
    kinds = [name for name, value in fields.items() if name not in _ABOUT and value is not None]
    event = next((name for name in kinds if name in _SERVICE), None)
    if event is not None:
        return System(event=event, data=_told(fields[event]))
    if not kinds and caption is not None:
        return Text(body=caption)
    kind = kinds[0] if kinds else "empty"
    return Unsupported(kind=kind, note=caption or _gist(fields.get(kind)))


def _told(about: Any) -> dict[str, Any]:
    """What an event says of itself: a payment its amount. Of a whole message, as one that is pinned, only its id."""
    if not isinstance(about, dict):
        return {}
    return {"message_id": about["message_id"]} if "message_id" in about else about


def _gist(what: Any) -> str | None:
    """What a poll asks, what a checklist or a game is called, which die was thrown."""
    named = [what.get(field) for field in ("question", "title", "emoji")] if isinstance(what, dict) else []
    return next((one for one in named if isinstance(one, str) and one), None)


def _filled_in(data: Any) -> dict[str, Any]:
    """A mini app may send any text: most send a form's fields as JSON."""
    text = data if isinstance(data, str) else ""
    values = document(text.encode(errors="replace"))
    return values if isinstance(values, dict) else {"data": text}
