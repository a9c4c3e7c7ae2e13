"""Ports for servers that tests start in processes of their own."""

from __future__ import annotations

import os
import random
import socket
from itertools import cycle

_FIRST, _BLOCK, _BLOCKS = 15_000, 2_000, 8  # below those that systems lend to whoever calls out meanwhile
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", f"gw{random.randrange(_BLOCKS)}").removeprefix("gw"))
_first = _FIRST + _worker % _BLOCKS * _BLOCK
# Each worker has a block of its own, and gives no port twice in a row of two thousand: a port is only listened on later
_next = cycle(random.sample(range(_first, _first + _BLOCK), _BLOCK))


def free_port() -> int:
    """A port to listen on later, which nobody else is given meanwhile."""
    return next(port for port in _next if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
