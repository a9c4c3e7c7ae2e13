"""Uploads: what a file of an agent is, by its own bytes, and as what each channel carries it. Pure.

Only types are taken that we know by their first bytes, or plain text under a name that says so. Nothing that a browser
could run is among them, whatever it calls itself.
"""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

import msgspec

from connectors.content import MediaKind
from connectors.contract import Capabilities
from gateway.messages.picture import Broken, bare

HEAD = 4096  # bytes that tell what a file is
NAME = 120  # characters
LASTS = 7 * 24 * 3600 * 1000  # milliseconds: what is not sent until then is removed

# What the first bytes are, and the endings such a file may have: the first is its own
_BY_START = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"#!AMR", "audio/amr"),
)
_ENDINGS = {
    "image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "image/gif": (".gif",), "image/webp": (".webp",),
    "application/pdf": (".pdf",), "audio/ogg": (".ogg", ".oga", ".opus"), "audio/mpeg": (".mp3",),
    "audio/aac": (".aac",), "audio/amr": (".amr",), "audio/mp4": (".m4a",), "audio/wav": (".wav",),
    "video/mp4": (".mp4", ".m4v", ".mov"), "video/3gpp": (".3gp",),
}  # fmt: skip
# Archives and plain text are what their name says; under any other name they are refused
_ARCHIVES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".zip": "application/zip",
}
_TEXTS = {".txt": "text/plain", ".csv": "text/csv", ".ics": "text/calendar", ".vcf": "text/vcard"}
# Pictures in the wrapping of a film, which apps neither show nor play
_UNSHOWN = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|\?xml|iframe)", re.IGNORECASE)
_utf8 = codecs.getincrementaldecoder("utf-8")
_UNFIT = re.compile(r"[^\w. ()\-]+")


class Refusal(msgspec.Struct, frozen=True):
    """Why a file is not taken, or not carried: a code the page knows. `most`: how many bytes would be."""

    code: str
    most: int | None = None


class Known(msgspec.Struct, frozen=True):
    """What a file is, and the name it is kept and sent by."""

    mime: str
    name: str


def known(head: bytes, name: str) -> Known | Refusal:
    """What a file is by its first bytes and its name. The name is cleaned, and ends as its bytes say."""
    stem, ending = _cleaned(name)
    mime = _by_bytes(head)
    if mime is not None:
        endings = _ENDINGS[mime]
        return Known(mime, stem + (ending if ending in endings else endings[0]))
    by_name = _ARCHIVES if head.startswith(b"PK\x03\x04") else _TEXTS if _is_text(head) else {}
    mime = by_name.get(ending)
    return Refusal("file_type") if mime is None else Known(mime, stem + ending)


class Taken(msgspec.Struct, frozen=True):
    """A file as it is kept: what it is, and its bytes, without what a picture tells besides."""

    known: Known
    body: bytes


def taken(body: bytes, name: str) -> Taken | Refusal:
    """What is kept of a file that somebody sends: a picture no longer says where it was taken."""
    file = known(body[:HEAD], name)
    if isinstance(file, Refusal):
        return file
    try:
        return Taken(file, bare(file.mime, body))
    except Broken:
        return Refusal("file_broken")


def own_kind(mime: str) -> MediaKind:
    """As what it is shown where nothing stands against it."""
    if mime == "image/gif":
        return "animation"
    major = mime.partition("/")[0]
    return major if major in ("image", "audio", "video") else "file"  # type: ignore[return-value]


def carried(can: Capabilities, mime: str, size: int, only: MediaKind | None = None) -> MediaKind | Refusal:
    """As what a channel carries it: as what it is, else as a document; or why it does not. `only` as this, if given."""
    kinds: list[MediaKind] = [kind for kind in (own_kind(mime), "file") if only in (None, kind)]
    fitting = [kind for kind in kinds if kind in can.media and mime in can.media_types.get(kind, (mime,))]
    if not fitting:
        return Refusal("not_carried")
    wide = [kind for kind in fitting if size <= can.media[kind]]
    return wide[0] if wide else Refusal("too_large", max(can.media[kind] for kind in fitting))


def _by_bytes(head: bytes) -> str | None:
    found = next((mime for start, mime in _BY_START if head.startswith(start)), None)
    if found is not None:
        return found
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    return None


def _by_brand(brand: bytes) -> str | None:
    """ISO base media: https://mp4ra.org/registered-types/brands."""
    if brand in _UNSHOWN:
        return None
    if brand.startswith(b"3g"):
        return "video/3gpp"
    return "audio/mp4" if brand.startswith(b"M4A") else "video/mp4"


def _is_text(head: bytes) -> bool:
    """Words and nothing else: a page or a drawing is a program to whoever opens it."""
    try:
        _utf8().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return b"\0" not in head and not head.startswith(b"#!") and _MARKUP.search(head) is None


def _cleaned(name: str) -> tuple[str, str]:
    """Stem and ending without folders, control characters and what could end a header."""
    bare = _UNFIT.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". _")
    path = PurePath(bare or "file")
    ending = path.suffix.lower()
    return (path.stem.strip(". ") or "file")[: NAME - len(ending)], ending
