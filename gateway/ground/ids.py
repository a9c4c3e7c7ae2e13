"""Ids that sort by the time they were made (UUID version 7, RFC 9562)."""

from __future__ import annotations

import random
import threading
import time

_lock = threading.Lock()
_random = random.Random()
_last = [0]


def new_id() -> str:
    """A new UUIDv7 as text. Within this process every id is greater than the one before."""
    with _lock:
        # 48 bits of milliseconds, then 12 bits that carry the fraction and break ties upwards
        stamp = max((time.time_ns() << 12) // 1_000_000, _last[0] + 1)
        _last[0] = stamp
    tail = _random.getrandbits(62) | 0x8000_0000_0000_0000
    millis = stamp >> 12
    return "%08x-%04x-7%03x-%04x-%012x" % (  # noqa: UP031 - half the time of format
        millis >> 16, millis & 0xFFFF, stamp & 0xFFF, tail >> 48, tail & 0xFFFF_FFFF_FFFF,
    )  # fmt: skip


def first_of(millis: int) -> str:
    """Less than every id made at this instant or later, greater than every id made before."""
    return f"{millis >> 16:08x}-{millis & 0xFFFF:04x}"
