"""Clocks that a test may move: read by Python at start, where this folder is on PYTHONPATH. The product knows nothing.

SHIFTED_CLOCK names a file with two numbers of milliseconds, which may be changed at any moment: by how much the clock
that can be set is ahead of the true time, and for how long the process slept without noticing.
"""

import mmap
import os
import struct
import time

_true, _steady = time.time_ns, time.clock_gettime
_file = os.open(os.environ["SHIFTED_CLOCK"], os.O_RDONLY)
_shift = mmap.mmap(_file, 16, access=mmap.ACCESS_READ)


def time_ns() -> int:
    return _true() + struct.unpack("q", _shift[:8])[0] * 1_000_000


def clock_gettime(which: int) -> float:
    return _steady(which) + struct.unpack("q", _shift[8:])[0] / 1000


time.time_ns = time_ns
time.clock_gettime = clock_gettime
time.time = lambda: time_ns() / 1e9
