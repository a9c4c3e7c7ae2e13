"""The list of connectors, and what it costs to read it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from connectors.registry import connector_class, known


def test_every_connector_can_be_had() -> None:
    assert {connector_class(channel, provider).__name__ for channel, provider in known()} == {
        "WhatsApp", "Messenger", "Telegram", "TwilioSms", "TwilioWhatsApp"
    }  # fmt: skip


def test_what_is_not_in_the_list_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        connector_class("carrier_pigeon", "meta")


@pytest.mark.parametrize(
    ("channel", "absent"), [("telegram", ["twilio"]), ("sms", ["telegram"]), ("whatsapp", ["twilio", "telegram"])]
)
def test_only_the_sdk_of_a_configured_provider_is_imported(channel: str, absent: list[str]) -> None:
    provider = {"telegram": "telegram", "sms": "twilio", "whatsapp": "meta"}[channel]
    program = f"""
import sys
from connectors.registry import connector_class
connector_class({channel!r}, {provider!r})
print([name for name in {absent!r} if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
