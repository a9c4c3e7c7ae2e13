"""What Messenger and Instagram put on the wire, as far as we read it; all else is passed over.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
Only what a message cannot be read without is typed strictly. The rest is `Any` and read with `as_`, so that one odd
field costs that field and not the words beside it.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
Word = str | int  # ids and words come as numbers too: read with `text_of`


class Party(msgspec.Struct, frozen=True):
    """A person or a page. Visitors of a web page's checkbox have a `user_ref` and no id yet."""

    id: Word | None = None
    user_ref: Word | None = None


class Message(msgspec.Struct, frozen=True):
    mid: Word | None = None
    text: Word | None = None
    quick_reply: Any = None
    reply_to: Any = None
    attachments: Any = None
    referral: Any = None
    is_echo: bool | None = None
    is_deleted: bool | None = None
    is_unsupported: bool | None = None
    app_id: Any = None
    metadata: Any = None


class QuickReply(msgspec.Struct, frozen=True):
    payload: Word | None = None


class Story(msgspec.Struct, frozen=True):
    """The Instagram story that was answered."""

    url: Word | None = None
    id: Word | None = None


class ReplyTo(msgspec.Struct, frozen=True):
    mid: Word | None = None
    story: Any = None


class Attachment(msgspec.Struct, frozen=True):
    """`title` and `url` stand here in shared links, in the payload in everything else. Older links have `URL`."""

    type: str
    payload: Any = None
    title: Any = None
    url: Any = None
    old_url: Any = msgspec.field(name="URL", default=None)


class Payload(msgspec.Struct, frozen=True):
    url: Word | None = None
    title: Word | None = None
    sticker_id: Word | None = None
    coordinates: Any = None
    text: Word | None = None
    elements: Any = None
    product: Any = None
    story_media_id: Word | None = None  # of a story that is shared or talked about
    story_media_url: Word | None = None


class Coordinates(msgspec.Struct, frozen=True):
    lat: float
    long: float


class Control(msgspec.Struct, frozen=True):
    """Who has a thread from now on; nobody where it is idle."""

    new_owner_app_id: Any = None


class Postback(msgspec.Struct, frozen=True):
    """No payload in `standby`: another app's button."""

    mid: Word | None = None
    title: Word | None = None
    payload: Any = None
    referral: Any = None


class CameFrom(msgspec.Struct, frozen=True):
    """`referral`: an m.me or ig.me link, an ad, a product of a shop."""

    source: Word | None = None
    ref: Word | None = None
    ad_id: Word | None = None
    referer_uri: Word | None = None
    product: Any = None


class OptIn(msgspec.Struct, frozen=True):
    """`ref` is what the page's plug-in was given."""

    ref: Word | None = None
    type: str | None = None
    notification_messages_status: Any = None  # only where the customer stopped or resumed them


class Reaction(msgspec.Struct, frozen=True):
    mid: Word
    action: str = "react"
    reaction: str | None = None
    emoji: str | None = None


class Edit(msgspec.Struct, frozen=True):
    mid: Word
    text: Word | None = None
    num_edit: Word | None = None


class Delivery(msgspec.Struct, frozen=True):
    mids: list[Word] | None = None
    watermark: Any = None


class Read(msgspec.Struct, frozen=True):
    """Messenger gives a watermark, Instagram the message."""

    mid: Word | None = None
    watermark: Any = None


def as_(shape: type[T], value: Any) -> T | None:
    """`value` in this shape; None where it does not have it."""
    if value is None:
        return None
    try:
        return msgspec.convert(value, shape, strict=False)
    except msgspec.ValidationError:
        return None


def listed(value: Any) -> list[Any]:
    """What stands where a list belongs: absent is empty, and a thing alone is a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(value: Any) -> str | None:
    """An id or a word: numbers are spelled, emptiness and anything else is None."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None
