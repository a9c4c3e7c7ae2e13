"""Ports for servers that tests start in processes of their own."""

from __future__ import annotations

import random
import socket


def free_port() -> int:
    """A port to listen on later: none of those that systems lend to whoever calls out meanwhile."""
    while True:
        port = random.randrange(15_000, 32_000)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
