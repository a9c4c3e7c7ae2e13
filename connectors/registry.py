"""All connectors, on one screen. A provider's SDK is imported only when an account needs it."""

from __future__ import annotations

from importlib import import_module

from connectors.contract import Connector

_PLACES: dict[tuple[str, str], str] = {
    ("whatsapp", "meta"): "connectors.whatsapp:WhatsApp",
    ("whatsapp", "twilio"): "connectors.twilio:TwilioWhatsApp",
    ("messenger", "meta"): "connectors.messenger:Messenger",
    ("sms", "twilio"): "connectors.twilio:TwilioSms",
    ("telegram", "telegram"): "connectors.telegram:Telegram",
}


def known() -> tuple[tuple[str, str], ...]:
    """Every (channel, provider) that an account may name."""
    return tuple(_PLACES)


def connector_class(channel: str, provider: str) -> type[Connector]:
    """The connector of a channel at a provider; KeyError if there is none."""
    module, _, name = _PLACES[channel, provider].partition(":")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]
