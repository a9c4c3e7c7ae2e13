"""The configuration file: YAML, secrets by `${NAME}` from the environment, every fault of it said in one line.

Shape and defaults are these structs; `config/causerie.yaml` shows every setting with a comment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from connectors import registry
from connectors.contract import Account
from gateway.ground.faults import ConfigurationFault

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_ACCOUNT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
_COMMON = frozenset({"channel", "provider", "api_base", "rate", "recipient_rate"})


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str = "Causerie"
    languages: tuple[str, ...] = ("fr", "en")  # the first is spoken when nothing is known
    timezone: str = "Europe/Paris"
    country: str = "FR"  # whose law decides where nothing better is known


class Listen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    host: str = "127.0.0.1"
    port: int = 8080


class Media(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    folder: str = "var/media"
    largest: int = 25_000_000  # bytes kept of one file; larger ones are marked missing
    hosts: tuple[str, ...] = ()  # further hosts that media may be fetched from


class Sandbox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Simulated providers, run beside the gateway: for trying out, never with real accounts."""

    host: str = "127.0.0.1"
    port: int = 8090


class Agent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who may log in from the start; later ones are made by command."""

    email: str
    name: str
    password: str
    role: str = "agent"
    languages: tuple[str, ...] = ("fr", "en")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    brand: Brand = Brand()
    public_url: str = "http://127.0.0.1:8080"
    listen: Listen = Listen()
    database: str = "sqlite:///var/causerie.db"
    redis: str | None = None
    secret_key: str = ""  # signs sessions; empty: made at first start and kept beside the database
    media: Media = Media()
    flows: str | None = None  # a folder of *.yaml instead of the shipped one
    topics: str | None = None
    agents: tuple[Agent, ...] = ()
    sandbox: Sandbox | None = None
    accounts: dict[str, dict[str, Any]] = {}


def load(path: str | Path, environment: Mapping[str, str] = os.environ) -> tuple[Settings, list[Account]]:
    """Read and check a configuration. Raises ConfigurationFault with every fault, one a line."""
    settings, faults = read(path, environment)
    accounts: list[Account] = []
    for name, values in settings.accounts.items():
        account, wrong = _account(name, values, settings)
        faults += wrong
        if account is not None:
            accounts.append(account)
    if faults:
        raise ConfigurationFault("\n".join(faults))
    return settings, accounts


def read(path: str | Path, environment: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """The settings of a file and what is wrong with them, accounts aside."""
    file = Path(path)
    try:
        raw = YAML(typ="safe", pure=True).load(file.read_text("utf-8")) or {}
    except OSError as error:
        raise ConfigurationFault(f"{file}: cannot be read ({error.strerror}). Name another with --config") from None
    except (YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" line {where.line + 1}" if where else ""
        raise ConfigurationFault(f"{file}{line}: not YAML: {getattr(error, 'problem', error)}") from None
    faults: list[str] = []
    filled = _fill(raw, environment, "", faults)
    try:
        settings = msgspec.convert(filled, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigurationFault("\n".join([*faults, f"{file}: {error}"])) from None
    return settings, faults + _wrong(settings)


def _fill(value: Any, environment: Mapping[str, str], where: str, faults: list[str]) -> Any:
    """`${NAME}` everywhere replaced; what is not set is a fault."""
    if isinstance(value, dict):
        return {str(key): _fill(one, environment, f"{where}.{key}".lstrip("."), faults) for key, one in value.items()}
    if isinstance(value, list):
        return [_fill(one, environment, f"{where}[{i}]", faults) for i, one in enumerate(value)]
    if not isinstance(value, str):
        return value
    faults += [
        f"{where}: the environment has no {name}. Set it, or write the value in the file"
        for name in _VARIABLE.findall(value)
        if name not in environment
    ]
    return _VARIABLE.sub(lambda found: environment.get(found[1], ""), value)


def _wrong(settings: Settings) -> list[str]:
    faults = []
    try:
        ZoneInfo(settings.brand.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        faults.append(f"brand.timezone: {settings.brand.timezone!r} is not a time zone. Write one like Europe/Paris")
    if not settings.brand.languages:
        faults.append("brand.languages: empty. Name at least one, such as fr")
    if not settings.public_url.startswith(("http://", "https://")):
        faults.append(f"public_url: {settings.public_url!r} is not an address. Write https://… as providers reach it")
    if not settings.database.startswith(("sqlite", "postgresql")):
        faults.append("database: neither SQLite nor PostgreSQL. Write sqlite:////path.db or postgresql://…")
    return faults


def _account(name: str, values: dict[str, Any], settings: Settings) -> tuple[Account | None, list[str]]:
    where = f"account {name!r}"
    if not _ACCOUNT_ID.fullmatch(name):
        return None, [f"{where}: an id is letters, digits, dot, dash and underscore"]
    channel, provider = str(values.get("channel", "")), str(values.get("provider", ""))
    if (channel, provider) not in registry.known():
        known = ", ".join(f"{c}/{p}" for c, p in registry.known())
        return None, [f"{where}: {channel or '?'}/{provider or '?'} is not known. Known are {known}"]
    spelling = registry.connector_class(channel, provider)
    faults = [
        f"{where} ({channel}): no {key}. Add accounts.{name}.{key}"
        for key in spelling.KEYS.required
        if not values.get(key)
    ]
    allowed = _COMMON | {*spelling.KEYS.required, *spelling.KEYS.optional}
    faults += [f"{where} ({channel}): {key} is not a setting of it" for key in values if key not in allowed]
    keys = {key: str(value) for key, value in values.items() if key not in _COMMON and value is not None}
    account = Account(
        id=name,
        channel=channel,
        provider=provider,
        values=keys,
        api_base=str(values.get("api_base") or spelling.DEFAULT_API_BASE).rstrip("/"),
        public_url=settings.public_url.rstrip("/"),
        rate=_rate(values, "rate", spelling.DEFAULT_RATE, faults, where),
        recipient_rate=_rate(values, "recipient_rate", spelling.DEFAULT_RECIPIENT_RATE, faults, where),
    )
    return account, faults


def _rate(values: dict[str, Any], key: str, default: float | None, faults: list[str], where: str) -> float | None:
    """Messages per second: absent is the provider's own, null is no limit of ours."""
    if key not in values:
        return default
    rate = values[key]
    if rate is None or (isinstance(rate, int | float) and rate > 0):
        return rate
    faults.append(f"{where}: {key} is {rate!r}. Write messages per second, or null for no limit of ours")
    return None
