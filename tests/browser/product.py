"""The product as `make run` starts it, in a process of its own, on free ports and a fresh database."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

DEMO = Path(__file__).parents[2] / "config" / "demo.yaml"


class Running:
    """The demo brand with its four simulated phones, on ports of its own; it may be stopped and started again."""

    def __init__(self, folder: Path, more: str) -> None:
        port, phones = free_port(), free_port()
        text = DEMO.read_text().replace("8080", str(port)).replace("8090", str(phones))
        self.file = folder / "demo.yaml"
        self.file.write_text(re.sub(r"var/demo", str(folder / "demo"), text) + more)
        self._process: subprocess.Popen[bytes] | None = None
        self.desk, self.phones = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{phones}"

    def configure(self, before: str, after: str) -> None:
        """Change its configuration, for the next start."""
        text = self.file.read_text()
        assert before in text
        self.file.write_text(text.replace(before, after))

    def start(self) -> None:
        command = [sys.executable, "-m", "gateway", "serve", "--config", str(self.file)]
        environment = {**os.environ, "CAUSERIE_LOG": "warning"}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        _wait(f"{self.desk}/readyz", self._process)

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
        self._process = None


@contextmanager
def running(folder: Path, more: str = "") -> Iterator[Running]:
    """From start to end of the block; `more` settings than the demo's."""
    product = Running(folder, more)
    product.start()
    try:
        yield product
    finally:
        product.stop()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert process.poll() is None, "the product did not start"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the product was not ready in time")
