"""Where the files lie that ship with the program, in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

_GATEWAY = Path(__file__).resolve().parents[1]


def config_dir() -> Path:
    """The folder of shipped settings, flows and policy data: gateway/config in a wheel, config in a checkout."""
    packed = _GATEWAY / "config"
    return packed if packed.is_dir() else _GATEWAY.parent / "config"


def console_dir() -> Path:
    """The folder of the built console. Empty or missing in a checkout until `make console`."""
    return _GATEWAY / "console"
