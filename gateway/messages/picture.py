"""Pictures: what a file tells besides its picture (where it was taken, by what, by whom) is taken out. Pure.

Nothing is drawn anew: pieces are kept as they are, or left out. Kept is what a picture looks like by: pixels, colours,
and which side is up. What follows the picture in its file goes too: phones put a film or a second picture there.
https://www.w3.org/Graphics/JPEG/itu-t81.pdf (B), https://www.w3.org/TR/png-3/, https://developers.google.com/speed/webp/docs/riff_container
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator

_AS_IT_LIES = 1  # of https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf, 4.6.4.A: 2 to 8 turn or mirror
_ORIENTATION, _SHORT = 0x0112, 3
_EXIF = b"Exif\0\0"

_MARKER = re.compile(rb"\xff+([\x02-\xcf\xd8-\xfe])")
_BEHIND_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # within: 0 after 255 is no marker, and d0 to d7 restart
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_APPS = range(0xE0, 0xF0)
_SEGMENTS = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))  # density, colours, how they are coded

_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


class Broken(ValueError):
    """The file is not what it says, so that nobody can say what else is in it."""


def bare(mime: str, body: bytes) -> bytes:
    """The picture and nothing else; of what is no JPEG, PNG or WebP, all.

    Raises Broken where it cannot be followed to its end. Only the last scan of a JPEG may be cut off: apps show what
    there is of it, and behind it nothing is told.
    """
    strip = _STRIPS.get(mime)
    return body if strip is None else b"".join(strip(body))


def _jpeg(body: bytes) -> Iterator[bytes]:
    yield body[:2]
    at = 2
    while True:
        found = _MARKER.match(body, at)
        if found is None:
            raise Broken(f"no marker at {at}")
        marker, head = found[1][0], found.end()
        if marker == _END:
            yield b"\xff\xd9"
            return
        at = _within(body, head + max(2, int.from_bytes(body[head : head + 2])), head + 2)
        if marker != _SCAN:
            yield _segment(marker, body[head:at])
            continue
        behind = _BEHIND_SCAN.search(body, at)
        at = behind.start() if behind else len(body)
        yield b"\xff\xda" + body[head:at]
        if behind is None:
            return


def _segment(marker: int, segment: bytes) -> bytes:
    """As it is, or only which side is up, or nothing."""
    told = segment[2:]
    if marker == 0xE1 and told.startswith(_EXIF):
        upright = _upright(told)
        return b"\xff\xe1" + (len(upright) + 8).to_bytes(2) + _EXIF + upright if upright else b""
    drawn = marker not in _APPS and marker != _COMMENT
    needed = drawn or any(marker == app and told.startswith(name) for app, name in _SEGMENTS)
    return bytes((0xFF, marker)) + segment if needed else b""


def _png(body: bytes) -> Iterator[bytes]:
    yield body[:8]
    at, kind = 8, b""
    while kind != b"IEND":
        start, size, kind = at, int.from_bytes(body[at : at + 4]), body[at + 4 : at + 8]
        at = _within(body, start + 12 + size, start + 12)
        if start == 8 and kind != b"IHDR":
            raise Broken("no IHDR first")
        if kind in _CHUNKS:
            yield body[start:at]
        elif kind == b"eXIf" and (upright := _upright(body[start + 8 : at - 4])):
            yield _chunk(b"eXIf", upright)


def _chunk(kind: bytes, told: bytes) -> bytes:
    return len(told).to_bytes(4) + kind + told + zlib.crc32(kind + told).to_bytes(4)


def _webp(body: bytes) -> Iterator[bytes]:
    parts = list(_riff(body))
    upright = next((_upright(told) for kind, told in parts if kind == b"EXIF"), b"")
    kept = [(kind, told) for kind, told in parts if kind in _PARTS]
    if not kept:
        raise Broken("no picture")
    kept = [(kind, _flagged(told, bool(upright)) if kind == b"VP8X" else told) for kind, told in kept]
    kept += [(b"EXIF", upright)] if upright else []
    written = b"".join(kind + struct.pack("<I", len(told)) + told + b"\0" * (len(told) % 2) for kind, told in kept)
    yield b"RIFF" + struct.pack("<I", len(written) + 4) + b"WEBP" + written


def _riff(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = _within(body, 8 + int.from_bytes(body[4:8], "little"), 12)
    at = 12
    while at < end:
        size = int.from_bytes(body[at + 4 : at + 8], "little")
        stop = _within(body[:end], at + 8 + size, at + 8)
        yield body[at : at + 4], body[at + 8 : stop]
        at = stop + size % 2


def _flagged(told: bytes, has_exif: bool) -> bytes:
    flags = told[0] & ~(_HAS_EXIF | _HAS_XMP) if told else 0
    return bytes((flags | (_HAS_EXIF if has_exif else 0),)) + told[1:]


def _within(body: bytes, end: int, least: int) -> int:
    """Where a piece ends, if the file holds it."""
    if not least <= end <= len(body):
        raise Broken(f"cut off: {len(body)} of {max(end, least)} bytes")
    return end


def _upright(exif: bytes) -> bytes:
    """An Exif block that says which side is up and nothing else; none where the picture is shown as it lies."""
    side = _side(exif.removeprefix(_EXIF))
    if side == _AS_IT_LIES:
        return b""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, _SHORT, 1, side, 0, 0)


def _side(tiff: bytes) -> int:
    """Which side is up, by the first directory; what cannot be read says nothing."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return _AS_IT_LIES
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        entries = [struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number) for number in range(count)]
    except struct.error:
        return _AS_IT_LIES
    sides = [side for tag, kind, _, side in entries if (tag, kind) == (_ORIENTATION, _SHORT) and 1 <= side <= 8]
    return sides[0] if sides else _AS_IT_LIES


_STRIPS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
