"""A file that we send, as WhatsApp takes it: as what, from where, and under which name. Pure.

https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media#supported-media-types
"""

from __future__ import annotations

from typing import Any

from connectors.content import Media
from connectors.media_source import name_of

DOCUMENT = "document"
_FIELDS = {"image": "image", "video": "video", "audio": "audio", "voice": "audio", "file": DOCUMENT,
           "sticker": "sticker", "animation": "video"}  # fmt: skip
_SHOWN = frozenset({"image", "video", "audio"})
# Types and endings of pictures, films and sounds that it carries as documents only
_NOT_SHOWN = frozenset({
    "gif", "webp", "bmp", "tif", "tiff", "svg", "svg+xml", "heic", "heif", "avif",
    "mov", "quicktime", "avi", "x-msvideo", "webm", "mkv", "x-matroska",
    "wav", "x-wav", "wave", "flac", "x-flac",
})  # fmt: skip


def field_of(media: Media) -> str:
    """What it is sent as: a picture of another type than WhatsApp shows goes as a document, and is not refused."""
    field = _FIELDS[media.kind]
    subtype = (media.mime or "").partition("/")[2].partition(";")[0].strip().lower()
    ending = (name_of(media.url) or "").rpartition(".")[2].lower()
    return DOCUMENT if field in _SHOWN and (subtype or ending) in _NOT_SHOWN else field


def file_of(media: Media) -> dict[str, Any] | None:
    """Where it is to be had, how a document is called, and which sound is a voice; None where it is nowhere.

    A voice plays by itself and is written down for who cannot listen:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/audio-messages
    """
    source = {"link": media.url} if media.url else {"id": media.media_id} if media.media_id else None
    if source is None:
        return None
    if field_of(media) != DOCUMENT:
        return {**source, "voice": True} if media.kind == "voice" else source
    name = media.name or name_of(media.url)
    return {**source, "filename": name} if name else source
