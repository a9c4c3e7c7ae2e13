"""The accounts of a configuration: which provider, all that it needs, nothing it does not know, no two the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors import registry
from connectors.contract import Account, Connector
from gateway.actions.task import BRAINS, Outside
from gateway.settings import rules
from gateway.settings.document import Fault, did_you_mean

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
_COMMON = frozenset({"channel", "provider", "api_base", "rate", "recipient_rate", "brain"})
# What makes two accounts one: the provider delivers each message once, to one of them
_IDENTITY = {
    ("whatsapp", "meta"): ("phone_number_id",),
    ("messenger", "meta"): ("page_id",),
    ("sms", "twilio"): ("account_sid", "from"),
    ("whatsapp", "twilio"): ("account_sid", "from"),
    ("telegram", "telegram"): ("token",),
}


def read(given: Mapping[str, Any], public_url: str) -> tuple[list[Account], list[Fault]]:
    """The accounts that are sound, and what is wrong with the others."""
    made: list[Account] = []
    faults: list[Fault] = []
    for name, values in given.items():
        wrong = list(_faults(name, values))
        faults += wrong
        if not wrong:
            made.append(_account(name, values, public_url))
    return made, [*faults, *_doubles(given)]


def _faults(name: str, values: Any) -> Iterator[Fault]:
    path = ("accounts", name)
    if not _ID.fullmatch(name):
        yield Fault(
            path, "is not an id: it stands in the webhook's address. Use letters, digits, dot, dash, underscore"
        )
    if not isinstance(values, dict):
        yield Fault(path, "holds no settings. Write channel, provider and the provider's keys below it")
        return
    kind = (str(values.get("channel") or ""), str(values.get("provider") or ""))
    if kind not in registry.known():
        yield from _unknown_kind(name, *kind)
        return
    spelling = registry.connector_class(*kind)
    yield from _keys(name, values, spelling)
    for key in ("rate", "recipient_rate"):
        rate = values.get(key)
        if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or rate <= 0):
            yield Fault((*path, key), f"is {rate!r}. Write messages per second, or null for no limit of ours")
    if values.get("api_base") is not None:
        yield from rules.address((*path, "api_base"), str(values["api_base"]), f"one like {spelling.DEFAULT_API_BASE}")


def _unknown_kind(name: str, channel: str, provider: str) -> Iterator[Fault]:
    known = registry.known()
    channels = {one for one, _ in known}
    if channel not in channels:
        seen = f"{channel!r} is not known" if channel else "is missing"
        yield Fault(("accounts", name, "channel"), f"{seen}. {did_you_mean(channel, channels)}")
        return
    providers = {one for of, one in known if of == channel}
    seen = f"{provider!r} does not carry {channel}" if provider else "is missing"
    yield Fault(("accounts", name, "provider"), f"{seen}. {did_you_mean(provider, providers)}")


def _keys(name: str, values: Mapping[str, Any], spelling: type[Connector]) -> Iterator[Fault]:
    path = ("accounts", name)
    allowed = _COMMON | {*spelling.KEYS.required, *spelling.KEYS.optional}
    for key in spelling.KEYS.required:
        if key not in values:
            secret = f", best as ${{{key.upper()}}} from the environment" if key in spelling.KEYS.secret else ""
            yield Fault((*path, key), f"is missing, and {values['channel']} needs it. Add it{secret}")
    for key, value in values.items():
        if key not in allowed:
            hint = did_you_mean(key, allowed)
            yield Fault((*path, key), f"is not a setting of {values['channel']}/{values['provider']}. {hint}")
        elif isinstance(value, dict | list):
            yield Fault((*path, key), "holds several values. Write one")
        elif key in spelling.KEYS.required and not str("" if value is None else value).strip():
            yield Fault((*path, key), "is empty. Write it, or name a variable that is set")


def _doubles(given: Mapping[str, Any]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], str] = {}
    for name, values in given.items():
        if not isinstance(values, dict):
            continue
        kind = (str(values.get("channel")), str(values.get("provider")))
        keys = _IDENTITY.get(kind, ())
        identity = (*kind, *(str(values.get(key) or "") for key in keys))
        if not keys or "" in identity:
            continue
        if identity in seen:
            text = f"has the same {keys[-1]} as accounts.{seen[identity]}. Keep one: messages would come to either"
            yield Fault(("accounts", name, keys[-1]), text)
        seen.setdefault(identity, name)


def brains(given: Mapping[str, Any], actions: Mapping[str, Outside]) -> Iterator[Fault]:
    """What is wrong with who answers in our place: it is an action, done by an assistant or an understanding."""
    known = {name for name, outside in actions.items() if outside.kind in BRAINS}
    for name, values in given.items():
        brain = values.get("brain") if isinstance(values, dict) else None
        if brain is None or brain in known:
            continue
        hint = did_you_mean(str(brain), known) if known else 'Add one: `actions: {talk: {assistant: "https://…"}}`'
        seen = "is no assistant" if brain in actions else "is not one of actions"
        yield Fault(("accounts", name, "brain"), f"{brain!r} {seen}. {hint}")


def _account(name: str, values: Mapping[str, Any], public_url: str) -> Account:
    kind = (str(values["channel"]), str(values["provider"]))
    spelling = registry.connector_class(*kind)
    return Account(
        id=name,
        channel=kind[0],
        provider=kind[1],
        values={key: str(value) for key, value in values.items() if key not in _COMMON and value is not None},
        api_base=str(values.get("api_base") or spelling.DEFAULT_API_BASE).rstrip("/"),
        public_url=public_url.rstrip("/"),
        rate=values.get("rate", spelling.DEFAULT_RATE),
        recipient_rate=values.get("recipient_rate", spelling.DEFAULT_RECIPIENT_RATE),
        brain=values.get("brain"),
    )
