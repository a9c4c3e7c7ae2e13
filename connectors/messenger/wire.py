"""What Messenger and Instagram put on the wire, as far as we read it; all else is passed over.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
Only what a message cannot be read without is typed strictly. The rest is `Any` and read with `as_`, so that one odd
field costs that field and not the words beside it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Party(msgspec.Struct, frozen=True):
    """A person or a page. Visitors of a web page's checkbox have a `user_ref` and no id yet."""

    id: str | int | None = None
    user_ref: str | int | None = None


class Message(msgspec.Struct, frozen=True):
    mid: str | None = None
    text: str | None = None
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
    payload: str


class Story(msgspec.Struct, frozen=True):
    """The Instagram story that was answered."""

    url: str | None = None
    id: str | None = None


class ReplyTo(msgspec.Struct, frozen=True):
    mid: str | None = None
    story: Any = None


class Attachment(msgspec.Struct, frozen=True):
    """`title` and `url` stand here in shared links, in the payload in everything else."""

    type: str
    payload: Any = None
    title: Any = None
    url: Any = None


class Payload(msgspec.Struct, frozen=True):
    url: str | None = None
    title: str | None = None
    sticker_id: str | int | None = None
    coordinates: Any = None
    text: str | None = None
    elements: Any = None
    product: Any = None


class Coordinates(msgspec.Struct, frozen=True):
    lat: float
    long: float


class Postback(msgspec.Struct, frozen=True):
    """No payload in `standby`: another app's button."""

    mid: str | None = None
    title: str | None = None
    payload: str | None = None
    referral: Any = None


class CameFrom(msgspec.Struct, frozen=True):
    """`referral`: an m.me or ig.me link, an ad, a product of a shop."""

    source: str | None = None
    ref: str | None = None
    ad_id: str | int | None = None
    referer_uri: str | None = None
    product: Any = None


class Reaction(msgspec.Struct, frozen=True):
    mid: str
    action: str = "react"
    reaction: str | None = None
    emoji: str | None = None


class Edit(msgspec.Struct, frozen=True):
    mid: str
    text: str | None = None
    num_edit: int = 0


class Delivery(msgspec.Struct, frozen=True):
    mids: list[str] | None = None
    watermark: int | None = None


class Read(msgspec.Struct, frozen=True):
    """Messenger gives a watermark, Instagram the message."""

    mid: str | None = None
    watermark: int | None = None


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


def moment(value: Any) -> datetime | None:
    """Milliseconds, or seconds as in fields of a page; digits in a string pass too."""
    number = value if type(value) is int else as_(float, value) if isinstance(value, str | float) else None
    if number is None or number <= 0:
        return None
    try:
        return datetime.fromtimestamp(number if number < 1e11 else number / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
