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
    digits = f"{stamp >> 12:012x}7{stamp & 0xFFF:03x}{tail:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
