"""The configuration file: YAML, secrets by `${NAME}` from the environment, every fault of it said in one line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from connectors.contract import Account
from gateway.ground.faults import ConfigurationFault
from gateway.settings import accounts, rules, shape
from gateway.settings.document import Document
from gateway.settings.values import (
    Agent,
    Brand,
    CapSetting,
    Listen,
    Media,
    Office,
    Policy,
    Retention,
    Sandbox,
    Settings,
    Site,
)

__all__ = [
    "Agent",
    "Brand",
    "CapSetting",
    "Listen",
    "Media",
    "Office",
    "Policy",
    "Retention",
    "Sandbox",
    "Settings",
    "Site",
    "load",
]


def load(path: str | Path, environment: Mapping[str, str] = os.environ) -> tuple[Settings, list[Account]]:
    """Read and check a configuration. Raises ConfigurationFault with every fault, one a line: FILE:LINE: what."""
    document = Document.read(Path(path), environment)
    faults = [*document.faults, *shape.faults(Settings, document.values)]
    misshapen = {("accounts",), *(fault.path[:1] for fault in faults)}
    sound = {key: value for key, value in document.values.items() if (key,) not in misshapen}
    settings = msgspec.convert(sound, Settings, strict=False)
    faults += rules.faults(settings)
    given = document.values.get("accounts") or {}
    made, wrong = accounts.read(given if isinstance(given, dict) else {}, settings.public_url)
    faults += [*wrong, *accounts.brains(given if isinstance(given, dict) else {}, settings.actions)]
    unset = {fault.path for fault in document.faults}
    lines = {document.line(fault): None for fault in faults if fault in document.faults or fault.path not in unset}
    if lines:
        raise ConfigurationFault("\n".join(lines))
    return settings, made
