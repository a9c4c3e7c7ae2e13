"""The product as `make run` starts it, in a process of its own, on free ports and a fresh database."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DEMO = Path(__file__).parents[2] / "config" / "demo.yaml"


@dataclass(frozen=True)
class Running:
    desk: str
    phones: str


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """The demo brand with its four simulated phones."""
    port, phones = free_port(), free_port()
    text = DEMO.read_text().replace("8080", str(port)).replace("8090", str(phones))
    text = re.sub(r"var/demo", str(folder / "demo"), text)
    file = folder / "demo.yaml"
    file.write_text(text)
    command = [sys.executable, "-m", "gateway", "serve", "--config", str(file)]
    process = subprocess.Popen(command, env={**os.environ, "CAUSERIE_LOG": "warning"}, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", process)
        yield Running(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{phones}")
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the product did not start"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the product was not ready in time")
