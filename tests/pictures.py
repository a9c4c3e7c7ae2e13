"""Small pictures, built piece by piece as their standards say."""

from __future__ import annotations

import struct
import zlib


def png(*before: tuple[bytes, bytes], pixels: bytes = zlib.compress(b"\0\xe6\x50\x30"), side: int = 1) -> bytes:
    """One red pixel, behind what else is to stand in the file."""
    header = (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in (header, *before, (b"IDAT", pixels), (b"IEND", b"")))


def square(side: int) -> bytes:
    """So many red pixels long and high."""
    return png(pixels=zlib.compress((b"\0" + b"\xe6\x50\x30" * side) * side), side=side)


def chunk(kind: bytes, told: bytes) -> bytes:
    return struct.pack(">I", len(told)) + kind + told + struct.pack(">I", zlib.crc32(kind + told))


def jpeg(*segments: tuple[int, bytes], scan: bytes = b"\x01\xff\x00\xff\xd3\x02") -> bytes:
    """Segments, one scan, and the end: its parts are where they belong, if not a picture."""
    return b"\xff\xd8" + b"".join(segment(*one) for one in segments) + segment(0xDA, b"\1") + scan + b"\xff\xd9"


def segment(marker: int, told: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(told) + 2) + told


def webp(*parts: tuple[bytes, bytes]) -> bytes:
    written = b"".join(kind + struct.pack("<I", len(told)) + told + b"\0" * (len(told) % 2) for kind, told in parts)
    return b"RIFF" + struct.pack("<I", len(written) + 4) + b"WEBP" + written


def exif(side: int, *, order: str = "<", more: bytes = b"") -> bytes:
    """Which side is up and where it was taken (a directory of GPS), as a camera writes it."""
    mark = b"II" if order == "<" else b"MM"
    camera = struct.pack(f"{order}HHII", 0x010F, 2, 6, 50)
    sides = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, side, 0)
    place = struct.pack(f"{order}HHII", 0x8825, 4, 1, 60)
    return struct.pack(f"{order}2sHIH", mark, 42, 8, 3) + camera + sides + place + bytes(4) + more


PNG = png()
